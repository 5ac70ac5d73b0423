import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { findRecord } from '../../lib/api/find-record.ts'
import { archivedLinks } from '../../lib/api/mail/archived-links.ts'
import { HttpError } from '../../lib/api/problem.ts'
import { type RecordPage, recordPage } from '../../lib/api/record-page.ts'
import type { Kind } from '../../lib/model/index.ts'
import type { Service } from '../../lib/api/service.ts'
import { pageOf } from '../../lib/model/index.ts'
import { DiffView } from './diff.tsx'
import { OnTheLists } from './on-the-lists.tsx'
import { pageMetadata } from './page-metadata.ts'
import { RecordView } from './record.tsx'
import { pageContext, queryFrom, type SearchParams } from './service.ts'

/** The page of the record that `reference` names, or the page that says it is not there. */
export async function ShowRecord({ reference, kind, searchParams }: { reference: string; kind?: 'feature' | 'policy'; searchParams: SearchParams }) {
  const { service, knowledge, links } = await pageContext()
  const asked = (await queryFrom(searchParams)).get('diff') ?? undefined
  const { page, problem } = await read(service, reference, kind, asked)
  if (!page) notFound()
  const { stored } = page
  return (
    <RecordView
      page={page}
      knowledge={knowledge}
      links={stored.entry ? await archivedLinks(service, stored.entry, links) : links}
      url={service.url}
      notice={
        <>
          {problem ? <p className="error">{problem}</p> : null}
          <Notice page={page} />
        </>
      }
    >
      <OnTheLists service={service} id={page.now?.data.id ?? stored.id} />
    </RecordView>
  )
}

/** A page whose `diff` names nothing is shown without. */
async function read(
  service: Service,
  reference: string,
  kind: Kind | undefined,
  asked: string | undefined,
): Promise<{ page?: RecordPage | undefined; problem?: string }> {
  try {
    return { page: await recordPage(service, reference, kind, asked) }
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return { page: await recordPage(service, reference, kind), problem: error.message }
  }
}

/** Lines of a difference that are shown without being asked for. */
const MOST_SHOWN = 40

/** That this is not what the record says now, and what changed; or the difference that was asked for. */
function Notice({ page: { stored, now, diff, asked } }: { page: RecordPage }) {
  if (asked && diff)
    return (
      <section className="notice" aria-label="What changed">
        <DiffView diff={diff} />
      </section>
    )
  if (stored.current) return null
  const current = now ? <a href={pageOf(now.data.id, now.data.kind)}>{`${now.data.id}@${now.revision}`}</a> : null
  return (
    <section className="notice" aria-label="Not current">
      <p>
        {stored.removed ? (
          now ? (
            <>
              <strong>This record has moved.</strong> It is now {current}; below is what it was.
            </>
          ) : (
            <>
              <strong>This record was removed.</strong> Below is what it was.
            </>
          )
        ) : (
          <>
            <strong>This is an old revision</strong>, as it was on {stored.seen.slice(0, 10)}. The current one is {current}.
          </>
        )}
      </p>
      {diff ? (
        <details open={diff.added + diff.removed <= MOST_SHOWN}>
          <summary>
            What changed since: {diff.added} {diff.added === 1 ? 'line' : 'lines'} added, {diff.removed} removed
          </summary>
          <DiffView diff={diff} />
        </details>
      ) : null}
    </section>
  )
}

/** Its title and line, where it is kept, its twins and its feed. */
export async function recordMetadata(reference: string): Promise<Metadata> {
  const { service, links } = await pageContext()
  const found = await findRecord(service, reference)
  const data = found?.entry?.data
  if (!found || !data) return { title: reference.slice(0, 100) }
  const now = links.record(found.id)
  const path = found.current && now ? now.href : `/r/${found.id}@${found.revision}`
  const card = now ? { card: `/card/r/${found.id}.png` } : {}
  return {
    ...pageMetadata(service, path, { title: data.title, description: data.summary, feed: `/r/${now?.id ?? found.id}.atom`, article: true, ...card }),
    // What it says now is what should be found.
    ...(found.current ? {} : { robots: { index: false } }),
  }
}
