import { z } from 'zod'
import { type Route, route } from '../route.ts'
import { MatrixDocument, matrixDocument } from './document.ts'
import { matrixView } from './view.ts'

const text = (most: number, description: string) => z.string().max(most).optional().meta({ description })

/** `/matrix/table`: the matrix that the site shows under the same query. */
export const matrixTableRoute: Route = route({
  method: 'GET',
  path: '/matrix/table',
  operation: 'matrixTable',
  summary:
    'A matrix as /matrix shows it: features over the releases of `component`, or with `feature` and `view` pairs of releases (`joint`) and migrations between them (`direction`)',
  query: z.object({
    feature: text(300, 'an id or a name'),
    component: text(40, 'of the columns'),
    version: text(40, 'one release'),
    view: z.enum(['joint', 'direction']).optional(),
    down: text(40, 'of a pair, the component of the rows'),
    host: text(4000, 'facts of the host, VM and guest, as shorthand'),
    arch: text(40, 'only what can hold on this architecture'),
    area: text(100, 'of features; `all`'),
    text: text(200, 'words in ids, titles and names'),
    state: text(200, 'rows that have one of these states somewhere, with commas between'),
    from: text(40, 'the first release'),
    to: text(40, 'the last release'),
    changes: text(5, '`1`: only rows in which something changes'),
    every: text(5, '`1`: each release by itself'),
    page: z.coerce.number().int().min(1).max(10_000).optional(),
  }),
  response: { schema: MatrixDocument, type: 'application/json', description: 'tables; cells that say the same to their row are one' },
  errors: [400, 404, 413],
  handle: async ({ service, query }) => {
    const given = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
    return matrixDocument(matrixView(await service.knowledge(), given))
  },
})
