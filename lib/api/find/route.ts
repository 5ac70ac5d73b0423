import { z } from 'zod'
import { KINDS } from '../../model/index.ts'
import { mailFound } from '../mail/routes.ts'
import { SearchFound, listOf } from '../records.ts'
import { type Route, route } from '../route.ts'
import { find } from './find.ts'
import { hitHref } from './href.ts'

const Text = z.string().max(100)
const Day = z
  .string()
  .regex(/^\d{4}(-\d\d){0,2}$/, { error: 'write a day, month or year: 2024-03-15, 2024-03, 2024' })
  .optional()
/** `GET /search`. */
export const searchRoute: Route = route({
  method: 'GET',
  path: '/search',
  operation: 'search',
  summary: 'Find records by words, names or identifiers; `in=mail` or `in=all` for messages, with `from:`, `list:`, `after:`, `record:`, `has:patch` …',
  query: z.object({
    q: z.string().min(1).max(500),
    kind: listOf(z.enum([...KINDS, 'release'])),
    area: listOf(Text),
    arch: listOf(Text),
    component: listOf(Text),
    status: listOf(Text),
    person: listOf(Text),
    list: listOf(Text),
    after: Day,
    before: Day,
    in: z.enum(['records', 'mail', 'all']).default('records'),
    order: z.enum(['relevance', 'date']).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    offset: z.coerce.number().int().min(0).max(1000).default(0),
  }),
  response: {
    schema: SearchFound,
    type: 'application/json',
    description:
      'hits, best first; `direct` answers the text itself; `corrected` are words that were searched as others, `unknown` words that were left out, `relaxed` that no record has all of them, `facets` how many there would be with other values of each filter, `near` records with names like these where nothing was found, `engine` what answered',
  },
  errors: [400],
  handle: async ({ service, query }) => {
    const { q, in: where, order, limit, offset, after, before, ...given } = query
    const filters = Object.fromEntries(Object.entries(given).flatMap(([name, values]) => (values ? [[name, values]] : [])))
    const messages = where === 'records' ? undefined : await mailFound(service, { q, order, limit, offset })
    const wanted = {
      text: q.trim(),
      filters,
      ...(after ? { after } : {}),
      ...(before ? { before } : {}),
      mail: where === 'mail',
      newest: order === 'date',
      page: 1,
    }
    const { direct, records } = await find(service, wanted, { records: where === 'mail' ? 0 : limit, messages: 0, offset })
    return {
      ...(direct ? { direct } : {}),
      ...records,
      hits: records.hits.map((hit) => ({ ...hit, page: hitHref(hit), url: `${service.url}${hit.kind === 'release' ? hitHref(hit) : `/r/${hit.id}`}` })),
      near: records.near.map((one) => ({ ...one, page: hitHref(one) })),
      ...(messages ? { messages } : {}),
    }
  },
})
