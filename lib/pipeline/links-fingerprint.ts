import { createHash } from 'node:crypto'
import type { Entry } from '../model/index.ts'

/** Goes up when the same markdown and links render differently. */
const RENDERING = 2

/**
 * Names what rendered bodies depend on besides their markdown: the titles of records, the link templates of sources, and from which
 * list or repository records cite a message or commit. While it stays the same, an unchanged record need not be rendered again.
 */
export function linksFingerprint(entries: readonly Entry[]): string {
  const lines = new Set<string>()
  for (const { data, revision } of entries) {
    lines.add(JSON.stringify(data.kind === 'source' ? [data.kind, data.id, revision] : [data.kind, data.id, data.title]))
    addCited(data, lines)
  }
  return createHash('sha256')
    .update(`${RENDERING}\n${[...lines].sort().join('\n')}`)
    .digest('hex')
}

function addCited(value: unknown, lines: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const { kind, list, repo, commit, 'message-id': messageId } = value as Record<string, unknown>
  if (kind === 'mail' && messageId !== undefined) lines.add(JSON.stringify([kind, messageId, list]))
  if (kind === 'commit' && commit !== undefined) lines.add(JSON.stringify([kind, commit, repo]))
  for (const part of Object.values(value)) addCited(part, lines)
}
