import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { areaPage } from '../../../lib/api/areas.ts'
import { findRecord } from '../../../lib/api/find-record.ts'
import type { Entry, LinkResolver } from '../../../lib/model/index.ts'
import { pageMetadata } from '../../_components/page-metadata.ts'
import '../../_components/record.css'
import { RecordList } from '../../_components/record-list.tsx'
import { idOf, pageContext } from '../../_components/service.ts'
import { Words } from '../../_components/words.tsx'

interface Props {
  readonly params: Promise<{ area: string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const area = idOf((await params).area)
  const { service, knowledge } = await pageContext()
  const introduction = areaPage(knowledge, area)?.introduction?.data
  const about = introduction ? { title: introduction.title, description: introduction.summary, card: `/card/r/${introduction.id}.png` } : { title: area }
  return pageMetadata(service, `/areas/${area}`, { ...about, feed: `/areas/${area}.atom` })
}

/** An area of features: its introduction, where to begin, and all of its records. */
export default async function Page({ params }: Props) {
  const area = idOf((await params).area)
  const { service, knowledge, links } = await pageContext()
  const page = areaPage(knowledge, area)
  if (!page) notFound()
  const { introduction, wholes, others, rules, policies } = page
  const html = introduction ? (await findRecord(service, introduction.data.id))?.html : undefined
  const begin = introduction?.data.begin.flatMap((id) => knowledge.entries.get(id) ?? []) ?? []
  return (
    <>
      <h1>{introduction?.data.title ?? area}</h1>
      <p className="row small soft">
        <span>{page.count} features</span> <a href={`/features?area=${area.split('/')[0]}`}>filter</a> <a href={`/areas/${area}.txt`}>text</a>{' '}
        <a href={`/areas/${area}.atom`}>Atom</a> <a href={`/calendar.ics?area=${area.split('/')[0]}`}>removals as a calendar</a>
      </p>
      {introduction ? (
        <p>
          <Words text={introduction.data.summary} />
        </p>
      ) : null}
      {/* Sanitised when it was rendered: no raw HTML, scripts or handlers. */}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: see above */}
      {html ? <div className="body-text" dangerouslySetInnerHTML={{ __html: html }} /> : null}
      <Records id="begin" title="Begin with" entries={begin} links={links} long />
      {wholes.map(({ entry, parts }) => (
        <Records key={entry.data.id} id={entry.data.id.replaceAll('/', '.')} title={entry.data.title} entries={[entry, ...parts]} links={links} />
      ))}
      {[...others].map(([folder, entries]) => (
        <Records key={folder} id={`in.${folder.replaceAll('/', '.')}`} title={folder === area ? 'Features' : folder} entries={entries} links={links} />
      ))}
      <Records id="rules" title="Rules" entries={rules} links={links} />
      <Records id="policies" title="What was decided" entries={policies} links={links} />
      <p>
        <a href="/features">All areas</a>
      </p>
    </>
  )
}

/** @param long with what to rely on */
function Records({ id, title, entries, links, long = false }: { id: string; title: string; entries: readonly Entry[]; links: LinkResolver; long?: boolean }) {
  return entries.length === 0 ? null : (
    <section>
      <h2 id={id}>{title}</h2>
      <RecordList entries={entries} links={links} long={long} />
    </section>
  )
}
