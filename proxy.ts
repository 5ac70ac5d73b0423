import { type NextRequest, NextResponse } from 'next/server'
import { isThere } from './lib/api/find-record.ts'
import { betterMailPath, isMailThere } from './lib/api/mail/is-there.ts'
import { openService } from './lib/api/open.ts'

/**
 * Sends `<page>.txt`, and requests that would rather have plain text than HTML, to the page's plain-text twin, files of the archives to what
 * gives them, and records and messages that are not there to the page that says so.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl
  const url = request.nextUrl.clone()
  if (pathname.endsWith('.txt') || wantsText(request.headers.get('accept') ?? '')) {
    url.pathname = `/text${pathname.replace(/\.txt$/, '')}`.replace(/\/$/, '')
    return NextResponse.rewrite(url)
  }
  if (/^\/(lists|r|features|policies)\/.+(\/raw|\.mbox\.gz|\.atom)$/.test(pathname)) {
    url.pathname = `/mail${pathname}`
    return NextResponse.rewrite(url)
  }
  const better = pathname.startsWith('/lists/') ? await betterMailPath(await openService(), pathname) : undefined
  if (better !== undefined) {
    // By the name that it was asked under, which the server itself may not know.
    const protocol = request.headers.get('x-forwarded-proto') ?? url.protocol.replace(/:$/, '')
    return NextResponse.redirect(new URL(better + url.search, `${protocol === 'https' ? 'https' : 'http'}://${request.headers.get('host') ?? url.host}`), 308)
  }
  const headers = new Headers(request.headers)
  // A not-found page has no other way to know what was asked for.
  headers.set('x-page-path', pathname)
  if ((await isThere(await openService(), pathname)) && (await isMailThere(await openService(), pathname))) return NextResponse.next({ request: { headers } })
  // Not `notFound()` in the page: what that shows needs JavaScript.
  url.pathname = `/not-here${pathname}`
  return NextResponse.rewrite(url, { request: { headers } })
}

export const config = { matcher: ['/((?!_next|api/|mail/|text|healthz|readyz|check\\.json).*)'] }

function wantsText(accept: string): boolean {
  return /^text\/plain\b/.test(accept) && !accept.includes('text/html')
}
