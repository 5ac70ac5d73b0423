import type { Metadata } from 'next'
import type { Service } from '../../lib/api/service.ts'

/** What of a page is said to programs. */
export interface Said {
  /** Default: the site's name, and what it is for. */
  readonly title?: string
  readonly description?: string
  /** Its Atom feed, as a path. */
  readonly feed?: string
  /** It is read as a whole, like an article. Default: false. */
  readonly article?: boolean
  /** The path of its picture; default: the site's. */
  readonly card?: string
}

/**
 * Where a page is kept for good, its twins and its feed, and what is shown of it where it is linked.
 * @param address path and query
 */
export function pageMetadata({ url }: Service, address: string, { title, description, feed, article = false, card = '/card/site.png' }: Said = {}): Metadata {
  const [path = '', query = ''] = address.split('?', 2) as [string, string?]
  const twin = (ending: string): string => `${url}${path === '/' ? '/index' : path}.${ending}${query ? `?${query}` : ''}`
  const canonical = `${url}${path}${query ? `?${query}` : ''}`
  // What is left out is taken from the page's own title.
  const about = { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) }
  return {
    metadataBase: new URL(url),
    ...(title === undefined ? {} : { title }),
    description: description ?? SITE.description,
    alternates: {
      canonical,
      types: { 'text/plain': twin('txt'), 'text/markdown': twin('md'), 'application/atom+xml': url + (feed ?? '/changes.atom') },
    },
    openGraph: {
      ...about,
      url: canonical,
      siteName: 'canimigrate',
      type: article ? 'article' : 'website',
      images: [{ url: url + card, width: 1200, height: 630, alt: title ?? SITE.title }],
    },
    twitter: { card: 'summary_large_image', ...about, images: [url + card] },
  }
}

export const SITE = { title: 'canimigrate', description: 'Can I migrate? Virtualization compatibility with receipts.' } as const
