import type { Deprecation } from './route.ts'

/** Headers of an answer that should not be asked for any more: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and a link to what takes its place. */
export function deprecationHeaders({ since, until, instead }: Deprecation): Record<string, string> {
  return {
    deprecation: `@${Math.trunc(Date.parse(since) / 1000)}`,
    ...(until === undefined ? {} : { sunset: new Date(until).toUTCString() }),
    ...(instead === undefined ? {} : { link: `<${instead}>; rel="${instead.startsWith('/') ? 'successor-version' : 'deprecation'}"` }),
  }
}
