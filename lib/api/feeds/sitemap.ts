import { XMLBuilder } from 'fast-xml-parser'
import { pageOf } from '../../model/index.ts'
import type { Service } from '../service.ts'

/** Addresses in one file; the protocol allows 50,000. */
const EACH = 10_000

/** The index of sitemaps (sitemaps.org): the pages, and the records in parts. */
export async function sitemapIndex(service: Service): Promise<string> {
  const parts = Math.max(1, Math.ceil((await service.knowledge()).entries.size / EACH))
  const names = ['pages', ...Array.from({ length: parts }, (_, index) => `records-${index + 1}`)]
  return build({ sitemapindex: { '@xmlns': NAMESPACE, sitemap: names.map((name) => ({ loc: `${service.url}/sitemap-${name}.xml` })) } })
}

/** One of its files: `pages`, `records-1`, …; undefined for another name. */
export async function sitemap(service: Service, name: string): Promise<string | undefined> {
  if (name === 'pages') return urls(PAGES.map((path) => ({ loc: service.url + path })))
  const part = Number(/^records-([1-9]\d{0,3})$/.exec(name)?.[1] ?? 0)
  const { entries } = await service.knowledge()
  if (part === 0 || (part - 1) * EACH >= Math.max(entries.size, 1)) return undefined
  const updated = await dates(service)
  const listed = [...entries.values()].slice((part - 1) * EACH, part * EACH).map(({ data }) => {
    const lastmod = updated.get(data.id)
    return { loc: service.url + pageOf(data.id, data.kind), ...(lastmod ? { lastmod } : {}) }
  })
  return urls(listed)
}

/** What is not a record's. Answers and searches are for those who ask. */
const PAGES = ['/', '/check', '/fleet', '/features', '/policies', '/matrix', '/changes', '/lists', '/api']
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

async function dates({ store }: Service): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let cursor: string | undefined; ; ) {
    const page = await store.records({ limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    for (const { id, updated } of page.items) found.set(id, updated)
    cursor = page.next
    if (cursor === undefined) return found
  }
}

function urls(listed: readonly object[]): string {
  return build({ urlset: { '@xmlns': NAMESPACE, url: listed } })
}

function build(content: object): string {
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'utf-8' }, ...content }) as string
}

const builder = new XMLBuilder({ attributeNamePrefix: '@', ignoreAttributes: false, processEntities: true, format: true })
