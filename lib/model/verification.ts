import { z } from 'zod'
import { Alias } from './alias.ts'
import { RecordId } from './id.ts'
import { Version } from './range.ts'

/**
 * What `canimigrate verify --record` found in a clone of one repository. It says nothing of virtualization: answers do not depend on it, and it is no
 * part of a knowledge's digest.
 */
export const VerificationRecord = z.strictObject({
  kind: z.literal('verification'),
  id: RecordId,
  title: z.string().min(1),
  summary: z.string().min(1),
  /** The source record of the repository. */
  repo: RecordId,
  /** The day of the run. */
  date: z.iso.date(),
  /** The clone's HEAD. */
  head: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** The newest release in the clone. */
  newest: Version,
  /** Releases that were read in copies of their trees, not in upstream's history, and where each copy is from. */
  copies: z.record(z.string().regex(/^\d+(\.\d+){1,3}(-rc\d+)?$/), z.string().min(1)).optional(),
  /** By record and by the claim's key (`claimsOf`): `confirmed`, `contradicted` or `not told`, and after `: ` what was seen. */
  claims: z.record(
    RecordId,
    z.record(
      z.string().regex(/^[0-9a-f]{8}$/),
      z.string().regex(/^(confirmed|contradicted|not told)(: .+)?$/s, { error: '`confirmed`, `contradicted` or `not told`, then `: ` and words' }),
    ),
  ),
  aliases: z.array(Alias).default([]),
})
export type VerificationRecord = z.infer<typeof VerificationRecord>
