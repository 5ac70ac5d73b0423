import { decoded } from '../../lib/api/find-record.ts'
import { openService } from '../../lib/api/open.ts'
import type { Service } from '../../lib/api/service.ts'
import { CursorError } from '../../lib/store/port.ts'
import { buildLinks, type Knowledge, type LinkResolver } from '../../lib/model/index.ts'

const resolvers = new WeakMap<Knowledge, LinkResolver>()

/** What a page works with: the service, its knowledge, and the links that the knowledge gives. */
export async function pageContext(): Promise<{ service: Service; knowledge: Knowledge; links: LinkResolver }> {
  const service = await openService()
  const knowledge = await service.knowledge()
  const links = resolvers.get(knowledge) ?? buildLinks(knowledge.entries.values())
  resolvers.set(knowledge, links)
  return { service, knowledge, links }
}

/** Segments of a catch-all path, decoded, as a record's id or reference. */
export function idOf(segments: readonly string[]): string {
  return segments.map(decoded).join('/')
}

/** What Next.js hands a page as its query. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** The query as the address has it. */
export async function queryFrom(searchParams: SearchParams): Promise<URLSearchParams> {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(await searchParams)) for (const one of [value ?? []].flat()) query.append(name, one)
  return query
}

/** A page of a list. Of a cursor that no page gave, or that of another list, the first, with what is wrong. */
export async function pageAt<Page>(
  cursor: string | undefined,
  read: (at: { readonly cursor?: string }) => Promise<Page>,
): Promise<{ page: Page; problem?: string }> {
  try {
    return { page: await read(cursor ? { cursor } : {}) }
  } catch (error) {
    if (!(error instanceof CursorError)) throw error
    return { page: await read({}), problem: error.message }
  }
}
