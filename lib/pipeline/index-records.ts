import { renderBody } from '../content/render.ts'
import type { Entry } from '../model/index.ts'
import { buildLinks } from '../model/links.ts'
import { documentsOf } from '../search/documents.ts'
import type { SearchPort } from '../search/port.ts'
import { type Leases, underLease } from '../store/leases.ts'

export interface IndexOptions {
  /** All records. */
  readonly entries: readonly Entry[]
  /** Of the knowledge that they are. */
  readonly digest: string
  readonly search: SearchPort
  readonly leases: Leases | undefined
}

/**
 * Builds the search index from records as they were read, where it was built from others. It comes out as from the store that they are synced to, and
 * without waiting for that, which takes in all of history.
 */
export async function indexRecords({ entries, digest, search, leases }: IndexOptions): Promise<void> {
  if ((await search.digest()) === digest) return
  await underLease(leases, 'reindex', async () => {
    if ((await search.digest()) === digest) return
    const links = buildLinks(entries)
    const ordered = entries.toSorted((a, b) => (a.data.id < b.data.id ? -1 : 1))
    const texts = ordered.map((entry) => ({ entry, text: renderBody(entry.body, links).text }))
    await search.replaceAll(documentsOf(texts), digest)
  })
}
