import { z } from 'zod'
import { Alias } from './alias.ts'
import { Evidence } from './evidence.ts'
import { HistoryEntry } from './feature.ts'
import { Formerly } from './formerly.ts'
import { RecordId } from './id.ts'

/** What one person held, as written by that person, in our words. */
const Position = z.strictObject({
  /** Short name for links to this position; unique in the record. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  person: z.string().min(1),
  date: z.iso.date(),
  stance: z.enum(['for', 'against', 'condition', 'question', 'report']),
  /** Which of the options it speaks of, if one. */
  option: z.string().optional(),
  text: z.string().min(1),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).min(1),
})
export type Position = z.infer<typeof Position>

/** A decision that a list took, or did not take. */
export const Policy = z.strictObject({
  kind: z.literal('policy'),
  id: RecordId,
  formerly: Formerly,
  title: z.string().min(1),
  summary: z.string().min(1),
  aliases: z.array(Alias).default([]),
  question: z.string().min(1),
  options: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/), text: z.string().min(1) })).default([]),
  positions: z.array(Position).min(1),
  status: z.enum(['proposed', 'agreed', 'contested', 'merged', 'superseded', 'withdrawn']),
  /** What was decided, and by what it is seen. */
  outcome: z.strictObject({ text: z.string().min(1), inferred: z.boolean().default(false), evidence: z.array(Evidence).min(1) }),
  scope: z.string().min(1),
  /** Whether it is in force now, as far as the evidence goes. */
  'in-force': z.enum(['yes', 'no', 'unknown']),
  consequences: z.array(z.string().min(1)).default([]),
  later: z.array(HistoryEntry).default([]),
  features: z.array(RecordId).default([]),
  'superseded-by': RecordId.optional(),
})
export type Policy = z.infer<typeof Policy>
