import { z } from 'zod'
import { RecordId } from './id.ts'

const IsoDate = z.iso.date()
/** Evidence is opened in a browser; no other protocol than these. */
const Url = z.url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' })
const common = {
  /** The day a person or `verify` last opened it, ISO 8601. */
  checked: IsoDate,
  /** What it shows, in our own words. */
  note: z.string().min(1).optional(),
}

/** A mail message. `message-id` has no angle brackets; `unknown` when only a page without headers was found, which `url` then names. */
const Mail = z
  .strictObject({
    kind: z.literal('mail'),
    list: z.string().min(1),
    'message-id': z
      .string()
      .regex(/^[^\s<>@]+@[^\s<>@]+$/, { error: 'a Message-ID without angle brackets' })
      .optional(),
    author: z.string().min(1).optional(),
    date: IsoDate.optional(),
    lines: z
      .string()
      .regex(/^\d+(-\d+)?$/)
      .optional(),
    url: Url.optional(),
    ...common,
  })
  .refine((mail) => mail['message-id'] !== undefined || mail.url !== undefined, { error: 'mail evidence needs `message-id` or `url`' })

/** A commit in the repository of a source record; `file` is where the claim is seen. */
const Commit = z.strictObject({
  kind: z.literal('commit'),
  repo: RecordId,
  commit: z.string().regex(/^[0-9a-f]{10,40}$/, { error: 'a commit id has 10 to 40 hex digits' }),
  file: z.string().min(1).optional(),
  subject: z.string().min(1).optional(),
  ...common,
})

/** A file as it stands at a tag (or the commit of a release). */
const Source = z
  .strictObject({
    kind: z.literal('source'),
    repo: RecordId.optional(),
    tag: z.string().min(1).optional(),
    file: z.string().min(1).optional(),
    symbol: z.string().min(1).optional(),
    url: Url.optional(),
    ...common,
  })
  .refine((source) => (source.repo !== undefined && source.tag !== undefined) || source.url !== undefined, {
    error: 'source evidence needs `repo` and `tag`, or `url`',
  })

/** A run of real software: what was run, with which versions, and what came out. */
const Test = z.strictObject({ kind: z.literal('test'), what: z.string().min(1), outcome: z.string().min(1), url: Url.optional(), ...common })

/** Where a claim comes from. Kinds: mail, commit, source (file at a tag, or a page), test (a run). */
export const Evidence = z.discriminatedUnion('kind', [Mail, Commit, Source, Test])
export type Evidence = z.infer<typeof Evidence>
