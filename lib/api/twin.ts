import { decoded } from './find-record.ts'
import { openService } from './open.ts'
import { problemOf } from './problem.ts'
import type { Service } from './service.ts'

/**
 * Answers with the twin of a page; what is wrong is said in a line each, with the status of the page.
 * @param path segments of the page's path
 * @param make gives the twin
 */
export async function twin(
  request: Request,
  path: readonly string[] | undefined,
  type: string,
  make: (service: Service, path: string, query: URLSearchParams) => Promise<string>,
): Promise<Response> {
  try {
    const service = await openService()
    const name = (path ?? []).map(decoded).join('/')
    const canonical = service.url + (name === '' || name === 'index' ? '/' : `/${name}`)
    const headers = { 'content-type': type, link: `<${encodeURI(canonical)}>; rel="canonical"` }
    return new Response(await make(service, name, new URL(request.url).searchParams), { headers })
  } catch (error) {
    const { status, errors, detail } = problemOf(error)
    if (status >= 500) console.error(error)
    const lines = (errors ?? [{ message: detail }]).map(({ message }) => message)
    return new Response(`${lines.join('\n')}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
}
