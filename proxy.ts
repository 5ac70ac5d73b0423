import { type NextRequest, NextResponse } from 'next/server'
import { isThere } from './lib/api/find-record.ts'
import { openService } from './lib/api/open.ts'

/** Sends `<page>.txt`, and requests that would rather have plain text than HTML, to the page's plain-text twin, and records that are not there to the page that says so. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl
  const url = request.nextUrl.clone()
  if (pathname.endsWith('.txt') || wantsText(request.headers.get('accept') ?? '')) {
    url.pathname = `/text${pathname.replace(/\.txt$/, '')}`.replace(/\/$/, '')
    return NextResponse.rewrite(url)
  }
  const headers = new Headers(request.headers)
  // A not-found page has no other way to know what was asked for.
  headers.set('x-page-path', pathname)
  if (await isThere(await openService(), pathname)) return NextResponse.next({ request: { headers } })
  // Not `notFound()` in the page: what that shows needs JavaScript.
  url.pathname = `/not-here${pathname}`
  return NextResponse.rewrite(url, { request: { headers } })
}

export const config = { matcher: ['/((?!_next|api/|text|healthz|readyz|check\\.json).*)'] }

function wantsText(accept: string): boolean {
  return /^text\/plain\b/.test(accept) && !accept.includes('text/html')
}
