import { z } from 'zod'

const Person = z.object({ name: z.string(), address: z.string() })
const Lines = z.tuple([z.number(), z.number()])
const Summary = z.object({
  messageId: z.string(),
  subject: z.string(),
  from: Person,
  date: z.string(),
  lists: z.array(z.string()),
  parent: z.string().optional(),
  spam: z.array(z.string()),
  url: z.string(),
})
const MentionOf = z.object({
  messageId: z.string(),
  record: z.string(),
  kind: z.enum(['alias', 'commit', 'citation']),
  name: z.string(),
  revision: z.string().optional(),
  line: z.number(),
  where: z.enum(['own', 'quoted', 'patch', 'subject']),
  sentence: z.string(),
})
/** A message with what is known of it. */
export const MessageDocument = Summary.extend({
  text: z.string(),
  to: z.array(Person),
  cc: z.array(Person),
  references: z.array(z.string()),
  replies: z.array(z.string()),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), size: z.number() })),
  notes: z.array(z.string()),
  rebuilt: z.boolean(),
  deleted: z.boolean(),
  blocks: z.array(
    z.object({
      kind: z.string(),
      depth: z.number(),
      lines: Lines,
      text: z.string(),
      author: Person.optional(),
      message: z.string().optional(),
      inferred: z.boolean(),
    }),
  ),
  mentions: z.array(MentionOf),
  positions: z.array(
    z.object({
      lines: Lines,
      kind: z.string(),
      stance: z.string(),
      author: Person,
      records: z.array(z.string()),
      rules: z.array(z.string()),
      sentence: z.string(),
    }),
  ),
})

/** Messages that a search found. */
export const MailFound = z.object({
  hits: z.array(Summary.extend({ snippet: z.string() })),
  total: z.number(),
  notes: z.array(z.string()),
  engine: z.enum(['embedded', 'meilisearch']).optional(),
})

/** The messages that hang together with one. */
export const ThreadDocument = z.object({ total: z.number(), messages: z.array(Summary.extend({ references: z.array(z.string()) })) })

/** Where the lists speak of a record, a page. */
export const Mentions = z.object({
  items: z.array(
    MentionOf.extend({
      subject: z.string(),
      from: Person,
      date: z.string(),
      lists: z.array(z.string()),
      thread: z.object({ messageId: z.string(), subject: z.string() }),
      url: z.string(),
    }),
  ),
  total: z.number(),
  next: z.string().optional(),
})
