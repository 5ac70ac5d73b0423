import { wrap } from '../../evaluate/index.ts'
import { HttpError } from '../problem.ts'
import type { Service } from '../service.ts'
import { grouped } from './grouped.ts'
import { addressMask } from './mask.ts'
import { messagePage } from './message-page.ts'
import { listPath, messagePath, readMailPath } from './paths.ts'
import { searchMail } from './search.ts'
import { threadPage } from './thread-page.ts'

/**
 * The plain-text twin of a page about mail.
 * @param area `lists`, `mentions` or `proposals`
 * @param rest what follows it, decoded
 * @throws HttpError 404
 */
export async function mailText(service: Service, area: string, rest: string, query: URLSearchParams): Promise<string> {
  if (area === 'mentions') return lines(await mentions(service, rest))
  if (area === 'proposals') return lines(await proposals(service))
  if (rest === '') return lines(await lists(service))
  const path = readMailPath(rest)
  if (!path) throw new HttpError(404, `nothing at \`/lists/${rest.slice(0, 100)}\``)
  if (path.kind !== 'message') return lines(await list(service, path.list, path.kind === 'month' ? path.month : undefined))
  if (path.view === 't' || path.view === 'T') return lines(await thread(service, path.list, path.messageId, path.view, Number(query.get('page') ?? 1) || 1))
  return lines(await message(service, path.list, path.messageId))
}

const WIDTH = 78

function lines(all: readonly string[]): string {
  return `${plain(all.join('\n')).trimEnd()}\n`
}

/** Control characters of a mail must not reach a terminal. */
function plain(text: string): string {
  return text.replace(/\r/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

async function lists({ mail, url }: Service): Promise<string[]> {
  const found = await mail.lists()
  return [
    'MAILING LISTS',
    ...(found.length === 0 ? ['', 'None yet: canimigrate ingest SOURCE'] : []),
    ...found.flatMap(({ list: name, messages, first, last }) => [
      '',
      name,
      `  ${messages} messages, ${first.slice(0, 10)} to ${last.slice(0, 10)}`,
      `  ${url}${listPath(name)}.txt`,
    ]),
  ]
}

async function list({ mail, url }: Service, name: string, month: string | undefined): Promise<string[]> {
  const [months, page] = await Promise.all([mail.months(name), mail.messages({ list: name, limit: 200, ...(month ? { month } : {}) })])
  if (months.length === 0) throw new HttpError(404, `no list \`${name.slice(0, 100)}\` here: /lists.txt names those that are`)
  return [
    `${name}${month ? `, ${month}` : ''}`,
    '',
    ...page.items.flatMap(({ messageId, subject, from, date }) => [
      wrap(`${date.slice(0, 10)}  ${subject || '(no subject)'}`, WIDTH, '', ' '.repeat(12)),
      `            ${addressMask()(from.name || from.address)}  <${messageId}>`,
    ]),
    '',
    'BY MONTH',
    ...[...grouped(months, (one) => one.month.slice(0, 4))].map(([year, found]) =>
      wrap(`${year}  ${found.map((one) => `${one.month.slice(5)}: ${one.messages}`).join('  ')}`, WIDTH, '', '      '),
    ),
    '',
    `${url}${listPath(name)}/2024-03.txt`,
  ]
}

async function message(service: Service, listName: string, messageId: string): Promise<string[]> {
  const page = await messagePage(service, listName, messageId)
  if (!page) throw new HttpError(404, `no message \`${messageId.slice(0, 200)}\` in the archives here`)
  const { message: read, stored, mentions: found, list: name } = page
  const mask = addressMask()
  const records = [...new Set(found.map(({ record }) => record))]
  return [
    `From: ${mask(`${read.from.name} <${read.from.address}>`)}`,
    `Date: ${read.date}`,
    wrap(`Subject: ${read.subject}`, WIDTH, '', '  '),
    `Message-ID: <${stored.messageId}>`,
    ...(stored.parent ? [`In-Reply-To: <${stored.parent}>`] : []),
    ...(records.length > 0 ? [wrap(`Speaks of: ${records.join(', ')}`, WIDTH, '', '  ')] : []),
    `Link: ${service.url}${messagePath(name, stored.messageId)}`,
    '',
    mask(read.text),
    ...read.attachments.map((one) => `[attached, not shown: ${one.name || 'no name'}, ${one.type}, ${one.size} bytes]`),
  ]
}

async function thread(service: Service, listName: string, messageId: string, order: 't' | 'T', number: number): Promise<string[]> {
  const page = await threadPage(service, listName, messageId, order, number)
  if (!page) throw new HttpError(404, `no message \`${messageId.slice(0, 200)}\` in the archives here`)
  const mask = addressMask()
  return [
    `${page.thread.messages[0]?.subject ?? ''}`,
    `${page.thread.total} messages${page.pages > 1 ? `, page ${page.page} of ${page.pages}: ?page=N` : ''}`,
    ...page.shown.flatMap(({ summary, message: read }) => [
      '',
      '='.repeat(72),
      `From: ${mask(`${read.from.name} <${read.from.address}>`)}`,
      `Date: ${read.date}`,
      `Subject: ${read.subject}`,
      `Message-ID: <${summary.messageId}>`,
      '',
      mask(read.text),
    ]),
    ...page.left.flatMap(({ messageId: id, subject, lists: [name = listName] }) => [
      '',
      `[too long to be shown here: ${subject}`,
      ` ${service.url}${messagePath(name, id)}.txt]`,
    ]),
  ]
}

async function mentions(service: Service, id: string): Promise<string[]> {
  const entry = (await service.knowledge()).entries.get(id)
  if (!entry) throw new HttpError(404, `no record \`${id.slice(0, 100)}\``)
  const page = await service.mail.mentions({ record: id, limit: 200 })
  const mask = addressMask()
  return [
    wrap(`${id} on the lists: ${page.total} mentions`, WIDTH),
    ...[...grouped(page.items, (one) => one.thread.messageId)].flatMap(([, found]) => [
      '',
      wrap(found[0]?.thread.subject ?? '', WIDTH, '', '  '),
      ...found.flatMap((one) => [
        `  ${one.date.slice(0, 10)} ${mask(one.from.name || one.from.address)}${one.where === 'own' ? '' : ` (${one.where})`}`,
        wrap(mask(one.sentence), WIDTH, '    '),
        `    <${one.messageId}>${one.line > 0 ? ` line ${one.line}` : ''}`,
      ]),
    ]),
  ]
}

/** What `/search.txt?in=mail` says. */
export async function mailHits(service: Service, text: string, query: URLSearchParams): Promise<string[]> {
  const { hits, total, notes } = await searchMail(service, text, { limit: 50, ...(query.get('order') === 'date' ? { order: 'date' } : {}) })
  const mask = addressMask()
  return [
    ...notes,
    `${total} messages`,
    ...hits.flatMap(({ messageId, subject, from, date, snippet, lists: [name = 'all'] }) => [
      '',
      wrap(`${date.slice(0, 10)} ${mask(from.name || from.address)}: ${subject}`, WIDTH, '', '  '),
      wrap(plain(snippet.text), WIDTH, '    '),
      `    ${service.url}${messagePath(name, messageId)}`,
    ]),
  ]
}

async function proposals({ mail }: Service): Promise<string[]> {
  const mask = addressMask()
  return [
    'PROPOSALS',
    ...(await mail.proposals({ limit: 200 })).flatMap((one) => [
      '',
      `${one.id}  ${one.status}`,
      wrap(mask(one.text), WIDTH, '  '),
      `  ${mask(one.author.name || one.author.address)}, ${one.date.slice(0, 10)}, <${one.messageId}>`,
      ...(one.reason ? [wrap(one.reason, WIDTH, '  ')] : []),
    ]),
  ]
}
