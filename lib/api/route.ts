import type { z } from 'zod'
import type { Service } from './service.ts'

/** What a handler gets: validated parameters, query and body. A body of lines is not read: it is `request.body`. */
export interface Call<Params, Query, Body> {
  readonly service: Service
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: Request
}

/** One route: what the handler takes and gives, from which the OpenAPI document is made too. */
export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  readonly method: 'GET' | 'POST'
  /** `/records/{id}`; a parameter named `id` may hold slashes. */
  readonly path: string
  readonly operation: string
  readonly summary: string
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: {
    readonly schema: z.ZodType<Body>
    readonly type: 'application/json' | 'application/x-ndjson'
    /** Bytes, of a line where the body is lines. */
    readonly most: number
    readonly example?: unknown
    /** What is answered follows from the body and the knowledge alone: the same body need not be answered twice. */
    readonly decides?: boolean
  }
  readonly response: { readonly schema: z.ZodType; readonly type: MediaType; readonly description: string }
  /** Statuses that it answers with, besides 200, and 304, 406 and 429, which any may. */
  readonly errors: readonly (400 | 404 | 413 | 415)[]
  /** Says to whoever still uses it that it should not be used any more (RFC 9745), when it ends (RFC 8594), and what to use instead. */
  readonly deprecated?: Deprecation
  /** A value is sent as JSON; a response as it is. */
  readonly handle: (call: Call<Params, Query, Body>) => Promise<unknown>
}

export type MediaType = 'application/json' | 'application/x-ndjson' | 'application/schema+json'

export interface Deprecation {
  /** Days, ISO 8601. */
  readonly since: string
  readonly until?: string
  /** Path of what takes its place, or an address that tells about it. */
  readonly instead?: string
}

/** Keeps the types of a route's parts while it joins the list. */
export function route<Params, Query, Body>(definition: Route<Params, Query, Body>): Route {
  return definition as unknown as Route
}
