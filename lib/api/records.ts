import { z } from 'zod'
import { MailFound } from './mail/schemas.ts'
import { KINDS, type Kind } from '../model/index.ts'

export const KindName = z.enum(KINDS as readonly [Kind, ...Kind[]])

/** A page of a list: at most 1000 items, `next` for the page after. */
export const Paging = { limit: z.coerce.number().int().min(1).max(1000).default(100), cursor: z.string().max(1000).optional() }

/** A comma-separated list in a query. */
export function listOf<Item extends string>(item: z.ZodType<Item, string>) {
  return z
    .string()
    .max(1000)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(item))
    .optional()
}

const RecordSummary = z
  .object({
    id: z.string(),
    kind: KindName,
    area: z.string(),
    title: z.string(),
    summary: z.string(),
    status: z.string().optional(),
    revision: z.string(),
    updated: z.string(),
  })
  .meta({ id: 'RecordSummary' })

export const RecordDocument = z
  .object({
    id: z.string(),
    revision: z.string(),
    kind: KindName.optional(),
    path: z.string(),
    current: z.boolean(),
    removed: z.boolean(),
    /** Of a record that was removed: the one that has taken its place. */
    movedTo: z.string().optional(),
    seen: z.string(),
    /** The record's data as its file has it; absent when an old revision does not fit today's schema. */
    data: z.record(z.string(), z.unknown()).optional(),
    body: z.string().optional(),
    raw: z.string(),
    url: z.string(),
    /** What the last recorded run of `canimigrate verify` found of each claim with a probe. */
    checked: z
      .array(
        z.object({
          /** `support.0`, `control`. */
          place: z.string(),
          repo: z.string(),
          outcome: z.enum(['confirmed', 'contradicted', 'not told', 'changed', 'not checked']),
          text: z.string(),
          date: z.string().optional(),
          /** The newest release that was there. */
          newest: z.string().optional(),
          /** Copies of release trees were looked into, not upstream's history. */
          copies: z.literal(true).optional(),
          words: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Record' })

const RevisionInfo = z
  .object({ id: z.string(), revision: z.string(), path: z.string(), seen: z.string(), commit: z.string().optional(), current: z.boolean() })
  .meta({ id: 'Revision' })

const Range = z.tuple([z.number(), z.number()])

const Hit = z
  .object({
    id: z.string(),
    kind: z.string(),
    area: z.string(),
    title: z.string(),
    summary: z.string(),
    snippet: z.string(),
    score: z.number(),
    url: z.string(),
    /** Ranges to highlight, in UTF-16 units. */
    marks: z.object({ title: z.array(Range), summary: z.array(Range), snippet: z.array(Range) }),
  })
  .meta({ id: 'Hit' })

export const CellSchema = z
  .object({
    component: z.string(),
    version: z.string(),
    when: z.record(z.string(), z.unknown()),
    value: z.unknown(),
    state: z.enum(['supported', 'partial', 'absent', 'unknown']),
    reserved: z.boolean().optional().meta({ description: 'a number or name exists but no implementation' }),
    withdrawn: z.boolean().optional().meta({ description: 'it was there before, and was removed or broken' }),
    deprecated: z.boolean().optional().meta({ description: 'it is there, and its end was announced' }),
    changes: z
      .array(z.string())
      .optional()
      .meta({ description: 'where the version names a branch inside which the value changes: the releases at which it does' }),
    elsewhere: z.boolean().optional().meta({ description: 'the condition does not hold at this version, whatever else does' }),
    inferred: z.boolean().optional(),
    note: z.string().optional(),
    fragment: z.string().meta({ description: 'under which the cell is cited' }),
    statements: z.array(z.string()).meta({ description: 'the statements that say so, by the fragments under which they are cited' }),
    evidence: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'Cell' })

/** A page of records; `next` is the cursor of the next one. */
export const RecordPage = z.object({ items: z.array(RecordSummary), total: z.number(), next: z.string().optional() })

export const RevisionList = z.object({ items: z.array(RevisionInfo), total: z.number(), next: z.string().optional() })

export const PolicyList = z.object({ items: z.array(z.record(z.string(), z.unknown())), total: z.number(), next: z.string().optional() })

/** A citation, and how it is written. */
export const CitationDocument = z
  .object({
    id: z.string(),
    revision: z.string(),
    kind: KindName,
    title: z.string(),
    summary: z.string(),
    claim: z.object({ fragment: z.string(), text: z.string() }).optional().meta({ description: 'absent: the whole record' }),
    short: z.string().meta({ description: 'what mails are looked through for' }),
    url: z.string().meta({ description: 'permanent' }),
    forms: z.object({ text: z.string(), link: z.string(), markdown: z.string(), bibtex: z.string() }),
  })
  .meta({ id: 'Citation' })

const Direct = z.union([
  z.object({
    kind: z.literal('check'),
    title: z.string(),
    href: z.string(),
    from: z.string(),
    to: z.string(),
    via: z.array(z.string()),
    guest: z.string(),
    about: z.string(),
  }),
  z.object({ kind: z.enum(['message', 'commit', 'revision']), title: z.string(), href: z.string().optional(), says: z.string() }),
])
/** What a search found, best first. */
export const SearchFound = z.object({
  direct: Direct.optional(),
  hits: z.array(Hit.extend({ page: z.string(), named: z.boolean(), without: z.array(z.string()) })),
  total: z.number(),
  corrected: z.array(z.object({ from: z.string(), to: z.string() })),
  relaxed: z.boolean(),
  unknown: z.array(z.string()),
  unfiltered: z.number(),
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.number() }))),
  near: z.array(z.object({ id: z.string(), kind: z.string(), title: z.string(), page: z.string() })),
  engine: z.enum(['embedded', 'meilisearch']).optional(),
  messages: MailFound.optional(),
})

/** Cells, oldest first. */
export const MatrixFound = z.union([
  z.object({ feature: z.string(), cells: z.array(CellSchema) }),
  z.object({ component: z.string(), version: z.string(), features: z.array(z.object({ feature: z.string(), cells: z.array(CellSchema) })) }),
])

/** What the dump is now, and where. */
export const ExportInfo = z.object({
  /** Version of the file's form. */
  format: z.literal(1),
  schema: z.string(),
  digest: z.string(),
  date: z.string(),
  bytes: z.number().int(),
  url: z.string(),
  changes: z.string(),
})

/** The dump: everything needed to evaluate elsewhere. */
export const KnowledgeDocument = z
  .object({
    /** Version of the file's form. */
    format: z.literal(1),
    /** Of the records, by ids and revisions: equal where they are. */
    digest: z.string(),
    date: z.string(),
    entries: z.array(z.object({ data: z.record(z.string(), z.unknown()), revision: z.string(), path: z.string(), body: z.string() })),
  })
  .meta({ id: 'KnowledgeFile' })

const Change = z
  .object({
    id: z.string(),
    kind: KindName,
    title: z.string(),
    change: z.enum(['added', 'changed', 'removed']),
    /** The revision that the older dump has. */
    from: z.string().optional(),
    /** The revision that the newest dump has. */
    to: z.string().optional(),
    at: z.string(),
  })
  .meta({ id: 'Change' })

/** What changed between two dumps. */
export const Changes = z
  .object({
    since: z.object({ digest: z.string().optional(), date: z.string() }),
    digest: z.string(),
    items: z.array(Change),
  })
  .meta({ id: 'Changes' })
