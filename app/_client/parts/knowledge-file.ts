import type { KnowledgeFile } from '../../../lib/model/index.ts'

const ADDRESS = '/api/v1/export/answering.json'

/**
 * The records that answers follow from, from this site; kept by the browser under their digest, so that they are loaded again only when they changed.
 * @throws when they cannot be loaded
 */
export async function knowledgeFile(digest: string): Promise<KnowledgeFile> {
  const key = `${ADDRESS}?${digest}`
  // Not every browser keeps things for a site without TLS.
  const cache = await Promise.resolve(globalThis.caches?.open('knowledge')).catch(() => undefined)
  const known = await cache?.match(key)
  if (known) return known.json() as Promise<KnowledgeFile>
  const response = await fetch(ADDRESS)
  if (!response.ok) throw new Error(`${ADDRESS}: ${response.status}`)
  const file = (await response.clone().json()) as KnowledgeFile
  if (cache && file.digest === digest) {
    for (const old of await cache.keys()) await cache.delete(old)
    await cache.put(key, response).catch(() => undefined)
  }
  return file
}
