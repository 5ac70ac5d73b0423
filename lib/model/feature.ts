import { z } from 'zod'
import { Alias } from './alias.ts'
import { Clause, Effect, Impact, Remedy, Stage } from './clause.ts'
import { Condition } from './condition-schema.ts'
import { Domain, Value } from './domain.ts'
import { Evidence } from './evidence.ts'
import { Formerly } from './formerly.ts'
import { RecordId } from './id.ts'
import { Probes } from './probe.ts'
import { Events } from './range.ts'

/** A layer that takes part in a feature's value; a value is the meet (∧, minimum, intersection) over all that apply. */
const Layer = z.strictObject({
  /** `cpu`, `machine`, `option`, or a component with a release line: `linux`, `qemu`, `xen`, `libvirt`. */
  component: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** The layer limits nothing where this is false. */
  when: Condition.optional(),
})

/**
 * In `component`, under `when`, over `versions`, the feature has `value`. Outside the range it has `before` (default: the
 * domain's least value: false, the first of the order, the empty set). Statements of one layer join; layers meet.
 */
export const Support = z
  .strictObject({
    component: z.string().regex(/^[a-z][a-z0-9-]*$/),
    when: Condition.optional(),
    versions: Events.optional(),
    value: Value.optional(),
    before: Value.optional(),
    /** `unknown`: looked for, not found out. `unaffected`: tested or shown not to limit the value. */
    status: z.enum(['supported', 'partial', 'absent', 'unknown', 'unaffected']).optional(),
    inferred: z.boolean().default(false),
    evidence: z.array(Evidence),
    note: z.string().optional(),
    /** Found in exactly those releases of `component` where `versions` (default: all) hold. */
    probe: Probes.optional(),
  })
  .refine((statement) => statement.value !== undefined || statement.status === 'unknown' || statement.status === 'unaffected', {
    error: 'a statement needs a `value`, or `status: unknown` or `unaffected`',
  })
export type Support = z.infer<typeof Support>

/**
 * How the source's value gets to the receiver, where it does not always: it is sent only if the option that sets it was given on the source and the value
 * is not the source's own default (what it would be without the option). Else the receiver takes *its own* default for the source's value.
 */
export const Encoding = z.strictObject({
  /** About one side: its version has a place for the value in the stream. A source without one sends nothing; a destination without one refuses it. Default: both have. */
  carried: Condition.optional(),
})
export type Encoding = z.infer<typeof Encoding>

/** How the two sides' values are compared and what each direction of a difference does. */
export const Comparison = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  stage: Stage,
  compare: z.enum(['equal', 'dst>=src', 'none']),
  /** Compared only where this holds; about the pair. */
  when: Condition.optional(),
  /** Compared is what the receiver gets or assumes (`{received}` in the summary), not what the source has. */
  encoding: Encoding.optional(),
  /** Destination lower than source (lost), higher (gained), or neither (changed). Absent: none. */
  lowered: z.strictObject({ effect: Effect, guest: Impact.default('unchanged'), harmless: z.boolean().default(false) }).optional(),
  raised: z.strictObject({ effect: Effect, guest: Impact.default('unchanged'), harmless: z.boolean().default(false) }).optional(),
  changed: z.strictObject({ effect: Effect, guest: Impact.default('unchanged'), harmless: z.boolean().default(false) }).optional(),
  summary: z.string().min(1),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).min(1),
  remedies: z.array(Remedy).default([]),
})
export type Comparison = z.infer<typeof Comparison>

/** What a guest may depend on: taken at boot from what the source offered (`acknowledged`), it must still be there (`⊆ destination`). */
export const Use = z.strictObject({
  /** The name in `guest.uses=`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i),
  summary: z.string().min(1),
  /** What of the value it needs: a set's member or members, the least value of an order, `true`. */
  needs: Value,
  /** What a guest that uses it gets where it is missing. */
  without: z.strictObject({ effect: Effect.default('silent'), guest: Impact, harmless: z.boolean().default(false) }),
  /** Where a profile shows whether the guest uses it; the first that holds decides. */
  known: z
    .array(
      z.strictObject({
        when: Condition,
        used: z.boolean(),
        inferred: z.boolean().default(false),
        evidence: z.array(Evidence).min(1),
        note: z.string().optional(),
      }),
    )
    .default([]),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).min(1),
  remedies: z.array(Remedy).default([]),
})
export type Use = z.infer<typeof Use>

/** What fixes the value. */
const Control = z.strictObject({
  by: z.enum(['host', 'machine-option', 'machine-version', 'cpu-model', 'device-property', 'boot-loader', 'negotiation', 'hypervisor']),
  text: z.string().min(1),
  /** The fact that sets it by hand, e.g. `cap-ail-mode-3`; it decides before every layer. */
  option: z.string().optional(),
  /** What the option's texts mean. */
  values: z.record(z.string(), Value).optional(),
  /** In which versions the option exists; giving it elsewhere is refused at start. */
  versions: z.strictObject({ component: z.string(), events: Events, probe: Probes.optional() }).optional(),
  evidence: z.array(Evidence).default([]),
})

/** Links to other records. */
const Relations = z.strictObject({
  implies: z.array(RecordId).default([]),
  conflicts: z.array(RecordId).default([]),
  supersedes: z.array(RecordId).default([]),
  'part-of': z.array(RecordId).default([]),
  'depends-on': z.array(RecordId).default([]),
  'see-also': z.array(RecordId).default([]),
})

/** One dated step of a record's history in the world. */
export const HistoryEntry = z.strictObject({
  date: z.iso.date(),
  text: z.string().min(1),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).min(1),
})

/** Something a guest can see or depend on. */
export const Feature = z.strictObject({
  kind: z.literal('feature'),
  id: RecordId,
  formerly: Formerly,
  title: z.string().min(1),
  summary: z.string().min(1),
  /** "Can I rely on it?" in one line. */
  rely: z.string().min(1),
  /** Every name people search for; unique over all records. */
  aliases: z.array(Alias).default([]),
  surface: z.strictObject({
    kind: z.enum(['hypercall', 'cpu-register', 'cpu-feature', 'device-tree', 'device', 'feature-flag', 'machine', 'time', 'memory', 'interrupt', 'other']),
    text: z.string().min(1),
    /** Its number where it has one: of a capability, a flag, a bit, a PVR. */
    number: z.number().int().nonnegative().optional(),
  }),
  control: Control,
  values: Domain,
  /** On which sides the feature exists at all; elsewhere it is left out of the answer. */
  applies: Condition.optional(),
  layers: z.array(Layer).optional(),
  support: z.array(Support).min(1),
  migration: z.array(Comparison).default([]),
  uses: z.array(Use).default([]),
  clauses: z.array(Clause).default([]),
  policies: z.array(RecordId).default([]),
  relations: Relations.prefault({}),
  history: z.array(HistoryEntry).default([]),
})
export type Feature = z.infer<typeof Feature>
