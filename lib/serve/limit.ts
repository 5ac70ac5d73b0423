import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRateLimit, type Quota } from '../api/rate-limit.ts'

/**
 * Limits how often one client may ask: pages evaluate and search as the API does. Says so in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), and answers 429 with
 * a problem document once it is too often.
 * @param hops proxies of ours in front, each of which adds to `X-Forwarded-For`; 0 (default): nobody's word is taken for the address
 * @returns whether the request was answered
 */
export function createLimit(quota: Quota, hops = 0): (request: IncomingMessage, response: ServerResponse) => boolean {
  const spend = createRateLimit(quota)
  const policy = `"default";q=${quota.requests};w=${quota.seconds}`
  return (request, response) => {
    if (FREE.test(request.url ?? '') || request.method === 'OPTIONS') return false
    const { isAllowed, remaining, reset } = spend(addressOf(request, hops))
    response.setHeader('ratelimit-policy', policy)
    response.setHeader('ratelimit', `"default";r=${remaining};t=${reset}`)
    if (isAllowed) return false
    const body = JSON.stringify({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      title: 'too many requests',
      status: 429,
      detail: `${quota.requests} requests in ${quota.seconds} seconds are answered to one address; go on in ${reset} s`,
      'violated-policies': ['default'],
    })
    const headers = {
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
      'retry-after': String(reset),
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ratelimit, ratelimit-policy, retry-after',
    }
    response.writeHead(429, headers).end(request.method === 'HEAD' ? undefined : body)
    // What is still being sent is of no use to anybody.
    request.resume()
    return true
  }
}

/** What is kept whole and costs nothing, and what asks how the process is. */
const FREE = /^\/(_next\/static\/|js\/|icon\.svg|(healthz|readyz|metrics)(\?|$))/

/** The last address that a proxy of ours has seen; IPv6 by its /64, of which one client has all. */
function addressOf({ headers, socket }: IncomingMessage, hops: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  const address = (hops > 0 ? forwarded.at(-Math.min(hops, forwarded.length)) : undefined) ?? socket.remoteAddress ?? ''
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').slice(0, 64)
  return plain.includes(':') ? networkOf(plain) : plain
}

/** The first four of the eight groups. */
function networkOf(address: string): string {
  const [before = '', after] = address.split('::')
  const groups = (text: string): string[] => text.split(':').filter(Boolean)
  const zeros = after === undefined ? 0 : 8 - groups(before).length - groups(after).length
  return [...groups(before), ...Array<string>(Math.max(0, zeros)).fill('0'), ...groups(after ?? '')].slice(0, 4).join(':')
}
