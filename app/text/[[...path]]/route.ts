import { openService } from '../../../lib/api/open.ts'
import { problemOf } from '../../../lib/api/problem.ts'
import { textPage } from '../../../lib/api/text.ts'

export const dynamic = 'force-dynamic'

/** The plain-text twin of every page; `proxy.ts` sends `.txt` paths and `Accept: text/plain` here. */
export async function GET(request: Request, { params }: { params: Promise<{ path?: string[] }> }): Promise<Response> {
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  try {
    const path = ((await params).path ?? []).map((segment) => decodeURIComponent(segment)).join('/')
    return new Response(await textPage(await openService(), path, new URL(request.url).searchParams), { headers })
  } catch (error) {
    const { status, errors, detail } = problemOf(error)
    if (status >= 500) console.error(error)
    return new Response(`${(errors ?? [{ message: detail }]).map(({ message }) => message).join('\n')}\n`, { status, headers })
  }
}
