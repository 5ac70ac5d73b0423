import { z } from 'zod'
import { Effect, Impact, Stage } from './clause.ts'
import { Condition, Match } from './condition-schema.ts'
import { Evidence } from './evidence.ts'

/** What follows from a difference, in one word or at length; a list is read from the top, the first that holds decides. */
export const Consequence = z.enum([
  /** The receiver refuses the stream. */
  'refused',
  /** Accepted silently; the guest sees another machine. */
  'changed',
  /** Accepted silently; it can be seen, and no guest is known to mind. */
  'harmless',
  /** Nobody can tell. */
  'none',
  /** Not recorded. */
  'unknown',
])
export type Consequence = z.infer<typeof Consequence>

/** A consequence for the differences that `from`, `to`, `direction` and `if` pick. */
export const Difference = z.strictObject({
  /** What the value is on the source, and on the destination. */
  from: Match.optional(),
  to: Match.optional(),
  /** Of numbers, and of `off` and `on`: the destination's is the smaller (`lowered`) or the greater (`raised`). */
  direction: z.enum(['lowered', 'raised']).optional(),
  /** About the pair of sides. */
  if: Condition.optional(),
  stage: Stage.default('stream'),
  effect: Effect,
  guest: Impact.default('unchanged'),
  harmless: z.boolean().default(false),
  /** The outcome hangs on state of the running guest that no configuration shows; says which. */
  depends: z.string().min(1).optional(),
  /** The outcome hangs on something that no record says; says what. */
  lacks: z.string().min(1).optional(),
  /** One line; `{from}` and `{to}` are the values, `{part}` is what has them. Default: made from the names. */
  summary: z.string().min(1).optional(),
})
export type Difference = z.infer<typeof Difference>

const Differences = z.union([Consequence, z.array(Difference).min(1)])
export type Differences = z.infer<typeof Differences>

/** A value that depends on the side, on other properties of the part, or both; `{name}` in it is a property, `{bus.name}` one of the part that brings the bus, or (`{fact:smp.cpus}`) a fact. */
const Case = z.strictObject({ with: z.record(z.string(), Match).optional(), if: Condition.optional(), value: z.string() })
export type Case = z.infer<typeof Case>

/** A property that can be set. */
const Property = z.strictObject({
  /** The value where it is not set: a text, or cases (the first that holds; none: not known). */
  default: z.union([z.string(), z.array(Case).min(1)]).optional(),
  /** The property names another part of this kind (`netdev`, `blockdev`, `object`), whose properties are then this part's as `<name>.<property>`. */
  refers: z.string().optional(),
  differs: Differences,
  evidence: z.array(Evidence).optional(),
  note: z.string().optional(),
})
export type Property = z.infer<typeof Property>

/** Something of the part that follows from its driver and properties, such as its PCI identity or the size of a BAR. */
const Field = z.strictObject({
  cases: z.array(Case).min(1),
  differs: Differences,
  evidence: z.array(Evidence).optional(),
  note: z.string().optional(),
})
export type Field = z.infer<typeof Field>

/** A side that does not start, or that cannot be migrated, because of this part. */
const Refusal = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    with: z.record(z.string(), Match).optional(),
    /** About one side. */
    if: Condition.optional(),
    /** `start`: that side does not start. `stream`: the stream ends here. `guest`: all is accepted, and the guest has `guest` of it. */
    stage: Stage,
    guest: z.enum(['degraded', 'broken']).optional(),
    /** `source`: a destination with it takes the stream. Default: either side. */
    on: z.enum(['source']).optional(),
    summary: z.string().min(1),
    evidence: z.array(Evidence).optional(),
  })
  .refine(({ stage, guest }) => (stage === 'guest') === (guest !== undefined), 'say `guest: degraded` or `guest: broken` with `stage: guest`, and only there')
export type Refusal = z.infer<typeof Refusal>

/** A set of words that the part gives the guest (features of a CPU model); properties of these names put words in and take them out. */
const Words = z.strictObject({
  /** The words per driver: the first case that holds. Separated by blanks. */
  cases: z.array(Case).min(1),
  /** Words that cannot be given; taken out where the condition about the side holds. Or those alone that can be (`only`). */
  limits: z
    .array(z.strictObject({ if: Condition.optional(), only: z.string().optional(), without: z.string().optional(), evidence: z.array(Evidence).optional() }))
    .default([]),
  /** Other spellings. */
  aliases: z.record(z.string(), z.string()).default({}),
  lost: Differences,
  gained: Differences,
})
export type Words = z.infer<typeof Words>

/**
 * A class of parts of a VM (a kind of device, the machine and its options, a CPU model, a backend): how the stream tells one from another, and what
 * follows when the two sides differ in it.
 */
export const PartClass = z.strictObject({
  /** A name for `like`, and in citations. */
  class: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** Classes that this one adds to; what it says itself wins. */
  like: z.array(z.string()).default([]),
  kind: z.string().default('device'),
  /** Drivers that are of the class, or globs; none: it is only there for `like`. The most exact match wins. */
  driver: z.array(z.string().min(1)).default([]),
  /** About one side: only there. */
  if: Condition.optional(),
  /** Properties that tell where it is, the part's address in the stream; none: parts of one section are counted. */
  place: z.array(z.string()).optional(),
  /** The bus from which a place is taken when none is given: `pci`, `scsi`, `usb`, … */
  bus: z.string().optional(),
  /** Buses that hang below a part of this class; each is named by the part's id and a suffix. */
  provides: z
    .array(z.strictObject({ bus: z.string(), suffix: z.string().default('.0'), first: z.number().int().default(0), last: z.number().int().optional() }))
    .default([]),
  /**
   * What the stream calls it, e.g. `virtio-net`; `{name}` in it is a property (`ram:{memdev.id}`). Parts at one place that are called alike are one to
   * the receiver. Without: it is not in the stream.
   */
  section: z.string().optional(),
  /** On the source only, on the destination only. Default: refused with a section, else changed; changed. Of a backend without a section: none. */
  lost: Differences.optional(),
  gained: Differences.optional(),
  /** Another driver that the stream calls alike. Default: changed; of a backend: none. */
  driver_differs: Differences.optional(),
  properties: z.record(z.string(), Property).default({}),
  /** What properties that a class it is like speaks of are here where they are not set; `{name}` in it is a property. */
  defaults: z.record(z.string(), z.string()).default({}),
  fields: z.record(z.string(), Field).default({}),
  words: Words.optional(),
  refuses: z.array(Refusal).default([]),
  /** About one side: where it holds, all that can be set is recorded, and a side that sets anything else, or to what a property's type does not take, does not start. */
  closed: Condition.optional(),
  /** Names of words that can be set beside the properties, separated by blanks; for `closed`. */
  known: z.string().optional(),
  /** Types of properties, and the names of those that are of it, separated by blanks; they can be set beside `properties`, too. For `closed`. */
  takes: z.record(z.string(), z.string()).optional(),
  /** Of CPU models: in the name of a property that is set as `name` or `name=value`, `_` stands for `-` (not in `+name`, `-name`). */
  dashes: z.boolean().optional(),
  inferred: z.boolean().default(false),
  evidence: z.array(Evidence).default([]),
  note: z.string().optional(),
})
export type PartClass = z.infer<typeof PartClass>

/** A bus of a machine on which parts without an address get one: the first free number from `first` up (or down, with `step: -1`). */
export const Bus = z.strictObject({
  bus: z.string(),
  /** Its name in `bus=`. With `*` for a number it is a row of buses with a place for one part each; the number is the address. */
  name: z.string(),
  if: Condition.optional(),
  first: z.number().int().default(0),
  /** Its last address; without, it is never full. */
  last: z.number().int().optional(),
  step: z.number().int().default(1),
  /** How addresses are written where they are not plain numbers: `*` is for the number, in hexadecimal. */
  form: z.string().optional(),
  taken: z.array(z.number().int()).default([]),
  evidence: z.array(Evidence).min(1),
})
export type Bus = z.infer<typeof Bus>
