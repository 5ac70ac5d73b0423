import { z } from 'zod'
import { RecordId } from './id.ts'
import type { Knowledge } from './knowledge.ts'

/**
 * Ids that were other records' and whose place this one has taken: after a rename the old id, after a merge each of the merged ones, after a deletion the
 * id that had nothing of its own to say. Their addresses lead here for ever; their revisions stay readable.
 */
export const Formerly = z.array(RecordId).min(1).optional()

/** The record that has taken the place of one that is no more; undefined where none has, or where there is a record of this id. */
export function movedTo(knowledge: Knowledge, id: string): string | undefined {
  if (knowledge.entries.has(id)) return undefined
  return successorsOf(knowledge).get(id)
}

/** The ids that a record had, or took over. */
export function formerlyOf(data: { readonly formerly?: readonly string[] | undefined } | object): readonly string[] {
  return 'formerly' in data && Array.isArray(data.formerly) ? (data.formerly as readonly string[]) : []
}

function successorsOf(knowledge: Knowledge): ReadonlyMap<string, string> {
  const known = successors.get(knowledge)
  if (known) return known
  const made = new Map([...knowledge.entries.values()].flatMap(({ data }) => formerlyOf(data).map((id) => [id, data.id] as const)))
  successors.set(knowledge, made)
  return made
}

const successors = new WeakMap<Knowledge, ReadonlyMap<string, string>>()
