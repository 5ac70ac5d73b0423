import { XMLBuilder } from 'fast-xml-parser'

export interface FeedEntry {
  /** Absolute. */
  readonly url: string
  /** What it is known by for ever; default: `url`. */
  readonly id?: string
  readonly title: string
  readonly author: string
  /** ISO 8601. */
  readonly date: string
  /** Plain. */
  readonly text: string
}

/** An Atom feed (RFC 4287) of plain texts, newest first as given. What XML cannot hold is left out. */
export function atomFeed({ url, self, title, entries }: { url: string; self: string; title: string; entries: readonly FeedEntry[] }): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      title: clean(title),
      id: url,
      link: [
        { '@rel': 'alternate', '@type': 'text/html', '@href': url },
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': self },
      ],
      updated: entries[0]?.date ?? '1970-01-01T00:00:00.000Z',
      entry: entries.map((entry) => ({
        title: clean(entry.title),
        id: entry.id ?? entry.url,
        link: { '@rel': 'alternate', '@href': entry.url },
        author: { name: clean(entry.author) || 'unknown' },
        updated: entry.date,
        content: { '@type': 'text', '#text': clean(entry.text) },
      })),
    },
  }) as string
}

const builder = new XMLBuilder({ attributeNamePrefix: '@', ignoreAttributes: false, processEntities: true, format: true, suppressEmptyNode: true })

/** XML 1.0 has no control characters but tab and line ends, no lone surrogates. */
function clean(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
}
