import { type Entry, type Knowledge, parseCitation } from '../model/index.ts'
import { findEntry } from './find.ts'
import { openSynced } from './state.ts'

/**
 * The revision of a record that `text` names: the current one, or for `id@revision` that one, which the store has; under the id that the record had then.
 * @throws Error where there is no such record or revision
 */
export async function findRevision(knowledge: Knowledge, text: string): Promise<Entry> {
  const { id, revision } = parseCitation(text) ?? {}
  const gone = revision !== undefined && id !== undefined && !knowledge.entries.has(id)
  const current = gone ? undefined : findEntry(knowledge, text)
  if (current && (revision === undefined || revision === current.revision)) return current
  const { store, close } = await openSynced()
  try {
    const stored = await store.entry(id as string, revision)
    if (stored?.entry) return stored.entry
  } finally {
    await close()
  }
  // Of a record that there never was, this says what is near.
  const now = current ?? findEntry(knowledge, text)
  throw new Error(`no revision \`${revision}\` of \`${id}\` here; it is at \`${now.data.id}@${now.revision}\``)
}
