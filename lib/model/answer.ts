import { z } from 'zod'
import { Effect, Impact, Stage } from './clause.ts'
import { Value } from './domain.ts'
import { Evidence } from './evidence.ts'

/** Kleene's three truth values. */
export const Truth = z.enum(['yes', 'no', 'unknown'])
export type Truth = z.infer<typeof Truth>

/** Why: a tree whose leaves are facts of the question, statements of records with their evidence, assumptions and missing facts. */
export type Proof =
  | { kind: 'fact'; fact: string; value: string; origin: 'given' | 'same-vm'; place?: string | undefined }
  | { kind: 'assumed'; text: string; fact?: string | undefined }
  | { kind: 'statement'; record: string; revision: string; statement: string; text: string; inferred: boolean; cites: Evidence[] }
  | { kind: 'missing'; fact: string; why: string }
  | { kind: 'step'; text: string; shared?: number | undefined; because: Proof[] }

export const Proof: z.ZodType<Proof> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('fact'), fact: z.string(), value: z.string(), origin: z.enum(['given', 'same-vm']), place: z.string().optional() }),
      z.object({ kind: z.literal('assumed'), text: z.string(), fact: z.string().optional() }),
      z.object({
        kind: z.literal('statement'),
        record: z.string(),
        revision: z.string(),
        statement: z.string(),
        text: z.string(),
        inferred: z.boolean(),
        cites: z.array(Evidence),
      }),
      z.object({ kind: z.literal('missing'), fact: z.string(), why: z.string() }),
      z.object({
        kind: z.literal('step'),
        text: z.string(),
        /** In JSON, the number of a step that this finding's proof goes by more than once: the first has its parts, the others have none. */
        shared: z.number().int().positive().optional(),
        because: z.array(Proof),
      }),
    ]),
  )
  .meta({ id: 'Proof' })

export const Finding = z
  .object({
    record: z.string(),
    revision: z.string(),
    /** The comparison, use or clause in the record that found it. */
    claim: z.string(),
    stage: Stage,
    effect: Effect,
    guest: Impact,
    /** A difference that no guest is known to mind. */
    harmless: z.boolean(),
    /** `no`: it does not happen and is not listed; `unknown`: it may, see `missing` or `depends`. */
    certain: z.enum(['yes', 'unknown']),
    /** The side a start finding is about. */
    side: z.enum(['source', 'destination', 'both']).optional(),
    depends: z.string().optional(),
    source: z.object({ value: z.union([Value, z.null()]) }),
    destination: z.object({ value: z.union([Value, z.null()]) }),
    summary: z.string(),
    because: z.array(Proof),
    cites: z.array(Evidence),
    policies: z.array(z.string()),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof Finding>

export const Missing = z
  .object({
    /** `destination.linux`, `guest.uses.scv`; `knowledge.<record>.<component>` where no record says. */
    fact: z.string(),
    why: z.string(),
    matters_to: z.array(z.string()),
  })
  .meta({ id: 'Missing' })
export type Missing = z.infer<typeof Missing>

/** A change to one side: a fact by its name, `<kind>.<id or driver>.<property>` of a part, or `add.<kind>` and `remove.<kind>` with the part. */
export const Change = z.object({ side: z.enum(['source', 'destination']), set: z.string(), to: z.string() })
export type Change = z.infer<typeof Change>

export const Verdict = z.enum(['yes', 'no', 'conditional', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

export const RemedyOffer = z
  .object({
    changes: z.array(Change),
    /** `running`: may be done while the guest runs; `before-boot`: the guest must be started with it; `restart`: no live migration, the guest is started anew. */
    applies: z.enum(['running', 'before-boot', 'restart']),
    /** The verdict of the question with these changes, as evaluated. */
    verdict: Verdict,
  })
  .meta({ id: 'Remedy' })
export type RemedyOffer = z.infer<typeof RemedyOffer>

export const StreamOutcome = z.enum(['accepted', 'refused', 'conditional', 'unknown'])

const answerFields = {
  verdict: Verdict,
  start: z.object({ source: Truth, destination: Truth }),
  stream: StreamOutcome,
  guest: Impact,
  findings: z.array(Finding),
  missing: z.array(Missing),
  remedies: z.array(RemedyOffer),
  assumptions: z.array(z.string()),
  /** Statements that contradict each other; neither was preferred. */
  conflicts: z.array(z.string()),
  /** Parts of the input that were not understood. */
  not_understood: z.array(z.string()),
  knowledge: z.object({ digest: z.string(), date: z.string() }),
}

const Hop = z.object({ from: z.string(), to: z.string(), ...answerFields }).meta({ id: 'Hop' })

/** The answer to "can I migrate A to B", the same from library, CLI and API. A chain's answer is its worst hop's, with all `hops`. */
export const Answer = z.object({ ...answerFields, hops: z.array(Hop).optional() }).meta({ id: 'Answer' })
export type Answer = z.infer<typeof Answer>
