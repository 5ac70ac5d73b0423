import { openApiDocument } from './openapi.ts'
import type { Route } from './route.ts'

/** A JSON Schema under an address of its own. */
export type PublishedSchema = Readonly<Record<string, unknown>> & { readonly $id: string }

/**
 * The schemas that the routes name, each a document by itself.
 * @param url the site's address
 */
export function publishedSchemas(routes: readonly Route[], url: string): ReadonlyMap<string, PublishedSchema> {
  const { components } = openApiDocument(routes, url) as { components?: { schemas?: Record<string, object> } }
  const names = Object.entries(components?.schemas ?? {})
  return new Map(
    names.map(([name, schema]) => [
      name,
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `${url}/api/v1/schemas/${name}`, ...(relative(schema) as object) },
    ]),
  )
}

/** With references as addresses beside its own. */
function relative(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relative)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === '$ref' && typeof part === 'string' ? part.replace('#/components/schemas/', '') : relative(part)]),
  )
}
