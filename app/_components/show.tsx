import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { findRecord } from '../../lib/api/find-record.ts'
import { archivedLinks } from '../../lib/api/mail/archived-links.ts'
import { OnTheLists } from './on-the-lists.tsx'
import { RecordView } from './record.tsx'
import { pageContext } from './service.ts'

/** The page of the record that `reference` names, or the page that says it is not there. */
export async function ShowRecord({ reference, kind }: { reference: string; kind?: 'feature' | 'policy' }) {
  const { service, knowledge, links } = await pageContext()
  const stored = await findRecord(service, reference, kind)
  if (!stored) notFound()
  const current = knowledge.entries.get(stored.id)
  return (
    <>
      {stored.current ? null : (
        <p className="error">
          {stored.removed ? 'This record was removed; this is what it was.' : 'This is an old revision.'}{' '}
          {current ? (
            <a href={links.record(stored.id)?.href}>
              The current one is {stored.id}@{current.revision}
            </a>
          ) : null}
        </p>
      )}
      <RecordView
        stored={stored}
        revisions={await service.store.revisions(stored.id)}
        knowledge={knowledge}
        links={stored.entry ? await archivedLinks(service, stored.entry, links) : links}
        url={service.url}
      >
        <OnTheLists service={service} id={stored.id} />
      </RecordView>
    </>
  )
}

/** Its title and line, where it is kept, and its plain-text twin. */
export async function recordMetadata(reference: string): Promise<Metadata> {
  const { service, links } = await pageContext()
  const data = (await findRecord(service, reference))?.entry?.data
  if (!data) return { title: reference.slice(0, 100) }
  const canonical = service.url + (links.record(reference)?.href ?? `/r/${reference}`)
  return { title: data.title, description: data.summary, alternates: { canonical, types: { 'text/plain': `${canonical}.txt` } } }
}
