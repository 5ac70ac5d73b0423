import { allRoutes } from '../api/all-routes.ts'

/**
 * The kind of address that a path is, of which there are few: what metrics are kept by.
 * @param path without its query
 */
export function routeOf(path: string): string {
  const below = /^\/api\/v1(?=\/|$)/.test(path) ? path.slice('/api/v1'.length) : undefined
  if (below !== undefined) {
    const found = OF_API.find((prefix) => below === prefix || below.startsWith(`${prefix}/`))
    return found === undefined ? '/api/v1/*' : `/api/v1${found}`
  }
  const [, first = '', format = ''] = /^\/([\w-]*)(\.[a-z]+)?(?=\/|$)/.exec(path) ?? []
  if (path === '/') return '/'
  return PAGES.has(first) ? `/${first}${FORMATS.has(format) ? format : ''}` : 'other'
}

/** What routes begin with, before their parameters; the longest first. */
const OF_API = [...new Set(allRoutes.map(({ path }) => (path.split('/{', 1)[0] as string).replace(/\/$/, '')))].sort((a, b) => b.length - a.length)

const PAGES = new Set(
  `_next api areas calendar card changes check features fleet healthz icon index js lists matrix mcp mentions metrics opensearch policies proposals r readyz robots
  search sitemap`.split(/\s+/),
)
const FORMATS = new Set(['.txt', '.md', '.json', '.atom', '.ics', '.csv', '.svg', '.xml'])
