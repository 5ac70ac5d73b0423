import type { Metadata } from 'next'
import { Fragment, type ReactNode } from 'react'
import { openService } from '../lib/api/open.ts'
import { ClientScript } from './_components/client-script.tsx'
import './style.css'
import './search/find.css'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'canimigrate', template: '%s · canimigrate' },
  description: 'Can I migrate? Virtualization compatibility with receipts.',
}

/** What every page has: the way round, the search box, and which knowledge it was made from. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { digest, date } = await (await openService()).knowledge()
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <header className="site">
          <a className="home" href="/">
            canimigrate
          </a>{' '}
          <nav aria-label="Main">
            {['check', 'fleet', 'features', 'policies', 'matrix', 'lists', 'api'].map((name) => (
              <Fragment key={name}>
                <a href={`/${name}`}>{name}</a>{' '}
              </Fragment>
            ))}
          </nav>
          <search>
            <form action="/search">
              <input name="q" aria-label="Search" placeholder="KVM_CAP_…, XENFEAT_…, words" size={24} aria-keyshortcuts="/ s" />
              <button type="submit">Search</button>
            </form>
          </search>
        </header>
        <main id="main">{children}</main>
        <footer className="site">
          Knowledge <code>{digest}</code> of {date} · every page as plain text: add <code>.txt</code> ·{' '}
          <a href="/api/v1/export/knowledge.json">all of it as JSON</a>
        </footer>
        <ClientScript name="focus-search" />
        <ClientScript name="find" />
      </body>
    </html>
  )
}
