import { z } from 'zod'
import { Alias } from './alias.ts'
import { Formerly } from './formerly.ts'
import { RecordId } from './id.ts'

/** An introduction to the features whose ids begin alike: `areas/<name>` to `<name>/…`. Its body is read before the list of them. */
export const Area = z.strictObject({
  kind: z.literal('area'),
  id: RecordId,
  formerly: Formerly,
  title: z.string().min(1),
  /** What it is about, in a sentence or two. */
  summary: z.string().min(1),
  /** Records to read first, in this order. */
  begin: z.array(RecordId).default([]),
  aliases: z.array(Alias).default([]),
})
export type Area = z.infer<typeof Area>
