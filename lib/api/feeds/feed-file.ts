import { XMLBuilder } from 'fast-xml-parser'
import { pageOf } from '../../model/index.ts'
import { areaPage } from '../areas.ts'
import { HttpError } from '../problem.ts'
import type { Service } from '../service.ts'
import { calendarOf } from './calendar.ts'
import { changesFeed } from './changes.ts'
import { sitemap, sitemapIndex } from './sitemap.ts'

/** A file that programs read. */
export interface FeedFile {
  readonly type: string
  readonly body: string
}

/**
 * Feeds of changes, the calendar, and what search engines and browsers ask for.
 * @param path decoded, with its slash; one that `isFeed` knows
 * @throws HttpError 404 where there is nothing
 */
export async function feedFile(service: Service, path: string, query: URLSearchParams): Promise<FeedFile> {
  const missing = new HttpError(404, `nothing at \`${path.slice(0, 120)}\``)
  if (path === '/robots.txt') return { type: 'text/plain; charset=utf-8', body: robots(service) }
  if (path === '/opensearch.xml') return { type: 'application/opensearchdescription+xml; charset=utf-8', body: openSearch(service) }
  if (path === '/changes.atom')
    return atom(await changesFeed(service, { kind: 'all' }, { title: 'canimigrate: changes of records', page: '/changes', self: path }))
  if (path === '/calendar.ics') {
    const [component, area] = ['component', 'area'].map((name) => query.get(name)?.trim() || undefined)
    return { type: 'text/calendar; charset=utf-8', body: calendarOf(await service.knowledge(), service.url, { component, area }) }
  }
  if (path === '/sitemap.xml') return xml(await sitemapIndex(service))
  const part = /^\/sitemap-(.+)\.xml$/.exec(path)?.[1]
  if (part !== undefined) {
    const found = await sitemap(service, part)
    if (found === undefined) throw missing
    return xml(found)
  }
  const [, folder = '', name = ''] = /^\/(r|features|policies|areas)\/(.+)\.atom$/.exec(path) ?? []
  const knowledge = await service.knowledge()
  if (folder === 'areas') {
    const page = areaPage(knowledge, name)
    if (!page) throw missing
    return atom(await changesFeed(service, { kind: 'area', area: name }, { title: `canimigrate: changes in ${name}`, page: `/areas/${name}`, self: path }))
  }
  const data = knowledge.entries.get(name)?.data
  if (!data) throw missing
  return atom(
    await changesFeed(service, { kind: 'record', id: name }, { title: `canimigrate: changes of ${data.title}`, page: pageOf(name, data.kind), self: path }),
  )
}

function atom(body: string): FeedFile {
  return { type: 'application/atom+xml; charset=utf-8', body }
}

function xml(body: string): FeedFile {
  return { type: 'application/xml; charset=utf-8', body }
}

/** What can be asked without end, and what pages have in another form, is left to people. */
function robots({ url }: Service): string {
  const closed = [
    '/check?',
    '/check.',
    '/fleet?',
    '/fleet.',
    '/search',
    '/matrix?*&',
    '/*?diff=',
    '/*?*&diff=',
    '/api/v1/',
    '/lists/*/raw',
    '/lists/*.mbox.gz',
    '/mentions/*?',
  ]
  return ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${url}/sitemap.xml`, ''].join('\n')
}

function openSearch({ url }: Service): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    OpenSearchDescription: {
      '@xmlns': 'http://a9.com/-/spec/opensearch/1.1/',
      ShortName: 'canimigrate',
      Description: 'Features that guests see, what maintainers decided, releases and mails',
      InputEncoding: 'UTF-8',
      Image: { '@width': '16', '@height': '16', '@type': 'image/svg+xml', '#text': `${url}/icon.svg` },
      Url: [
        { '@type': 'text/html', '@template': `${url}/search?q={searchTerms}` },
        { '@type': 'application/json', '@template': `${url}/api/v1/search?q={searchTerms}` },
        { '@type': 'application/opensearchdescription+xml', '@rel': 'self', '@template': `${url}/opensearch.xml` },
      ],
    },
  }) as string
}

const builder = new XMLBuilder({ attributeNamePrefix: '@', ignoreAttributes: false, processEntities: true, format: true })
