import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { decoded } from '../../../../lib/api/find-record.ts'
import { messagePage } from '../../../../lib/api/mail/message-page.ts'
import { listPath, type MailPath, messagePath, readMailPath } from '../../../../lib/api/mail/paths.ts'
import { threadPage } from '../../../../lib/api/mail/thread-page.ts'
import { MailList } from '../../../_components/mail-list.tsx'
import { MailMessage } from '../../../_components/mail-message.tsx'
import { MailThread } from '../../../_components/mail-thread.tsx'
import { pageMetadata } from '../../../_components/page-metadata.ts'
import { pageContext, queryFrom, type SearchParams } from '../../../_components/service.ts'

interface Props {
  readonly params: Promise<{ list: string; rest?: string[] }>
  readonly searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const path = pathOf(await params)
  const { service } = await pageContext()
  if (path?.kind !== 'message') {
    const address = path ? listPath(path.list, path.kind === 'month' ? path.month : undefined) : '/lists'
    return pageMetadata(service, address, { title: path?.list ?? 'Lists', ...(path ? { feed: `${listPath(path.list)}/new.atom` } : {}) })
  }
  const stored = await service.mail.message(path.messageId)
  return {
    ...pageMetadata(service, messagePath(path.list, path.messageId, path.view), {
      title: stored?.subject || path.messageId,
      feed: messagePath(path.list, path.messageId, 't.atom'),
    }),
    // An archive of other people's mail: found through its records, not through search engines.
    robots: { index: false },
  }
}

/** A list, a month of it, a message, or a thread. */
export default async function Page({ params, searchParams }: Props) {
  const path = pathOf(await params)
  if (!path) notFound()
  const { service, links } = await pageContext()
  const query = await queryFrom(searchParams)
  if (path.kind !== 'message') {
    const cursor = query.get('cursor')
    return (
      <MailList
        service={service}
        list={path.list}
        {...(path.kind === 'month' ? { month: path.month } : {})}
        {...(cursor ? { cursor } : {})}
        spam={query.get('spam') === 'yes'}
      />
    )
  }
  const { list, messageId, view } = path
  if (view === 't' || view === 'T') {
    const page = await threadPage(service, list, messageId, view, Number(query.get('page') ?? 1) || 1)
    return page ? <MailThread page={page} messageId={messageId} order={view} /> : notFound()
  }
  const page = await messagePage(service, list, messageId, query.get('hash') ?? undefined)
  return page ? <MailMessage page={page} links={links} marked={linesOf(query.get('lines'))} /> : notFound()
}

function pathOf({ list, rest = [] }: { list: string; rest?: string[] }): MailPath | undefined {
  return readMailPath([list, ...rest].map(decoded).join('/'))
}

/** `12` or `12-18`. */
function linesOf(text: string | null): readonly [number, number] | undefined {
  const [, first, last = first] = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(text ?? '') ?? []
  return first === undefined ? undefined : [Number(first), Number(last)]
}
