import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { ERROR_STYLE } from './error-page.ts'

/** Headers that every answer has unless it says otherwise. @param type its `content-type`; default: what the response has by now */
export function setDefaults(response: ServerResponse, type = String(response.getHeader('content-type') ?? '')): void {
  const defaults = type.startsWith('text/html') ? OF_PAGES : type.startsWith('text/javascript') ? OF_SCRIPTS : OF_OTHERS
  for (const [name, value] of defaults) if (!response.hasHeader(name)) response.setHeader(name, value)
  // The address again, by the name that Next.js has for it: of a long one many clients would not read the answer.
  response.removeHeader('x-middleware-rewrite')
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

const LEFT_OUT =
  /^(content-length|etag|transfer-encoding|connection|keep-alive|date|x-request-id|ratelimit.*|x-nextjs-.*|x-next-.*|x-middleware-.*|x-powered-by)$/

/** Nothing is loaded from elsewhere, framed, or run or styled that was not written here: no script and no style stands in a page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${createHash('sha256').update(ERROR_STYLE).digest('base64')}'`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const OF_ALL = [
  ['x-content-type-options', 'nosniff'],
  // A question is in its address, and names hosts: other sites are not told.
  ['referrer-policy', 'same-origin'],
] as const
const OF_PAGES = [
  ...OF_ALL,
  ['content-security-policy', POLICY],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics'].map((one) => `${one}=()`).join(', ')],
] as const
/** Pictures, feeds and data are there for other sites, too; shown by themselves they load and run nothing. */
const OF_OTHERS = [
  ...OF_ALL,
  ['content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'cross-origin'],
] as const
/** A worker is under the policy that its script comes with. */
const OF_SCRIPTS = [...OF_ALL, ['content-security-policy', "default-src 'none'; connect-src 'self'"], ['cross-origin-resource-policy', 'same-origin']] as const
