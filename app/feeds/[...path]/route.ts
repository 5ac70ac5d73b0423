import { feedFile } from '../../../lib/api/feeds/feed-file.ts'
import { decoded } from '../../../lib/api/find-record.ts'
import { openService } from '../../../lib/api/open.ts'
import { problemOf } from '../../../lib/api/problem.ts'

export const dynamic = 'force-dynamic'

/** Feeds of changes, the calendar, sitemaps and the like; `proxy.ts` sends their paths here. */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  try {
    const path = `/${(await params).path.map(decoded).join('/')}`
    const { type, body } = await feedFile(await openService(), path, new URL(request.url).searchParams)
    return new Response(body, { headers: { 'content-type': type, 'access-control-allow-origin': '*' } })
  } catch (error) {
    const { status, detail } = problemOf(error)
    if (status >= 500) console.error(error)
    return new Response(`${detail}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
}
