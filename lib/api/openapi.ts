import type { z } from 'zod'
import { type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, createDocument } from 'zod-openapi'
import { ProblemDocument } from './problem.ts'
import type { Route } from './route.ts'

/** The OpenAPI 3.1 document, made from the same definitions that the handlers run by. */
export function openApiDocument(routes: readonly Route[], url: string): object {
  const known = made.get(routes)
  if (known?.url === url) return known.document
  const document = documentOf(routes, url)
  made.set(routes, { url, document })
  return document
}

const made = new WeakMap<readonly Route[], { readonly url: string; readonly document: object }>()

function documentOf(routes: readonly Route[], url: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const one of routes) paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operationOf(one) }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'canimigrate',
      version: '1',
      description:
        'Can I migrate? Virtualization compatibility with receipts. Errors are problem documents (RFC 9457) that name each bad field. Reads carry an ETag, answer 304 to it, take HEAD, and may be made from any origin. Where requests are limited, answers say so in `RateLimit` and `RateLimit-Policy`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${url}/api/v1` }],
    paths: paths as ZodOpenApiPathsObject,
  })
}

function operationOf(one: Route): ZodOpenApiOperationObject {
  const problem = (status: number) =>
    [String(status), { description: DESCRIPTIONS[status], content: { 'application/problem+json': { schema: ProblemDocument } } }] as const
  const parameters = { ...(one.params ? { path: one.params as z.ZodObject } : {}), ...(one.query ? { query: one.query as z.ZodObject } : {}) }
  return {
    operationId: one.operation,
    summary: one.summary,
    tags: [one.path.split('/')[1]?.replace(/\..*/, '') ?? ''],
    ...(one.deprecated ? { deprecated: true } : {}),
    ...(Object.keys(parameters).length > 0 ? { requestParams: parameters } : {}),
    ...(one.body
      ? {
          requestBody: {
            required: true,
            content: { [one.body.type]: { schema: one.body.schema, ...(one.body.example === undefined ? {} : { example: one.body.example }) } },
          },
        }
      : {}),
    responses: {
      '200': { description: one.response.description, content: { [one.response.type]: { schema: one.response.schema } } },
      ...(one.method === 'GET' ? { '304': { description: 'not changed since the ETag that was sent' } } : {}),
      ...Object.fromEntries([...one.errors, 406, 429, 503].map(problem)),
    },
  } as ZodOpenApiOperationObject
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'what was sent is wrong: `errors` names each field',
  404: 'there is no such thing',
  406: '`Accept` leaves out what is here',
  413: 'too much at once',
  415: 'the body is of another type',
  429: 'more requests than are answered: `Retry-After` says when to go on',
  503: 'more is asked at once than can be answered, or the database does not answer: `Retry-After` says when to try again',
}
