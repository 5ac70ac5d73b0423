import { createTwoFilesPatch, structuredPatch } from 'diff'
import { parseReference } from '../model/index.ts'
import type { StoredRevision } from '../store/port.ts'
import { HttpError } from './problem.ts'
import type { Service } from './service.ts'

/** What changed from one revision of a record to another. */
export interface RevisionDiff {
  readonly from: StoredRevision
  readonly to: StoredRevision
  /** Absent where the two are too different to be compared in time. */
  readonly hunks?: readonly Hunk[]
  readonly added: number
  readonly removed: number
}

/** Lines as a unified diff has them, each with its sign; `from` and `to` are the first line of each side, from 1. */
export interface Hunk {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/** Milliseconds that two files are compared for; nobody else is answered meanwhile. */
const PATIENCE = 300

/** The difference of two revisions. */
export function diffOf(from: StoredRevision, to: StoredRevision): RevisionDiff {
  const patch = structuredPatch(nameOf(from), nameOf(to), from.raw, to.raw, '', '', { context: 3, timeout: PATIENCE })
  if (!patch) return { from, to, added: 0, removed: 0 }
  const hunks = patch.hunks.map(({ oldStart, newStart, lines }) => ({ from: oldStart, to: newStart, lines }))
  const count = (sign: string): number => hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(sign)).length, 0)
  return { from, to, hunks, added: count('+'), removed: count('-') }
}

/** The same as a patch; empty where there is no difference, or none in time. */
export function patchOf(from: StoredRevision, to: StoredRevision): string {
  if (from.raw === to.raw) return ''
  return createTwoFilesPatch(nameOf(from), nameOf(to), from.raw, to.raw, from.seen, to.seen, { context: 3, timeout: PATIENCE }) ?? ''
}

/**
 * The two revisions that `?diff=` names.
 * @param asked `rev..rev`, where either may be `id@rev`, or one to compare with `shown`
 * @throws HttpError 404 for a revision that is not here
 */
export async function readDiff({ store }: Service, shown: StoredRevision, asked: string): Promise<[StoredRevision, StoredRevision]> {
  const [first = '', second = ''] = asked.split('..')
  const find = async (text: string): Promise<StoredRevision> => {
    const { id, revision } = parseReference(text.includes('@') ? text : `${shown.id}@${text}`) ?? {}
    const found = id !== undefined && revision !== undefined ? await store.entry(id, revision) : undefined
    if (!found) throw new HttpError(404, `no revision \`${text.slice(0, 80)}\`; \`diff\` takes two of the page's, \`1a2b3c4d..5e6f7a8b\``)
    return found
  }
  return [await find(first), second === '' ? shown : await find(second)]
}

function nameOf({ id, revision }: StoredRevision): string {
  return `${id}@${revision}`
}
