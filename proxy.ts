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
    return withHeaders(NextResponse.rewrite(url))
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
  const nonce = btoa(crypto.randomUUID())
  const headers = new Headers(request.headers)
  // A not-found page has no other way to know what was asked for.
  headers.set('x-page-path', pathname)
  // Next.js takes its scripts' nonce from here.
  headers.set('content-security-policy', policyOf(nonce))
  if ((await isThere(await openService(), pathname)) && (await isMailThere(await openService(), pathname)))
    return withHeaders(NextResponse.next({ request: { headers } }), nonce)
  // Not `notFound()` in the page: what that shows needs JavaScript.
  url.pathname = `/not-here${pathname}`
  return withHeaders(NextResponse.rewrite(url, { request: { headers } }), nonce)
}

export const config = { matcher: ['/((?!_next|api/|mail/|text|healthz|readyz|check\\.json).*)'] }

function wantsText(accept: string): boolean {
  return /^text\/plain\b/.test(accept) && !accept.includes('text/html')
}

function withHeaders(response: NextResponse, nonce?: string): NextResponse {
  if (nonce) response.headers.set('content-security-policy', policyOf(nonce))
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin')
  response.headers.set('x-content-type-options', 'nosniff')
  return response
}

/** Nothing is loaded from elsewhere, framed, or run that was not written here. Development evaluates code. */
function policyOf(nonce: string): string {
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
