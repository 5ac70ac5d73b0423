import type { Proof } from '../../model/index.ts'
import type { Found } from '../found.ts'
import type { PairScope } from '../pair-scope.ts'
import { ABSENT, aspectsOf } from './aspects.ts'
import { tick } from '../patience.ts'
import type { SideFacts } from '../side-facts.ts'
import { classesOf } from './classes.ts'
import { type Context, labelOf, notRecorded, sameGiven } from './found-part.ts'
import { likenessOf } from './likeness.ts'
import { judged } from './outcomes.ts'
import { partText } from './given.ts'
import type { SidePart, Told } from './side-part.ts'
import { together } from './together.ts'
import { wordFindings } from './word-findings.ts'

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
      ...once([...scope.source.refusals, ...scope.destination.refusals].map((refusal) => refusal(scope))),
      ...[...pairs.values()].flatMap(({ a, b }) => {
        tick()
        return a && b ? compared(a, b, context) : a ? lone(a, 'source', context) : b ? lone(b, 'destination', context) : []
      }),
    ],
  }
}

const NOTHING: PartResult = { found: [], covered: false }

/** What a stream is refused for on both sides is said once; what may be refused, for each set of facts that would settle it. */
function once(found: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return found.filter(({ finding, missing }) => {
    const open = missing.map(({ fact }) => fact).sort()
    const key = `${finding.record} ${finding.claim} ${finding.side ?? ''} ${finding.certain} ${finding.summary} ${[...new Set(open)].join(' ')}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function lone(part: SidePart, on: 'source' | 'destination', context: Context): Found[] {
  const data = part.class?.data
  if (!data || !part.class) return mayMatter(part, context) ? notRecorded([part], `${labelOf(part)} is on the ${on} only`, context) : []
  // Every side has a machine; one that is not known is not another. What follows from that is for records to say.
  if (part.kind === 'machine' && !(on === 'source' ? context.scope.sides.destination : context.scope.sides.source).facts.has('machine')) return []
  const isBackend = part.kind !== 'device' && data.section === undefined
  // An option that nothing refers to is at its defaults where it is not given.
  if (isBackend && !data.lost && !data.gained && !part.given.has('id') && !part.given.has('node-name')) {
    const side = on === 'source' ? context.scope.sides.destination : context.scope.sides.source
    // That the other side has none of it rests on which machine it has.
    const [proof = part.proof] = part.kind === 'machine' ? machineProof(side) : []
    const twin: SidePart = { ...part, given: new Map(), device: undefined, side, proof }
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
      because: () => [part.proof, other.deviceProof, ...(part.kind === 'machine' ? machineProof(other) : [])],
    },
    context,
  )
}

/** Which machine a side has. */
function machineProof({ facts }: SideFacts): Proof[] {
  const known = facts.get('machine')
  return known ? [known.proof] : []
}

/**
 * Whether a part without a class may change anything: what nobody has written down may. `-global` of a driver that is known does not where the VM has no such
 * device, which is known where it has none by default. Of a machine there are records for each.
 */
function mayMatter({ kind, driver, side }: SidePart, { scope }: Context): boolean {
  if (kind !== 'global') return kind !== 'machine'
  return side.facts.get('nodefaults')?.value !== 'yes' || classesOf(scope.knowledge).of('device', driver).length === 0
}

function compared(a: SidePart, b: SidePart, context: Context): Found[] {
  if (!a.class || !b.class) {
    if (a.kind !== 'device' && sameGiven(a, b)) return []
    return notRecorded(a.class ? [b, a] : [a, b], sameGiven(a, b) ? `${labelOf(a)} is on both sides` : `${labelOf(a)} differs`, context)
  }
  if (a.class === b.class && areAlike(a, b, context)) return []
  const aspects = aspectsOf(a, b, context)
  return [...together(aspects, labelOf(a)).flatMap((aspect) => judged(aspect, context)), ...wordFindings(a, b, context)]
}

function areAlike(a: SidePart, b: SidePart, { scope, source, destination }: Context): boolean {
  const likeness = likenessOf(a, source, scope)
  return likeness !== undefined && likeness === likenessOf(b, destination, scope)
}
