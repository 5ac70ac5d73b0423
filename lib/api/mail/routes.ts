import { z } from 'zod'
import { HttpError } from '../problem.ts'
import { type Route, route } from '../route.ts'
import type { Service } from '../service.ts'
import { addressMask, type Mask } from './mask.ts'
import { messagePage } from './message-page.ts'
import { messagePath, withoutBrackets } from './paths.ts'
import { Mentions, MessageDocument, ThreadDocument } from './schemas.ts'
import { searchMail } from './search.ts'

const Id = z.object({ id: z.string().min(1).max(1000) })
const json = (schema: z.ZodType, description: string) => ({ schema, type: 'application/json' as const, description })

/** Messages that a search found. */
export async function mailFound(
  service: Service,
  { q, order, limit, offset }: { q: string; order?: 'relevance' | 'date' | undefined; limit: number; offset: number },
) {
  const { hits, total, notes, engine } = await searchMail(service, q, { limit, offset, ...(order ? { order } : {}) })
  return { hits: hits.map((hit) => ({ ...summaryOf(service, addressMask(), hit), snippet: hit.snippet.text })), total, notes, ...(engine ? { engine } : {}) }
}

/** Routes about mail. Message-IDs may be given with or without angle brackets. */
export const mailRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/messages/{id}',
    operation: 'getMessage',
    summary: 'A message by its Message-ID: text, blocks with who wrote each, the records that it speaks of',
    params: Id,
    response: json(MessageDocument, 'the message'),
    errors: [400, 404],
    handle: async ({ service, params }) => {
      const page = await messagePage(service, '', withoutBrackets(params.id))
      if (!page) throw notHere(params.id)
      const { stored, message, blocks, mentions, positions } = page
      const mask = addressMask()
      const person = personWith(mask)
      return {
        ...summaryOf(service, mask, stored),
        text: mask(message.text),
        to: message.to.map(person),
        cc: message.cc.map(person),
        references: stored.references,
        replies: stored.replies.map(({ messageId }) => messageId),
        attachments: message.attachments,
        notes: message.notes,
        rebuilt: stored.rebuilt,
        deleted: stored.deleted,
        blocks: blocks.map((block) => ({ ...block, text: mask(block.text), ...(block.author ? { author: person(block.author) } : {}) })),
        mentions: mentions.map((mention) => ({ ...mention, sentence: mask(mention.sentence) })),
        positions: positions.map(({ messageId: _, ...found }) => ({ ...found, author: person(found.author), sentence: mask(found.sentence) })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/threads/{id}',
    operation: 'getThread',
    summary: 'All messages that hang together with this one by References, oldest first; `parent` gives the tree',
    params: Id,
    response: json(ThreadDocument, 'the thread, at most 2,000 messages'),
    errors: [400, 404],
    handle: async ({ service, params }) => {
      const thread = await service.mail.thread(withoutBrackets(params.id))
      if (!thread) throw notHere(params.id)
      const mask = addressMask()
      return { total: thread.total, messages: thread.messages.map((one) => ({ ...summaryOf(service, mask, one), references: one.references })) }
    },
  }),
  route({
    method: 'GET',
    path: '/records/{id}/mentions',
    operation: 'listMentions',
    summary: 'Where the lists speak of a record, newest first',
    params: Id,
    query: z.object({
      list: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      cursor: z.string().max(400).optional(),
    }),
    response: json(Mentions, 'a page; `next` is the cursor of the next one'),
    errors: [400, 404],
    handle: async ({ service, params, query: { list, limit, cursor } }) => {
      if (!(await service.knowledge()).entries.has(params.id)) throw new HttpError(404, `no record \`${params.id.slice(0, 200)}\``)
      const page = await service.mail.mentions({ record: params.id, limit, ...(list ? { list } : {}), ...(cursor ? { cursor } : {}) })
      const mask = addressMask()
      const person = personWith(mask)
      return {
        ...page,
        items: page.items.map((one) => ({
          ...one,
          from: person(one.from),
          sentence: mask(one.sentence),
          url: `${service.url}${messagePath(one.lists[0] ?? 'all', one.messageId)}${one.line > 0 ? `#L${one.line}` : ''}`,
        })),
      }
    },
  }),
]

function notHere(id: string): HttpError {
  return new HttpError(404, `no message \`${id.slice(0, 200)}\` in the archives here`)
}

function personWith(mask: Mask): (person: { name: string; address: string }) => { name: string; address: string } {
  return ({ name, address }) => ({ name: mask(name), address: mask(address) })
}

type Summarised = Awaited<ReturnType<Service['mail']['messages']>>['items'][number]

function summaryOf({ url }: Service, mask: Mask, { messageId, subject, from, date, lists, parent, spam }: Summarised) {
  return {
    messageId,
    subject,
    from: personWith(mask)(from),
    date,
    lists,
    ...(parent ? { parent } : {}),
    spam,
    url: `${url}${messagePath(lists[0] ?? 'all', messageId)}`,
  }
}
