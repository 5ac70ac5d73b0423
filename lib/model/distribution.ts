import { z } from 'zod'
import { Alias } from './alias.ts'
import { Evidence } from './evidence.ts'
import { RecordId } from './id.ts'
import { Version } from './range.ts'

const DistributionRelease = z.strictObject({
  /** What people say after the distribution's name: `12`, `24.04`, `9.2`. */
  name: z.string().regex(/^\d+(\.\d+)*$/, { error: 'a release is text such as "12" or "24.04" (quote it)' }),
  codename: z.string().min(1).optional(),
  date: z.iso.date().optional(),
  /** Last day of regular support. */
  eol: z.iso.date().optional(),
  /** Upstream versions by component, e.g. `qemu: ["8.0.2", "9.2.0"]`: oldest first, where an update brought another or several were seen. What is not known is left out. */
  ships: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.array(Version).min(1)),
  /** Of what it ships. */
  evidence: z.array(Evidence).min(1),
  note: z.string().optional(),
})

/**
 * The releases of a distribution, oldest first, and which upstream versions they ship. A vendor's build has patches of its own, so its version says
 * where it began, not what it does: no answer follows from this.
 */
export const Distribution = z.strictObject({
  kind: z.literal('distribution'),
  id: RecordId,
  title: z.string().min(1),
  summary: z.string().min(1),
  releases: z.array(DistributionRelease).min(1),
  aliases: z.array(Alias).default([]),
  /** Of the dates. */
  evidence: z.array(Evidence).min(1),
})
export type Distribution = z.infer<typeof Distribution>
