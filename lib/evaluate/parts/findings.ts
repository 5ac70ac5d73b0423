import type { Change, Consequence, Difference, Differences, Finding, Proof, RawCondition, Truth, Value } from '../../model/index.ts'
import { NOT_SET } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import { type Found, foundOf } from '../found.ts'
import { matchText } from '../match.ts'
import { type PairScope, explainedSide } from '../pair-scope.ts'
import { stateOf } from '../side-state.ts'
import type { SideFacts } from '../side-facts.ts'
import { type Judgement, type MissingFact, YES } from '../truth.ts'
import { type Origin, classesOf, matchOf } from './classes.ts'
import { together } from './together.ts'
import { type SidePart, type SideParts, type Told, partText } from './side-parts.ts'
import { wordOf, wordsOf } from './words.ts'

/** What the parts of the two sides come to. */
export interface PartResult {
  readonly found: readonly Found[]
  /** Whether records speak of the machine on both sides. */
  readonly covered: boolean
}

/**
 * Compares the parts of the two sides as the receiver does: those that it knows by one name and address belong together; a part of the source that the
 * destination lacks, one that only the destination has, and every property, field or word that differs has the consequence that its class says.
 */
export function partFindings(scope: PairScope): PartResult {
  const source = scope.source.parts
  const destination = scope.destination.parts
  if (source.parts.length === 0 && destination.parts.length === 0) return NOTHING
  const pairs = new Map<string, { a?: SidePart; b?: SidePart }>()
  for (const part of source.parts) pairs.set(part.key, { a: part })
  for (const part of destination.parts) pairs.set(part.key, { ...pairs.get(part.key), b: part })
  const context: Context = { scope, source, destination }
  return {
    covered: [source, destination].every(({ parts }) => parts.some(({ kind }) => kind === 'machine')),
    found: [
      ...once([source, destination].flatMap((side) => side.parts.flatMap((part) => refusals(part, side, context)))),
      ...[...pairs.values()].flatMap(({ a, b }) =>
        a && b ? compared(a, b, context) : a ? lone(a, 'source', context) : b ? lone(b, 'destination', context) : [],
      ),
    ],
  }
}

const NOTHING: PartResult = { found: [], covered: false }

/** What a stream is refused for on both sides is said once. */
function once(found: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return found.filter(({ finding }) => {
    const key = `${finding.record} ${finding.claim} ${finding.side ?? ''} ${finding.certain} ${finding.summary}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

interface Context {
  readonly scope: PairScope
  readonly source: SideParts
  readonly destination: SideParts
}

/** Something about a pair of parts that may differ. */
export interface Aspect {
  readonly name: string
  /** What the part is called in a summary. */
  readonly part: string
  readonly from: Told
  readonly to: Told
  readonly differs: Differences
  readonly origin: Origin
  readonly summary: string
  readonly changes: readonly Change[]
  readonly because: () => readonly Proof[]
}

/** What stands for the value of a part that a side has not. */
const ABSENT: Told = { value: undefined, missing: [], hangs: '' }

function lone(part: SidePart, on: 'source' | 'destination', context: Context): Found[] {
  const data = part.class?.data
  if (!data || !part.class) return mayMatter(part, context) ? notRecorded([part], `${labelOf(part)} is on the ${on} only`, context) : []
  const isBackend = part.kind !== 'device' && data.section === undefined
  // An option that nothing refers to is at its defaults where it is not given.
  if (isBackend && !data.lost && !data.gained && !part.given.has('id') && !part.given.has('node-name')) {
    const twin: SidePart = {
      ...part,
      given: new Map(),
      device: undefined,
      side: on === 'source' ? context.scope.sides.destination : context.scope.sides.source,
    }
    return on === 'source' ? compared(part, twin, context) : compared(twin, part, context)
  }
  const differs =
    on === 'source'
      ? (data.lost ?? (isBackend ? 'none' : data.section === undefined ? 'changed' : 'refused'))
      : // The stream says nothing to a part whose controller it does not know either.
        part.below && !context.source.parts.some(({ key }) => key === part.below?.key)
        ? 'changed'
        : (data.gained ?? (isBackend ? 'none' : 'changed'))
  const text = part.device ? partText(part.device) : part.driver
  const whole: Told = { value: text, missing: [], hangs: '' }
  const other = on === 'source' ? context.scope.sides.destination : context.scope.sides.source
  return judged(
    {
      name: on === 'source' ? 'lost' : 'gained',
      part: labelOf(part),
      from: on === 'source' ? whole : ABSENT,
      to: on === 'source' ? ABSENT : whole,
      differs,
      origin: part.class.origin,
      summary: `${labelOf(part)} is on the ${on} only`,
      changes: part.device ? [{ side: 'destination', set: on === 'source' ? `add.${part.kind}` : `remove.${part.kind}`, to: text }] : [],
      because: () => [part.proof, other.deviceProof],
    },
    context,
  )
}

/** Whether a part without a class may change anything: `-global` of a driver that is known, and that the VM has not, does not. */
function mayMatter({ kind, driver }: SidePart, { scope }: Context): boolean {
  return kind === 'device' || kind === 'cpu' || (kind === 'global' && classesOf(scope.knowledge).of('device', driver).length === 0)
}

function compared(a: SidePart, b: SidePart, context: Context): Found[] {
  if (!a.class || !b.class) {
    if (a.kind !== 'device' && sameGiven(a, b)) return []
    return notRecorded(a.class ? [b, a] : [a, b], sameGiven(a, b) ? `${labelOf(a)} is on both sides` : `${labelOf(a)} differs`, context)
  }
  const aspects = [...driverAspect(a, b), ...propertyAspects(a, b, context), ...fieldAspects(a, b, context)]
  return [...together(aspects, labelOf(a)).flatMap((aspect) => judged(aspect, context)), ...wordFindings(a, b, context)]
}

function driverAspect(a: SidePart, b: SidePart): Aspect[] {
  if (a.driver === b.driver || !a.class) return []
  const change: Change =
    a.kind === 'cpu' ? { side: 'destination', set: 'vcpu', to: a.side.facts.get('vcpu')?.value ?? '' } : { side: 'destination', set: a.kind, to: a.driver }
  return [
    {
      name: 'driver',
      part: labelOf(a),
      from: { value: a.driver, missing: [], hangs: '' },
      to: { value: b.driver, missing: [], hangs: '' },
      differs: a.class.data.driver_differs ?? (['device', 'cpu', 'machine'].includes(a.kind) ? 'changed' : 'none'),
      origin: a.class.origin,
      summary:
        a.kind === 'cpu' ? `the CPU model is ${a.driver} on the source, ${b.driver} on the destination` : `${labelOf(a)} is ${b.driver} on the destination`,
      changes: (a.kind === 'cpu' || a.kind === 'machine') && change.to !== '' ? [change] : [],
      because: () => [a.proof, b.proof],
    },
  ]
}

/** Properties that a side sets, and those that both classes have and that may have another default here and there. */
function propertyAspects(a: SidePart, b: SidePart, context: Context, above: readonly SidePart[] = []): Aspect[] {
  const { source, destination } = context
  const varying = a.class === b.class ? (a.class?.varying ?? []) : [...(a.class?.properties.keys() ?? [])].filter((name) => b.class?.properties.has(name))
  const names = new Set([...a.given.keys(), ...b.given.keys(), ...varying])
  const place = new Set(a.class?.data.place ?? [])
  return [...names].flatMap((name): Aspect[] => {
    if (place.has(name) || name === 'bus' || wordOf(a, name) !== undefined || wordOf(b, name) !== undefined) return []
    const known = a.class?.properties.get(name) ?? b.class?.properties.get(name)
    const referred = known?.data.refers ? referredAspects(a, b, name, context, above) : undefined
    if (referred) return referred
    const from = source.tell(a, name)
    const to = destination.tell(b, name)
    if (isSame(from, to)) return []
    return [
      {
        name,
        part: labelOf(a),
        from,
        to,
        differs: known?.data.differs ?? 'unknown',
        origin: known?.origin ?? (a.class as NonNullable<SidePart['class']>).origin,
        summary: `${labelOf(a)}: ${name} is ${show(from)} on the source, ${show(to)} on the destination`,
        changes: changesOf(a, b, name, from.value),
        because: () => [
          a.proof,
          b.proof,
          optionProof(a, name),
          optionProof(b, name),
          ...source.reasonsOf(a, name, explainedSide(context.scope, a.side)),
          ...destination.reasonsOf(b, name, explainedSide(context.scope, b.side)),
        ],
      },
    ]
  })
}

/** Whether two values are alike, or not known for the same reasons. */
function isSame(a: Told, b: Told): boolean {
  return a.value === b.value && a.hangs === b.hangs
}

/**
 * What a backend's differences mean through the part that refers to it; undefined where one side has none, or where backends that refer to each other
 * come round to one again.
 */
function referredAspects(a: SidePart, b: SidePart, name: string, context: Context, above: readonly SidePart[]): Aspect[] | undefined {
  const [from, to] = [context.source.named(a.given.get(name)), context.destination.named(b.given.get(name))]
  if (!from?.class || !to?.class || above.includes(from)) return undefined
  const inner = [...driverAspect(from, to), ...propertyAspects(from, to, context, [...above, from])]
  return inner.map((aspect) => ({
    ...aspect,
    name: `${name}.${aspect.name}`,
    summary: `${labelOf(a)}: ${aspect.summary}`,
    because: () => [a.proof, b.proof, ...aspect.because()],
  }))
}

function fieldAspects(a: SidePart, b: SidePart, { scope, source, destination }: Context): Aspect[] {
  const names = new Set([...(a.class?.fields.keys() ?? []), ...(b.class?.fields.keys() ?? [])])
  return [...names].flatMap((name): Aspect[] => {
    const known = a.class?.fields.get(name) ?? b.class?.fields.get(name)
    const from = source.tell(a, name)
    const to = destination.tell(b, name)
    if (!known || isSame(from, to)) return []
    return [
      {
        name,
        part: labelOf(a),
        from,
        to,
        differs: known.data.differs,
        origin: known.origin,
        summary: `${labelOf(a)}: ${name} is ${show(from)} on the source, ${show(to)} on the destination`,
        changes: changesOfAll(a, b, source, destination),
        because: () => [
          a.proof,
          b.proof,
          ...source.reasonsOf(a, name, explainedSide(scope, a.side)),
          ...destination.reasonsOf(b, name, explainedSide(scope, b.side)),
        ],
      },
    ]
  })
}

/** What would give the destination's part every value that was given on one side and is another on the other, for what follows from several. */
function changesOfAll(a: SidePart, b: SidePart, source: SideParts, destination: SideParts): readonly Change[] {
  const place = new Set(a.class?.data.place ?? [])
  const names = [...new Set([...a.given.keys(), ...b.given.keys()])].filter((name) => !place.has(name) && name !== 'bus' && name !== 'id')
  const changes = names.flatMap((name) => {
    const from = source.valueOf(a, name)
    return from === destination.valueOf(b, name) || a.class?.properties.get(name)?.data.refers ? [] : changesOf(a, b, name, from)
  })
  return [...new Map(changes.map((change) => [change.set, change])).values()]
}

function wordFindings(a: SidePart, b: SidePart, context: Context): Found[] {
  if (!a.class?.data.words && !b.class?.data.words) return []
  const { scope, source, destination } = context
  const from = wordsOf(a, source, scope)
  const to = wordsOf(b, destination, scope)
  const because = (): Proof[] => [
    a.proof,
    b.proof,
    ...source.reasonsOfWords(a, explainedSide(scope, a.side)),
    ...destination.reasonsOfWords(b, explainedSide(scope, b.side)),
  ]
  if ('hangs' in from || 'hangs' in to) {
    if ('hangs' in from && 'hangs' in to && from.hangs === to.hangs && sameGiven(a, b) && a.driver === b.driver) return []
    const missing = [from, to].flatMap((one) => ('hangs' in one ? one.missing : []))
    const part = 'hangs' in from ? a : b
    const text = `the features of ${labelOf(part)} are not known`
    const other = part === a ? b : a
    if (missing.length === 0) return notRecorded([part, other], text, context, because)
    const own = (part.class ?? (other.class as NonNullable<SidePart['class']>)).origin
    return [
      found(
        scope,
        { name: 'words', origin: own, from: undefined, to: undefined, because, missing: eachOnce(missing), changes: [] },
        { ...NOBODY_KNOWS, summary: text },
        ALWAYS,
      ),
    ]
  }
  const words = (a.class?.data.words ?? b.class?.data.words) as NonNullable<NonNullable<SidePart['class']>['data']['words']>
  const origin = (a.class as NonNullable<SidePart['class']>).origin
  const sides = [
    { name: 'lost', words: [...from.within].filter((word) => !to.within.has(word)), differs: words.lost, text: 'the destination lacks' },
    { name: 'gained', words: [...to.within].filter((word) => !from.within.has(word)), differs: words.gained, text: 'the destination adds' },
  ]
  return sides.flatMap(({ name, words: some, differs, text }) =>
    grouped(some, differs, scope).flatMap(({ outcomes, words: together }) => {
      const [own, none] = [together.join(' '), ''].map((value): Told => ({ value, missing: [], hangs: '' })) as [Told, Told]
      const aspect: Aspect = {
        name,
        part: labelOf(a),
        from: name === 'lost' ? own : none,
        to: name === 'lost' ? none : own,
        differs,
        origin,
        summary: `${labelOf(a)}: ${text} ${shortList(together)}`,
        changes: changesOf(a, b, name, undefined),
        because,
      }
      return outcomes.flatMap((outcome) => fromOutcome(aspect, outcome, scope))
    }),
  )
}

/** Words of which the same follows, together. In what is said of words `from` is about the word. */
function grouped(words: readonly string[], differs: Differences, scope: PairScope): { words: string[]; outcomes: readonly Outcome[] }[] {
  const groups = new Map<string, { words: string[]; outcomes: readonly Outcome[] }>()
  const list = listOf(differs).map(({ to: _to, direction: _direction, ...difference }) => difference)
  for (const word of words) {
    const outcomes = outcomesOf(list, { value: word, missing: [], hangs: '' }, ABSENT, scope)
    const key = outcomes.map(({ index, truth }) => `${index} ${truth}`).join()
    const group = groups.get(key) ?? { words: [], outcomes }
    groups.set(key, group)
    group.words.push(word)
  }
  return [...groups.values()]
}

function refusals(part: SidePart, side: SideParts, context: Context): Found[] {
  return [...recordedRefusals(part, side, context), ...unheardOf(part, context)]
}

/** Names of a record's list, read once. */
function namesIn(list: string): ReadonlySet<string> {
  const known = nameLists.get(list) ?? new Set(list.split(/\s+/).filter(Boolean))
  nameLists.set(list, known)
  return known
}

const nameLists = new Map<string, ReadonlySet<string>>()

/** What a side sets that its class, where all of it is recorded, does not have. */
function unheardOf(part: SidePart, { scope }: Context): Found[] {
  const { closed, known = '' } = part.class?.data ?? {}
  if (!closed || !part.class) return []
  const names = namesIn(known)
  const aliases = part.class.data.words?.aliases ?? {}
  const own = part.class.properties
  const others = [...part.given.keys()].filter((name) => !own.has(name) && !names.has(name) && !names.has(aliases[name] ?? ''))
  if (others.length === 0) return []
  const condition = sideConditionOf(closed, part.side, scope)
  if (condition.truth === 'no') return []
  const missing = [{ fact: `knowledge.${part.kind}.${others[0]}`, why: `no record speaks of ${others.join(', ')} of ${labelOf(part)}` }]
  return [
    found(
      scope,
      {
        name: 'closed',
        origin: part.class.origin,
        from: undefined,
        to: undefined,
        because: () => [part.proof],
        missing: condition.truth === 'yes' ? [] : missing,
        changes: [],
      },
      {
        stage: 'start',
        effect: 'refused',
        guest: 'unchanged',
        harmless: false,
        summary: `${labelOf(part)} has no ${others.join(', ')}`,
        side: part.side.name === 'destination' ? 'destination' : 'source',
      },
      condition,
    ),
  ]
}

function recordedRefusals(part: SidePart, side: SideParts, { scope }: Context): Found[] {
  return (part.class?.refuses ?? []).flatMap(({ data, origin }): Found[] => {
    if (data.on && part.side.name !== data.on) return []
    const withs = side.fits(part, data)
    if (withs === false) return []
    const own = sideConditionOf(data.if, part.side, scope)
    if (own.truth === 'no') return []
    const condition: Conditioned = withs === true ? own : { truth: 'unknown', judge: () => unsure(own.judge(), withs.missing) }
    const text = fillNames(data.summary, part, side)
    return [
      found(
        scope,
        {
          name: `refuses.${data.id}`,
          origin,
          from: undefined,
          to: undefined,
          because: () => [part.proof, ...side.reasonsOfWith(part, data, explainedSide(scope, part.side))],
          missing: [],
          changes: data.stage === 'stream' ? dropped(part) : [],
        },
        {
          stage: data.stage,
          effect: 'refused',
          guest: 'unchanged',
          harmless: false,
          summary: text,
          ...(data.stage === 'start' ? { side: part.side.name === 'destination' ? 'destination' : 'source' } : {}),
        },
        condition,
      ),
    ]
  })
}

/** Unplugging a part before the migration. */
function dropped({ kind, device }: SidePart): readonly Change[] {
  if (kind !== 'device' || !device) return []
  return (['source', 'destination'] as const).map((side) => ({ side, set: `remove.${kind}`, to: partText(device) }))
}

function unsure({ because, missing }: Judgement, more: readonly MissingFact[]): Judgement {
  return { truth: 'unknown', because, missing: [...missing, ...more] }
}

function fillNames(text: string, part: SidePart, side: SideParts): string {
  return text.replace(/\{([^{}]+)\}/g, (_, name: string) => (name === 'part' ? labelOf(part) : (side.valueOf(part, name) ?? '')))
}

/** What a record says of an aspect, as findings. */
function judged(aspect: Aspect, { scope }: Context): Found[] {
  return outcomesOf(listOf(aspect.differs), aspect.from, aspect.to, scope).flatMap((outcome) => fromOutcome(aspect, outcome, scope))
}

function listOf(differs: Differences): readonly Difference[] {
  const list = Array.isArray(differs) ? differs : [WORDS[differs]]
  return list.filter((one) => one !== undefined)
}

/** A difference of a record's list that decides, or may. */
interface Outcome {
  readonly index: number
  readonly difference: Difference
  readonly truth: Truth
  /** What would tell whether it decides. */
  readonly missing: readonly MissingFact[]
  /** Its condition, and those of the differences before it. */
  readonly conditions: readonly Conditioned[]
}

/** The first difference that fits decides; one of which that is not known may, and so may those after it. */
function outcomesOf(list: readonly Difference[], from: Told, to: Told, scope: PairScope): Outcome[] {
  const outcomes: Outcome[] = []
  const conditions: Conditioned[] = []
  const missing: MissingFact[] = []
  let isFirst = true
  for (let index = 0; index < list.length; index++) {
    const difference = list[index] as Difference
    const fits = picks(difference, from, to, scope)
    if (fits === 'no') continue
    const condition = conditionOf(difference.if, scope, scope.explained)
    conditions.push(condition)
    if (condition.truth === 'no') continue
    const isSure = fits === 'yes' && condition.truth === 'yes'
    if (fits === 'unknown') missing.push(...from.missing, ...to.missing)
    if (condition.truth === 'unknown') missing.push(...condition.judge().missing)
    isFirst &&= isSure
    outcomes.push({ index, difference, truth: isFirst ? 'yes' : 'unknown', missing: [...missing], conditions: [...conditions] })
    if (isSure) break
  }
  return outcomes
}

function fromOutcome(aspect: Aspect, { difference, truth, missing, conditions }: Outcome, scope: PairScope): Found[] {
  const { stage, effect, guest, harmless, depends } = difference
  if (effect === 'none' && guest === 'unchanged') return []
  const { from, to, name, part } = aspect
  const unset = name === 'lost' || name === 'gained' ? [] : [from, to].filter(({ value }) => value === undefined)
  const knowledge = (why: string): MissingFact => ({ fact: `knowledge.${aspect.origin.entry.data.id}.${name}`, why })
  const open = unset.flatMap((one) => (one.missing.length > 0 ? one.missing : [knowledge(`what ${name} is where it is not set is not recorded`)]))
  const lacks = difference.lacks ? [knowledge(difference.lacks)] : []
  const summary = difference.summary?.replaceAll('{part}', part).replaceAll('{from}', show(from)).replaceAll('{to}', show(to)) ?? aspect.summary
  return [
    found(
      scope,
      { ...aspect, from: from.value, to: to.value, missing: eachOnce([...open, ...lacks]) },
      { stage, effect, guest, harmless, summary, ...(depends ? { depends } : {}) },
      { truth, judge: () => ({ truth, because: conditions.flatMap((one) => one.judge().because), missing }) },
    ),
  ]
}

function eachOnce(missing: readonly MissingFact[]): MissingFact[] {
  return missing.filter(({ fact }, index) => missing.findIndex((one) => one.fact === fact) === index)
}

const base = { stage: 'guest', effect: 'silent', guest: 'changed', harmless: false } as const
const WORDS: Readonly<Record<Consequence, Difference | undefined>> = {
  refused: { ...base, stage: 'stream', effect: 'refused', guest: 'unchanged' },
  changed: base,
  harmless: { ...base, harmless: true },
  none: undefined,
  unknown: { ...base, stage: 'stream', effect: 'refused', guest: 'unknown', lacks: 'what QEMU and the guest make of this difference is not recorded' },
}

/** Whether a difference is about such values; what is not known may be, what is not set counts as nothing. */
function picks(difference: Difference, from: Told, to: Told, { knowledge }: Scope): Truth {
  const fits = (raw: unknown, { value, missing }: Told): Truth => {
    if (raw === undefined) return 'yes'
    if (value === undefined && missing.length > 0) return 'unknown'
    const match = matchOf(raw)
    const holds =
      match.kind === 'given' ? match.given === (value !== undefined) : value !== undefined && matchText(match, value, 'part.value', knowledge) === true
    return holds ? 'yes' : 'no'
  }
  const left = fits(difference.from, from)
  const right = fits(difference.to, to)
  const isOpen = [from, to].some(({ value, missing }) => value === undefined && missing.length > 0)
  const way = difference.direction === undefined ? 'yes' : isOpen ? 'unknown' : difference.direction === directionOf(from.value, to.value) ? 'yes' : 'no'
  return left === 'no' || right === 'no' || way === 'no' ? 'no' : left === 'yes' && right === 'yes' && way === 'yes' ? 'yes' : 'unknown'
}

function directionOf(from = '', to = ''): 'lowered' | 'raised' | undefined {
  const rank = (text: string): number => (text === 'off' ? 0 : text === 'on' ? 1 : Number(text))
  const [a, b] = [rank(from), rank(to)]
  return b < a ? 'lowered' : b > a ? 'raised' : undefined
}

type Said = Pick<Finding, 'stage' | 'effect' | 'guest' | 'harmless' | 'summary'> & Partial<Pick<Finding, 'side' | 'depends'>>

/** A condition of a record: its truth at once, its reasons when they are asked for. */
interface Conditioned {
  readonly truth: Truth
  readonly judge: () => Judgement
}

const ALWAYS: Conditioned = { truth: 'yes', judge: () => YES }

function conditionOf(raw: RawCondition | undefined, scope: Scope, explained: Scope): Conditioned {
  return raw ? { truth: truthOf(raw, scope), judge: () => judge(raw, explained) } : ALWAYS
}

function sideConditionOf(raw: RawCondition | undefined, side: SideFacts, scope: PairScope): Conditioned {
  return raw ? conditionOf(raw, stateOf(scope.knowledge, side).scope, explainedSide(scope, side)) : ALWAYS
}

function found(
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
  const { source, destination } = scope.sides
  const because = [source, destination].flatMap((side) => stateOf(scope.knowledge, side).parts.placeReasons(explainedSide(scope, side)))
  return because.length === 0 ? [] : [{ kind: 'step', text: 'what the parts are, and where', because: [...new Set(because)] }]
}

/** A part that no record knows; what is said of those is in the class of the driver `(unrecorded)`. */
function notRecorded([part, ...others]: readonly [SidePart, ...SidePart[]], text: string, { scope }: Context, why?: () => Proof[]): Found[] {
  const origin = classesOf(scope.knowledge)
    .of('device', UNRECORDED)
    .find(({ data }) => data.driver.includes(UNRECORDED))?.origin
  if (!origin) return []
  const missing = [{ fact: `knowledge.${part.kind}.${part.driver}`, why: `no record speaks of ${part.kind} ${part.driver}` }]
  const because = why ?? (() => [part, ...others].map(({ proof }) => proof))
  const said = { ...NOBODY_KNOWS, summary: `${text}, and no record speaks of it` }
  return [found(scope, { name: part.driver, origin, from: undefined, to: undefined, because, missing, changes: [] }, said, ALWAYS)]
}

const NOBODY_KNOWS = { stage: 'stream', effect: 'refused', guest: 'unknown', harmless: false } as const
const UNRECORDED = '(unrecorded)'

function labelOf(part: SidePart): string {
  if (part.kind === 'machine') return `machine ${part.driver}`
  if (part.kind === 'cpu') return `CPU ${part.driver}`
  const id = part.given.get('id') ?? part.given.get('node-name')
  return `${part.kind === 'device' ? '' : `${part.kind} `}${part.driver}${id ? ` ${id}` : ''}`
}

/** The change of the destination that gives its part the source's value: a machine option, the CPU model as a whole, or a property by the part's id or driver. */
function changesOf(a: SidePart, b: SidePart, name: string, from: string | undefined): readonly Change[] {
  if (a.kind === 'cpu') {
    const model = a.side.facts.get('vcpu')?.value
    return model === undefined ? [] : [{ side: 'destination', set: 'vcpu', to: model }]
  }
  if (from === undefined) return []
  const set = a.kind === 'machine' ? name : `${b.kind}.${b.given.get('id') ?? b.given.get('node-name') ?? b.driver}.${name}`
  return [{ side: 'destination', set, to: a.given.has(name) ? from : NOT_SET }]
}

function optionProof(part: SidePart, name: string): Proof {
  return part.kind === 'machine'
    ? (part.side.facts.get(name)?.proof ?? {
        kind: 'assumed',
        text: `${name} is left at its default on the ${part.side.name}`,
        fact: `${part.side.name}.${name}`,
      })
    : part.proof
}

function sameGiven(a: SidePart, b: SidePart): boolean {
  return a.given.size === b.given.size && [...a.given].every(([name, value]) => b.given.get(name) === value)
}

function show({ value, missing }: Told): string {
  return value === undefined && missing.length > 0 ? 'not known' : value === undefined ? 'not set' : value === '' ? 'empty' : value
}

function shortList(words: readonly string[]): string {
  return words.length <= 8 ? words.join(', ') : `${words.slice(0, 7).join(', ')} and ${words.length - 7} more`
}
