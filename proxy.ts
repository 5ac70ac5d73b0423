import { type NextRequest, NextResponse } from 'next/server'

/** Tells pages their own path, which a not-found page has no other way to know, and sends `<page>.txt`, and requests that would rather have plain text than HTML, to the page's plain-text twin. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl
  const accept = request.headers.get('accept') ?? ''
  const wantsText = /^text\/plain\b/.test(accept) && !accept.includes('text/html')
  if (!pathname.endsWith('.txt') && !wantsText) {
    const headers = new Headers(request.headers)
    headers.set('x-page-path', pathname)
    return NextResponse.next({ request: { headers } })
  }
  const url = request.nextUrl.clone()
  url.pathname = `/text${pathname.replace(/\.txt$/, '')}`.replace(/\/$/, '')
  return NextResponse.rewrite(url)
}

export const config = { matcher: ['/((?!_next|api/|text|healthz|readyz).*)'] }
