import { type Entry, type Feature, type Knowledge, type Policy, aliasName } from '../model/index.ts'

/** Features by area, those that have all of the words in their names or lines. */
export function featuresByArea(knowledge: Knowledge, { words = '', area = '' }: { words?: string; area?: string } = {}): Map<string, Entry<Feature>[]> {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const found = new Map<string, Entry<Feature>[]>()
  for (const entry of [...knowledge.features].sort((a, b) => (a.data.id < b.data.id ? -1 : 1))) {
    const { id, title, summary, aliases, surface } = entry.data
    const text = [id, title, summary, surface.kind, ...aliases.map(aliasName)].join(' ').toLowerCase()
    if ((area !== '' && areaOf(id) !== area) || !wanted.every((word) => text.includes(word))) continue
    const list = found.get(areaOf(id))
    if (list) list.push(entry)
    else found.set(areaOf(id), [entry])
  }
  return found
}

/** Policies, the one with the latest word first. */
export function policiesByDate(knowledge: Knowledge): Entry<Policy>[] {
  return [...knowledge.policies].sort((a, b) => (lastDate(a.data) < lastDate(b.data) ? 1 : -1))
}

/** The first part of an id. */
export function areaOf(id: string): string {
  return id.split('/')[0] as string
}

/** First and last date on which somebody spoke or something happened. */
export function datesOf(policy: Policy): { first: string; last: string } {
  const dates = [...policy.positions, ...policy.later].map(({ date }) => date).sort()
  return { first: dates[0] ?? '', last: dates.at(-1) ?? '' }
}

function lastDate(policy: Policy): string {
  return datesOf(policy).last
}
