import type { Finding, Knowledge, Proof, RawCondition, Truth, Value } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import { type Found, foundOf } from '../found.ts'
import { type PairScope, explainedSide } from '../pair-scope.ts'
import { type Judgement, type MissingFact, YES } from '../truth.ts'
import type { Aspect } from './aspects.ts'
import { type CompiledClass, classesOf } from './classes.ts'
import type { SidePart, SideParts } from './side-part.ts'

/** Two sides whose parts are compared. */
export interface Context {
  readonly scope: PairScope
  readonly source: SideParts
  readonly destination: SideParts
}

type Said = Pick<Finding, 'stage' | 'effect' | 'guest' | 'harmless' | 'summary'> & Partial<Pick<Finding, 'side' | 'depends'>>

/** A condition of a record: its truth at once, its reasons when they are asked for. */
export interface Conditioned {
  readonly truth: Truth
  readonly judge: () => Judgement
}

export const ALWAYS: Conditioned = { truth: 'yes', judge: () => YES }

/** A condition that may not be given; then it holds. */
export function conditionOf(raw: RawCondition | undefined, scope: Scope, explained: Scope): Conditioned {
  return raw ? { truth: truthOf(raw, scope), judge: () => judge(raw, explained) } : ALWAYS
}

/** A finding about parts; `scope` is the pair. */
export function found(
  scope: PairScope,
  aspect: Pick<Aspect, 'name' | 'origin' | 'because' | 'changes'> & {
    readonly from: string | undefined
    readonly to: string | undefined
    readonly missing: readonly MissingFact[]
  },
  said: Said,
  condition: Conditioned,
): Found {
  const { entry, inferred, evidence } = aspect.origin
  const claim = `parts.${aspect.origin.class}.${aspect.name}`
  const missing = [...(condition.truth === 'unknown' ? condition.judge().missing : []), ...aspect.missing]
  const value = (text: string | undefined): { value: Value | null } => ({ value: text ?? null })
  const prove = (): Proof[] => [
    {
      kind: 'step',
      text: said.summary,
      because: [
        ...new Set([...condition.judge().because, ...aspect.because(), ...whereParts(scope)]),
        ...missing.map((one) => ({ kind: 'missing', ...one }) as const),
        { kind: 'statement', record: entry.data.id, revision: entry.revision, statement: claim, text: said.summary, inferred, cites: [...evidence] },
      ],
    },
  ]
  return foundOf(
    {
      record: entry.data.id,
      revision: entry.revision,
      claim,
      ...said,
      certain: missing.length > 0 || condition.truth === 'unknown' ? 'unknown' : 'yes',
      source: value(aspect.from),
      destination: value(aspect.to),
      cites: [...evidence],
      policies: entry.data.policies,
    },
    prove,
    scope.proofs,
    { missing, changes: aspect.changes },
  )
}

/** What it rests on which parts belong together. */
function whereParts(scope: PairScope): Proof[] {
  const { source, destination } = scope
  const because = [source, destination].flatMap(({ parts, scope: { side } }) => parts.placeReasons(explainedSide(scope, side)))
  return because.length === 0 ? [] : [{ kind: 'step', text: 'what the parts are, and where', because: [...new Set(because)] }]
}

/** A part that no record knows; what is said of those is in the class of the driver `(unrecorded)`. */
export function notRecorded([part, ...others]: readonly [SidePart, ...SidePart[]], text: string, { scope }: Context, why?: () => Proof[]): Found[] {
  const origin = unrecordedOrigin(scope.knowledge)
  if (!origin) return []
  const missing = [{ fact: `knowledge.${part.kind}.${part.driver}`, why: `no record speaks of ${part.kind} ${part.driver}` }]
  const because = why ?? (() => [part, ...others].map(({ proof }) => proof))
  const said = { ...NOBODY_KNOWS, summary: `${text}, and no record speaks of it` }
  return [found(scope, { name: part.driver, origin, from: undefined, to: undefined, because, missing, changes: [] }, said, ALWAYS)]
}

/** Where it is said what is said of parts that no record knows. */
export function unrecordedOrigin(knowledge: Knowledge): CompiledClass['origin'] | undefined {
  const classes = classesOf(knowledge)
  const unrecorded = classes.of('device', UNRECORDED).find(({ driver }) => driver.includes(UNRECORDED))
  return unrecorded && classes.whole(unrecorded).origin
}

export const NOBODY_KNOWS = { stage: 'stream', effect: 'refused', guest: 'unknown', harmless: false } as const
const UNRECORDED = '(unrecorded)'

/** What a part is called in a summary. */
export function labelOf(part: SidePart): string {
  if (part.kind === 'machine') return `machine ${part.driver}`
  if (part.kind === 'cpu') return `CPU ${part.driver}`
  const id = part.given.get('id') ?? part.given.get('node-name')
  return `${part.kind === 'device' ? '' : `${part.kind} `}${part.driver}${id ? ` ${id}` : ''}`
}

/** Whether the same is given for two parts. */
export function sameGiven(a: SidePart, b: SidePart): boolean {
  return a.given.size === b.given.size && [...a.given].every(([name, value]) => b.given.get(name) === value)
}
