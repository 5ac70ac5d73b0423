import { type Entry, aliasName } from '../model/index.ts'
import type { Member } from './family.ts'

/** The members that no record has as an alias. */
export function unrecorded(members: readonly Member[], entries: Iterable<Entry>): readonly Member[] {
  const names = new Set([...entries].flatMap(({ data }) => data.aliases.map(aliasName)))
  return members.filter(({ name }) => !names.has(name))
}
