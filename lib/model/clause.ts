import { z } from 'zod'
import { Condition } from './condition-schema.ts'
import { Evidence } from './evidence.ts'

export const Stage = z.enum(['start', 'stream', 'guest'])
export type Stage = z.infer<typeof Stage>

/** What the software does about it: refuses, says nothing, warns, goes on slower, or nothing at all. */
export const Effect = z.enum(['refused', 'silent', 'warned', 'degraded', 'none'])
export type Effect = z.infer<typeof Effect>

/** What the running guest gets. `changed`: it can see a difference that no record calls harmful. */
export const Impact = z.enum(['unchanged', 'changed', 'degraded', 'broken', 'unknown'])
export type Impact = z.infer<typeof Impact>

/** A change that may help; the evaluator offers it only after trying it. */
export const Remedy = z.strictObject({
  /** Facts to set, e.g. `{cap-ail-mode-3: "off"}`; for a device property `{"device.vhost-scsi-pci.migratable": "true"}`. */
  set: z.record(z.string(), z.string()),
  sides: z.array(z.enum(['source', 'destination'])).min(1),
  /** Whether a running guest keeps what it had at boot until it is powered off. */
  applies: z.enum(['running', 'before-boot']),
  note: z.string().optional(),
})
export type Remedy = z.infer<typeof Remedy>

/** One thing that real software does: if the condition holds, this effect follows at this stage. */
export const Clause = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  stage: Stage,
  /** In `start` the condition is about one side (bare names); else about the pair (`source.`, `destination.`, `boot.` prefixes). */
  if: Condition,
  effect: Effect,
  guest: Impact.default('unchanged'),
  /** A `changed` that no guest is known to mind. */
  harmless: z.boolean().default(false),
  /** The outcome hangs on state of the running guest that no configuration shows; says which. */
  depends: z.string().min(1).optional(),
  /** The outcome hangs on something that no record says; says what. The answer is `unknown` then. */
  lacks: z.string().min(1).optional(),
  /** One line; `{source.linux}`, `{destination.area/name}` are filled in. */
  summary: z.string().min(1),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).min(1),
  remedies: z.array(Remedy).default([]),
  policies: z.array(z.string()).default([]),
})
export type Clause = z.infer<typeof Clause>
