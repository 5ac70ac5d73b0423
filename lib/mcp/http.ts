import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Service } from '../api/service.ts'
import { type Sources, createMcp } from './server.ts'

/** Answers requests to `/mcp` (streamable HTTP, without sessions): any client may ask, from any page. */
export function mcpOverHttp(service: Service): (request: Request) => Promise<Response> {
  const sources: Sources = {
    url: service.url,
    knowledge: () => service.knowledge(),
    search: service.search,
    text: async ({ data, revision }) => (await service.store.entry(data.id, revision))?.text ?? '',
    revision: async (id, revision) => (await service.store.entry(id, revision))?.entry,
  }
  const handler = createMcpHandler(() => createMcp(sources), { maxRequestBodySize: LARGEST, onerror: () => {} })
  return async (request) => {
    const response = request.method === 'OPTIONS' ? new Response(null, { status: 204 }) : await handler.fetch(request)
    for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value)
    return response
  }
}

/** Of a request, in bytes. */
const LARGEST = 1024 * 1024

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': 'accept, authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id',
  'access-control-expose-headers': 'mcp-protocol-version, mcp-session-id',
}
