import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { openService } from '../lib/api/open.ts'
import { ClientScript } from './_components/client-script.tsx'
import { pageMetadata, SITE } from './_components/page-metadata.ts'
import { SiteNav } from './_components/site-nav.tsx'
import './style.css'
import './search/find.css'

export const dynamic = 'force-dynamic'

/** What a page does not say of itself. */
export async function generateMetadata(): Promise<Metadata> {
  const address = (await headers()).get('x-page-address') ?? '/'
  return { ...pageMetadata(await openService(), address), title: { default: SITE.title, template: `%s · ${SITE.title}` } }
}

/** What every page has: the way round, the search box, and which knowledge it was made from. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { digest, date } = await (await openService()).knowledge()
  return (
    <html lang="en">
      <head>
        <link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title="canimigrate" />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>{' '}
        <header className="site">
          <a className="home" href="/">
            canimigrate
          </a>{' '}
          <SiteNav />
          <search>
            <form action="/search">
              <input type="search" name="q" aria-label="Search" placeholder="KVM_CAP_…, a flag, words" size={24} aria-keyshortcuts="/ s" />{' '}
              <button type="submit">Search</button>
            </form>
          </search>
        </header>
        <main id="main">{children}</main>
        <footer className="site">
          Knowledge <code>{digest}</code> of {date} · every page as plain text or markdown: add <code>.txt</code> or <code>.md</code> ·{' '}
          <a href="/changes">changes</a> · <a href="/api/v1/export/knowledge.json">all of it as JSON</a>
        </footer>
        <ClientScript name="focus-search" />
        <ClientScript name="find" />
      </body>
    </html>
  )
}
