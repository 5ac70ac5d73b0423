import { type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, createDocument } from 'zod-openapi'
import type { z } from 'zod'
import { ProblemDocument } from './problem.ts'
import type { Route } from './route.ts'

/** The OpenAPI 3.1 document, made from the same definitions that the handlers run by. */
export function openApiDocument(routes: readonly Route[], url: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const one of routes) paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operationOf(one) }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'canimigrate',
      version: '1',
      description: 'Can I migrate? Virtualization compatibility with receipts.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${url}/api/v1` }],
    paths: paths as ZodOpenApiPathsObject,
  })
}

function operationOf(one: Route): ZodOpenApiOperationObject {
  const problem = (status: number) =>
    [String(status), { description: 'a problem document', content: { 'application/problem+json': { schema: ProblemDocument } } }] as const
  const parameters = { ...(one.params ? { path: one.params as z.ZodObject } : {}), ...(one.query ? { query: one.query as z.ZodObject } : {}) }
  return {
    operationId: one.operation,
    summary: one.summary,
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
      ...Object.fromEntries(one.errors.map(problem)),
    },
  } as ZodOpenApiOperationObject
}
