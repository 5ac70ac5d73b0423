import type { ServerResponse } from 'node:http'

/** Headers that every answer has unless it says otherwise. */
export function setDefaults(response: ServerResponse): void {
  const defaults = String(response.getHeader('content-type') ?? '').startsWith('text/html') ? OF_PAGES : OF_ALL
  for (const [name, value] of defaults) if (!response.hasHeader(name)) response.setHeader(name, value)
}

/** A whole page's headers, without what Next.js says to its own scripts and caches. */
export function plainHeaders(response: ServerResponse): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(response.getHeaders())) {
    if (value === undefined || LEFT_OUT.test(name)) continue
    kept[name] = Array.isArray(value) ? value : String(value)
  }
  const links = [response.getHeader('link') ?? []].flat().flatMap((one) => String(one).split(/,(?=\s*<)/))
  const ours = links.map((one) => one.trim()).filter((one) => !/;\s*(as="?script"?|rel="?modulepreload"?)/.test(one))
  if (ours.length > 0) kept.link = ours.join(', ')
  else delete kept.link
  const vary = String(response.getHeader('vary') ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '' && one !== 'rsc' && !one.startsWith('next-') && one !== 'accept-encoding' && one !== 'accept')
  kept.vary = ['accept', 'accept-encoding', ...vary].join(', ')
  const isDefault = kept['cache-control'] === undefined || String(kept['cache-control']).startsWith('private, no-cache, no-store')
  if (isDefault) kept['cache-control'] = response.statusCode === 200 ? 'public, max-age=0, must-revalidate' : 'no-store'
  return kept
}

/** Of this request, not of the page. */
export const OWN = /^(x-request-id|ratelimit.*)$/

const LEFT_OUT = /^(content-length|etag|transfer-encoding|connection|keep-alive|date|x-request-id|ratelimit.*|x-nextjs-.*|x-next-.*|x-powered-by)$/

/** Nothing is loaded from elsewhere, framed, or run that was not written here. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const OF_ALL = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
] as const
const OF_PAGES = [...OF_ALL, ['content-security-policy', POLICY]] as const
