import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RecordLink } from '../../_components/evidence.tsx'
import { MailMentions } from '../../_components/mail-mentions.tsx'
import { pageMetadata } from '../../_components/page-metadata.ts'
import { idOf, pageAt, pageContext, queryFrom, type SearchParams } from '../../_components/service.ts'

interface Props {
  readonly params: Promise<{ id: string[] }>
  readonly searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = idOf((await params).id)
  const { service } = await pageContext()
  return pageMetadata(service, `/mentions/${id}`, { title: `${id} on the lists`, feed: `/mentions/${id}.atom` })
}

/** All messages that speak of a record. */
export default async function Page({ params, searchParams }: Props) {
  const id = idOf((await params).id)
  const { service, knowledge, links } = await pageContext()
  const entry = knowledge.entries.get(id)
  if (!entry) notFound()
  const cursor = (await queryFrom(searchParams)).get('cursor') ?? undefined
  const { page, problem } = await pageAt(cursor, (at) => service.mail.mentions({ record: id, limit: 200, ...at }))
  return (
    <>
      <h1>{entry.data.title}: on the lists</h1>
      {problem ? <p className="error">{problem}</p> : null}
      <p className="row small">
        <RecordLink id={id} links={links} /> <span className="soft">{page.total} mentions</span> <a href={`/mentions/${id}.atom`}>Atom</a>{' '}
        <a href={`/api/v1/records/${id}/mentions`}>JSON</a>
      </p>
      {page.total === 0 ? (
        <p>
          No message in the archives here speaks of it by a name that its record lists. <a href="/lists">The archives</a>
        </p>
      ) : null}
      <MailMentions mentions={page.items} each={20} />
      {page.next ? (
        <p>
          <a href={`/mentions/${id}?cursor=${encodeURIComponent(page.next)}`}>older</a>
        </p>
      ) : null}
    </>
  )
}
