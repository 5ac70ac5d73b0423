import { HttpError } from '../problem.ts'
import type { Service } from '../service.ts'
import { atomFeed } from '../atom.ts'
import { addressMask } from './mask.ts'
import { mboxGz } from './mbox.ts'
import { messagePath, readMailPath } from './paths.ts'
import { readMessage } from './read.ts'

/** What a path gives that is no page: the bytes of a message, a thread as mbox, a feed. */
export interface MailFile {
  readonly type: string
  readonly body: string | Uint8Array
  /** Suggested file name, where it is to be saved. */
  readonly name?: string
}

/**
 * @param path decoded, from `/`: `lists/LIST/MESSAGE-ID/raw`, `…/t.mbox.gz`, `…/t.atom`, `lists/LIST/new.atom`, `mentions/ID.atom`
 * @throws HttpError 404 where there is nothing
 */
export async function mailFile(service: Service, path: string): Promise<MailFile> {
  const record = /^mentions\/(.+)\.atom$/.exec(path)
  if (record?.[1]) return recordFeed(service, record[1])
  const list = /^lists\/([^/]+)\/new\.atom$/.exec(path)
  if (list?.[1]) return listFeed(service, list[1])
  const found = path.startsWith('lists/') ? readMailPath(path.slice('lists/'.length)) : undefined
  if (found?.kind !== 'message') throw new HttpError(404, `nothing at \`/${path.slice(0, 120)}\``)
  switch (found.view) {
    case 'raw':
      return raw(service, found.messageId)
    case 't.mbox.gz':
      return mbox(service, found.messageId)
    case 't.atom':
      return threadFeed(service, found.list, found.messageId)
    default:
      throw new HttpError(404, `nothing at \`/${path.slice(0, 120)}\``)
  }
}

const ATOM = 'application/atom+xml; charset=utf-8'
const NEWEST = 50

function missing(messageId: string): HttpError {
  return new HttpError(404, `no message \`${messageId.slice(0, 200)}\` in the archives here`)
}

/** As plain text whatever the mail says it is: nothing in it is ever run. */
async function raw({ mail }: Service, messageId: string): Promise<MailFile> {
  const stored = await mail.message(messageId)
  if (!stored) throw missing(messageId)
  const mask = addressMask()
  const text = Buffer.from(stored.raw).toString('latin1')
  return { type: 'text/plain; charset=utf-8', body: Buffer.from(mask(text), 'latin1') }
}

async function mbox({ mail }: Service, messageId: string): Promise<MailFile> {
  const thread = await mail.thread(messageId)
  if (!thread) throw missing(messageId)
  const raws = await mail.raws(
    thread.messages.map((one) => one.messageId),
    LARGEST_MBOX,
  )
  const mask = addressMask()
  const messages = thread.messages.flatMap(({ messageId: id, date }) => {
    const found = raws.get(id)
    return found ? [{ raw: Buffer.from(mask(Buffer.from(found.raw).toString('latin1')), 'latin1'), date }] : []
  })
  return { type: 'application/gzip', body: mboxGz(messages), name: `${messageId.replace(/[^A-Za-z0-9.@_-]/g, '_').slice(0, 100)}.mbox.gz` }
}

async function threadFeed(service: Service, list: string, messageId: string): Promise<MailFile> {
  const thread = await service.mail.thread(messageId)
  if (!thread) throw missing(messageId)
  return feed(service, `${service.url}${messagePath(list, messageId, 't')}`, `${service.url}${messagePath(list, messageId, 't.atom')}`, {
    title: `thread: ${thread.messages[0]?.subject ?? messageId}`,
    messages: [...thread.messages].reverse().slice(0, NEWEST),
  })
}

async function listFeed(service: Service, list: string): Promise<MailFile> {
  const { items } = await service.mail.messages({ list, limit: NEWEST })
  if (items.length === 0) throw new HttpError(404, `no list \`${list.slice(0, 100)}\` here: /lists names those that are`)
  const home = `${service.url}/lists/${encodeURIComponent(list)}`
  return feed(service, home, `${home}/new.atom`, { title: list, messages: items })
}

async function recordFeed(service: Service, id: string): Promise<MailFile> {
  const entry = (await service.knowledge()).entries.get(id)
  if (!entry) throw new HttpError(404, `no record \`${id.slice(0, 100)}\``)
  const { items } = await service.mail.mentions({ record: id, limit: NEWEST })
  const mask = addressMask()
  const home = `${service.url}/mentions/${id}`
  return {
    type: ATOM,
    body: atomFeed({
      url: home,
      self: `${home}.atom`,
      title: `${entry.data.title}: on the lists`,
      entries: items.map((mention) => ({
        url: `${service.url}${messagePath(mention.lists[0] ?? 'all', mention.messageId)}#L${mention.line}`,
        title: mention.subject,
        author: mask(mention.from.name || mention.from.address),
        date: mention.date,
        text: mask(mention.sentence),
      })),
    }),
  }
}

type Messages = Awaited<ReturnType<Service['mail']['messages']>>['items']

async function feed(service: Service, url: string, self: string, { title, messages }: { title: string; messages: Messages }): Promise<MailFile> {
  const raws = await service.mail.raws(
    messages.map(({ messageId }) => messageId),
    LARGEST_FEED,
  )
  const mask = addressMask()
  const entries = []
  for (const { messageId, lists, subject, from, date } of messages) {
    const found = raws.get(messageId)
    entries.push({
      url: `${service.url}${messagePath(lists[0] ?? 'all', messageId)}`,
      title: subject,
      author: mask(from.name || from.address),
      date,
      text: found ? mask((await readMessage(found)).message.text).slice(0, LONGEST) : '',
    })
  }
  return { type: ATOM, body: atomFeed({ url, self, title, entries }) }
}

/** Bytes of the messages in one file; those after are not in it. */
const LARGEST_MBOX = 16 * 2 ** 20
const LARGEST_FEED = 2 * 2 ** 20
/** Characters of a message in a feed. */
const LONGEST = 20_000
