import { z } from 'zod'
import { Alias } from './alias.ts'
import { Evidence } from './evidence.ts'
import { Formerly } from './formerly.ts'
import { RecordId } from './id.ts'
import { Version } from './range.ts'

const Release = z.strictObject({ version: Version, date: z.iso.date().optional() })

const Branch = z.strictObject({
  /** `6.1`, `2.6.32`: what the releases of the branch have in common. */
  name: z.string().regex(/^\d+(\.\d+){1,2}$/),
  releases: z.array(Release).min(1),
  /** Point releases that are not listed may exist. */
  open: z.boolean().optional(),
  /** Last day of upstream support. */
  eol: z.iso.date().optional(),
  note: z.string().optional(),
})

/** The releases of one component, oldest branch first; what versions in records and questions are checked against. */
export const ReleaseLine = z.strictObject({
  kind: z.literal('release-line'),
  id: RecordId,
  formerly: Formerly,
  title: z.string().min(1),
  summary: z.string().min(1),
  /** The fact in a profile that holds a version of this line, e.g. `linux`. */
  component: z.string().regex(/^[a-z][a-z0-9-]*$/),
  branches: z.array(Branch).min(1),
  aliases: z.array(Alias).default([]),
  evidence: z.array(Evidence).min(1),
})
export type ReleaseLine = z.infer<typeof ReleaseLine>
