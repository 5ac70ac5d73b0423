import { z } from 'zod'
import { Alias } from './alias.ts'
import { Clause } from './clause.ts'
import { Condition } from './condition-schema.ts'
import { Evidence } from './evidence.ts'
import { Formerly } from './formerly.ts'
import { RecordId } from './id.ts'
import { Bus, PartClass } from './part.ts'
import { Probes } from './probe.ts'
import { Events, Version } from './range.ts'

/** The words that a fact can have; any other is bad input, and one outside its versions does not start. */
const Vocabulary = z.strictObject({
  fact: z.string().min(1),
  /** The component whose versions `versions` speaks of. */
  component: z.string().optional(),
  values: z
    .array(
      z.strictObject({
        /** The word, or a glob (`pc-*-rhel*`) for words that are let pass. */
        name: z.string().min(1),
        /** Other spellings of the same word. */
        aliases: z.array(z.string()).default([]),
        versions: Events.optional(),
        /** Found in exactly those releases of the component where `versions` hold. */
        probe: Probes.optional(),
        /** About the facts that the side was given: elsewhere the word stands for itself. */
        when: Condition.optional(),
        /** The word is short for another, which depends on the branch of `component`. */
        'stands-for': z.array(z.strictObject({ version: Version, name: z.string().min(1) })).optional(),
        note: z.string().optional(),
      }),
    )
    .min(1),
  evidence: z.array(Evidence).min(1),
})
export type Vocabulary = z.infer<typeof Vocabulary>

/** Facts that follow from others on the same side; `{linux}` in a value stands for that fact. A given fact that differs is a contradiction. */
const Derivation = z.strictObject({
  when: Condition,
  set: z.record(z.string(), z.string()),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).min(1),
})

/** What real software does that is not about one feature's value. */
export const Rule = z.strictObject({
  kind: z.literal('rule'),
  id: RecordId,
  formerly: Formerly,
  title: z.string().min(1),
  summary: z.string().min(1),
  aliases: z.array(Alias).default([]),
  applies: Condition.optional(),
  vocabulary: z.array(Vocabulary).default([]),
  derive: z.array(Derivation).default([]),
  clauses: z.array(Clause).default([]),
  /** Classes of devices, backends, machines and CPU models, and what follows when the sides differ in one. */
  parts: z.array(PartClass).default([]),
  buses: z.array(Bus).default([]),
  policies: z.array(RecordId).default([]),
})
export type Rule = z.infer<typeof Rule>
