import { z } from 'zod'
import { openApiDocument } from './openapi.ts'
import { HttpError } from './problem.ts'
import { nearest } from '../model/index.ts'
import { type Route, route } from './route.ts'
import { routes } from './routes.ts'
import { publishedSchemas } from './schemas.ts'

/** Every route of `/api/v1`, with those that tell of the others. */
export const allRoutes: readonly Route[] = [
  ...routes,
  route({
    method: 'GET',
    path: '/schemas',
    operation: 'listSchemas',
    summary: 'JSON Schemas (2020-12) of what is sent and answered',
    response: { schema: z.object({ items: z.array(z.object({ id: z.string(), url: z.string() })) }), type: 'application/json', description: 'schemas' },
    errors: [],
    handle: async ({ service }) => ({ items: [...publishedSchemas(allRoutes, service.url)].map(([id, schema]) => ({ id, url: schema.$id })) }),
  }),
  route({
    method: 'GET',
    path: '/schemas/{id}',
    operation: 'getSchema',
    summary: 'One JSON Schema; `$id` is its address, and `$ref` those of others',
    params: z.object({ id: z.string().min(1).max(100) }),
    response: { schema: z.record(z.string(), z.unknown()), type: 'application/schema+json', description: 'the schema' },
    errors: [400, 404],
    handle: async ({ service, params }) => {
      const schemas = publishedSchemas(allRoutes, service.url)
      const found = schemas.get(params.id)
      if (found) return found
      const near = nearest(params.id, schemas.keys())
      throw new HttpError(404, `no schema \`${params.id.slice(0, 80)}\`${near ? `; did you mean \`${near}\`?` : '; /api/v1/schemas lists them'}`)
    },
  }),
  route({
    method: 'GET',
    path: '/openapi.json',
    operation: 'getOpenApi',
    summary: 'This API as an OpenAPI 3.1 document',
    response: { schema: z.object({ openapi: z.string() }).catchall(z.unknown()), type: 'application/json', description: 'the document' },
    errors: [],
    handle: async ({ service }) => openApiDocument(allRoutes, service.url),
  }),
]
