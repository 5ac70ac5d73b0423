import type { Entry, Evidence, Knowledge } from '../model/index.ts'

type Mail = Extract<Evidence, { kind: 'mail' }>

/** A message that a record, or a policy of it, stands on. */
export interface Discussed {
  readonly evidence: Mail
  /** The policies that cite it; empty where the record itself does. */
  readonly through: readonly string[]
}

/** The messages that a record and its policies cite, each once, oldest first; those without a date last. */
export function discussionsOf({ data }: Entry, knowledge: Knowledge): readonly Discussed[] {
  const found = new Map<string, { evidence: Mail; through: string[]; own: boolean }>()
  const add = (value: unknown, through: string | undefined): void => {
    for (const evidence of mailsIn(value)) {
      const key = evidence['message-id'] ?? evidence.url ?? ''
      const known = found.get(key) ?? { evidence, through: [], own: false }
      found.set(key, known)
      if (through === undefined) known.own = true
      else if (!known.through.includes(through)) known.through.push(through)
    }
  }
  add(data, undefined)
  for (const id of 'policies' in data ? data.policies : []) add(knowledge.entries.get(id)?.data, id)
  return [...found.values()]
    .map(({ evidence, through, own }) => ({ evidence, through: own ? [] : through }))
    .sort((a, b) => ((a.evidence.date ?? '9') < (b.evidence.date ?? '9') ? -1 : 1))
}

function mailsIn(value: unknown): Mail[] {
  if (typeof value !== 'object' || value === null) return []
  if ('kind' in value && value.kind === 'mail' && 'checked' in value) return [value as Mail]
  return Object.values(value).flatMap(mailsIn)
}
