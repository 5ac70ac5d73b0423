import type { SourceRecord } from '../model/index.ts'
import { type Outcome, labelOf } from './judge.ts'
import type { Looked, Verified } from './verify.ts'

/**
 * The record of a run in one repository, as the text of its file (`content/verified/<name>.yaml`): a line per record, in order, so that a later run differs
 * where something changed.
 * @param date of the run, ISO 8601
 * @returns undefined where the clone has no release
 */
export function recordOf(
  { repository, source, head, releases }: Looked,
  { title }: SourceRecord,
  claims: readonly Verified[],
  date: string,
): string | undefined {
  const newest = releases.filter(({ candidate }) => candidate === undefined).at(-1)
  if (!newest) return undefined
  const copies = releases.flatMap((release) => (release.copiedFrom === undefined ? [] : [[labelOf(release), release.copiedFrom] as const]))
  const byRecord = new Map<string, string[]>()
  for (const { claim, checks } of claims) {
    const own = checks.filter(({ probe }) => probe.repo === source)
    if (own.length === 0) continue
    const outcome = (['contradicted', 'unchecked', 'confirmed'] as const).find((one) => own.some((check) => check.outcome === one)) as Outcome
    const words = [...new Set(own.filter((check) => check.outcome === outcome).map(({ text }) => text))].join('; ')
    const lines = byRecord.get(claim.record) ?? []
    byRecord.set(claim.record, lines)
    const line = `${JSON.stringify(claim.key)}: ${JSON.stringify(`${outcome === 'unchecked' ? 'not told' : outcome}: ${words}`)}`
    if (!lines.includes(line)) lines.push(line)
  }
  return `kind: verification
id: verified/${repository}
title: ${JSON.stringify(`Checked against ${title}`)}
summary: ${JSON.stringify(`Which version claims of records ${whatConfirms(title, copies.length)}; written by \`canimigrate verify --record\`.`)}
repo: ${source}
date: ${date}
head: ${JSON.stringify(head)}
newest: ${JSON.stringify(newest.version)}
${copies.length > 0 ? `copies:\n${copies.map(([version, from]) => `  ${JSON.stringify(version)}: ${JSON.stringify(from)}\n`).join('')}` : ''}claims:
${[...byRecord]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([record, lines]) => `  ${record}: {${lines.join(', ')}}\n`)
  .join('')}`
}

function whatConfirms(title: string, copies: number): string {
  return copies > 0 ? `copies of ${copies} release trees of ${title} confirm, not its own history` : `a clone of ${title} confirms`
}
