import { type Change, type Differences, NOT_SET, type Proof } from '../../model/index.ts'
import { explainedSide } from '../pair-scope.ts'
import type { Origin } from './classes.ts'
import { type Context, labelOf } from './found-part.ts'
import type { SidePart, SideParts, Told } from './side-part.ts'
import { wordOf } from './words.ts'

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
export const ABSENT: Told = { value: undefined, missing: [], hangs: '' }

/** In what two parts that belong together differ, their words apart. */
export function aspectsOf(a: SidePart, b: SidePart, context: Context): Aspect[] {
  return [...driverAspect(a, b), ...propertyAspects(a, b, context), ...fieldAspects(a, b, context)]
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
  const place = a.class?.data.place ?? []
  return [...names].flatMap((name): Aspect[] => {
    if (name === 'bus' || wordOf(a, name) !== undefined || wordOf(b, name) !== undefined) return []
    const known = a.class?.properties.get(name) ?? b.class?.properties.get(name)
    const referred = known?.data.refers ? referredAspects(a, b, name, context, above) : undefined
    if (referred) return referred
    const from = source.tell(a, name)
    const to = destination.tell(b, name)
    // Parts that belong together have the same address; but an address that is not known was taken for the first.
    const areKnown = isKnown(from) && isKnown(to)
    if (isSame(from, to) || (place.includes(name) && areKnown)) return []
    return [
      {
        name,
        part: labelOf(a),
        from,
        to,
        // Where it is not known where a part is, or what it is called, it may be another part altogether.
        differs: !areKnown && a.class?.telling.includes(name) ? 'refused' : (known?.data.differs ?? 'unknown'),
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
function isKnown({ value, missing }: Told): boolean {
  return value !== undefined || missing.length === 0
}

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
    // Of what has no consequence by itself, only those are looked up that another value is made of.
    if (!known || known.data.differs === 'none') return []
    const from = source.tell(a, name)
    const to = destination.tell(b, name)
    if (isSame(from, to)) return []
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

/** The change of the destination that gives its part the source's value: a machine option, the CPU model as a whole, or a property by the part's id or driver. */
export function changesOf(a: SidePart, b: SidePart, name: string, from: string | undefined): readonly Change[] {
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

/** A value in words. */
export function show({ value, missing }: Told): string {
  return value === undefined && missing.length > 0 ? 'not known' : value === undefined ? 'not set' : value === '' ? 'empty' : value
}
