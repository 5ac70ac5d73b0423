import { type Entry, type Knowledge, aliasName, movedTo, nearest, parseCitation } from '../model/index.ts'

/**
 * The record that `text` names (an id, one that it had, an alias, or a citation of it), at its current revision.
 * @throws Error that names the nearest id
 */
export function findEntry(knowledge: Knowledge, text: string): Entry {
  const id = parseCitation(text)?.id
  const entry = id === undefined ? undefined : (knowledge.entries.get(id) ?? knowledge.entries.get(movedTo(knowledge, id) ?? ''))
  if (entry) return entry
  const aliased = [...knowledge.entries.values()].find(({ data }) => data.aliases.some((alias) => aliasName(alias) === text))
  if (aliased) return aliased
  const near = nearest(text, [...knowledge.entries.keys()])
  throw new Error(
    `no record \`${text.slice(0, 80)}\`${near ? `; did you mean \`${near}\`?` : '; `canimigrate list` lists them, `canimigrate search WORDS` finds them'}`,
  )
}
