import { type NextRequest, NextResponse } from 'next/server'
import { isFeed } from './lib/api/feeds/is-feed.ts'
import { betterRecordPath, isThere } from './lib/api/find-record.ts'
import { betterMailPath, isMailThere } from './lib/api/mail/is-there.ts'
import { openService } from './lib/api/open.ts'

/**
 * Sends `<page>.txt` and `<page>.md`, and requests that would rather have plain text or markdown than HTML, to the page's twin, feeds and files of the
 * archives to what gives them, ids that records had to the records, and records and messages that are not there to the page that says so.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl
  const url = request.nextUrl.clone()
  const rewrite = (path: string, headers?: Headers): NextResponse => {
    url.pathname = path
    return NextResponse.rewrite(url, headers ? { request: { headers } } : undefined)
  }
  if (/^\/(lists|mentions)\/.+(\/raw|\.mbox\.gz|\.atom)$/.test(pathname)) return rewrite(`/mail${pathname}`)
  const service = await openService()
  const better = pathname.startsWith('/lists/') ? await betterMailPath(service, pathname) : await betterRecordPath(service, pathname)
  if (better !== undefined) {
    // By the name that it was asked under, which the server itself may not know.
    const protocol = request.headers.get('x-forwarded-proto') ?? url.protocol.replace(/:$/, '')
    return NextResponse.redirect(new URL(better + url.search, `${protocol === 'https' ? 'https' : 'http'}://${request.headers.get('host') ?? url.host}`), 308)
  }
  if (isFeed(pathname)) return rewrite(`/feeds${pathname}`)
  const twin = twinOf(pathname, request.headers.get('accept') ?? '')
  if (twin !== undefined) return rewrite(`/${twin}${pathname.replace(/\.(txt|md)$/, '')}`.replace(/\/$/, ''))
  const headers = new Headers(request.headers)
  // Neither a not-found page nor what all pages share has another way to know what was asked for.
  headers.set('x-page-path', pathname)
  headers.set('x-page-address', url.search.length > LONGEST_QUERY ? pathname : pathname + url.search)
  if ((await isThere(service, pathname)) && (await isMailThere(service, pathname))) return NextResponse.next({ request: { headers } })
  // Not `notFound()` in the page: what that shows needs JavaScript.
  return rewrite(`/not-here${pathname}`, headers)
}

export const config = { matcher: ['/((?!_next|api/|mail/|text|markdown|feeds/|card/|check\\.json).*)'] }

/** A longer question is no address to keep. */
const LONGEST_QUERY = 4000

/** The folder of the twin that is asked for; undefined for the page itself. */
function twinOf(path: string, accept: string): 'text' | 'markdown' | undefined {
  if (path.endsWith('.txt')) return 'text'
  if (path.endsWith('.md')) return 'markdown'
  if (accept.includes('text/html')) return undefined
  return /^text\/plain\b/.test(accept) ? 'text' : /^text\/(x-)?markdown\b/.test(accept) ? 'markdown' : undefined
}
