import type { Answer, Knowledge, Missing, Profile } from '../model/index.ts'
import type { Found } from './found.ts'
import { isRestarted, judgePair } from './judge-pair.ts'
import { findRemedies } from './remedies.ts'
import type { SideFacts } from './side-facts.ts'
import { type Sides, withDefinition } from './sides.ts'
import type { MissingFact } from './truth.ts'

/** "Can I migrate `source` to `destination`?" */
export interface Question {
  readonly source: Profile
  readonly destination: Profile
  /** Hosts on the way, in order; the guest is started on `source` and never powered off. */
  readonly via?: readonly Profile[]
  /** Whether to look for changes that help. Default: true. */
  readonly remedies?: boolean
  /** Whether findings carry their proofs, which are made when they are first looked at; else `because` is empty. Default: true. */
  readonly proofs?: boolean
}

/**
 * Answers a question from the knowledge. Total and pure: no I/O, no clock; the same question and knowledge give the same answer.
 * Profiles should have passed `validateProfile`; words that no record knows count as not known.
 * @returns the answer; for a chain that of the worst hop with every finding, and all `hops`
 */
export function evaluate(knowledge: Knowledge, question: Question): Answer {
  if (question.via && question.via.length > 0) return evaluateChain(knowledge, question, question.via)
  return evaluatePair(knowledge, question.source, question.destination, undefined, question).answer
}

/** One hop. */
export function evaluatePair(
  knowledge: Knowledge,
  source: Profile,
  destination: Profile,
  boot: SideFacts | undefined,
  { remedies = true, proofs = true }: Pick<Question, 'remedies' | 'proofs'>,
): { answer: Answer; sides: Sides } {
  const { scope, note, found, decision, covered } = judgePair(knowledge, source, destination, boot, proofs)
  const { sides } = scope
  const { verdict, start, stream, guest } = decision
  const answer: Answer = {
    verdict,
    start,
    stream,
    guest,
    findings: sorted(found),
    missing: covered ? gather(found) : [...gather(found), notCovered(sides)],
    remedies: remedies && verdict !== 'yes' ? findRemedies(knowledge, source, destination, boot, { decision, found, sides }) : [],
    assumptions:
      sides.assumptions.length + (isRestarted(sides) ? 1 : 0) === 0
        ? [DEFAULTS, PATH, note]
        : [...sides.assumptions, DEFAULTS, PATH, ...(isRestarted(sides) ? [STARTED_ANEW] : []), note],
    conflicts: together(scope.source.conflicts, scope.destination.conflicts),
    not_understood: together(source['not-understood'], destination['not-understood']),
    knowledge: { digest: knowledge.digest, date: knowledge.date },
  }
  return { answer, sides }
}

const DEFAULTS = 'machine options and devices that are not named are at their defaults, the same on both sides'
const PATH = 'storage, network and the path of the migration itself work'
const STARTED_ANEW = 'the guest is stopped and started anew on the destination: nothing of it is carried over'

function evaluateChain(knowledge: Knowledge, question: Question, via: readonly Profile[]): Answer {
  const stops = [question.source, ...via, question.destination]
  let boot: SideFacts | undefined
  let previous: Profile = question.source
  const hops = stops.slice(1).map((stop, index) => {
    const destination = carryOver(knowledge, previous, stop)
    const { answer, sides } = evaluatePair(knowledge, previous, destination, boot, question)
    boot ??= sides.source
    previous = destination
    return { from: nameOf(index, stops.length), to: nameOf(index + 1, stops.length), ...answer }
  })
  const order = ['yes', 'conditional', 'unknown', 'no']
  const worst = hops.reduce((a, b) => (order.indexOf(b.verdict) > order.indexOf(a.verdict) ? b : a))
  const { from: _from, to: _to, ...answer } = worst
  return { ...answer, hops }
}

/** The next hop's source runs the same VM: the definition goes along, and so does what is known of the guest. */
function carryOver(knowledge: Knowledge, previous: Profile, stop: Profile): Profile {
  const guest = Object.fromEntries(Object.entries(previous.facts).filter(([key]) => key.startsWith('guest.')))
  return withDefinition(knowledge, { ...stop, facts: { ...guest, ...stop.facts } }, previous)
}

function nameOf(index: number, count: number): string {
  return index === 0 ? 'source' : index === count - 1 ? 'destination' : `via ${index}`
}

/** The items of both, each once. */
function together(a: readonly string[], b: readonly string[]): string[] {
  return a.length + b.length === 0 ? [] : [...new Set([...a, ...b])]
}

function notCovered(sides: Sides): Missing {
  const kind =
    ['arch', 'accel', 'machine']
      .map((key) => sides.destination.facts.get(key)?.value)
      .filter(Boolean)
      .join(' ') || 'this kind of machine'
  return { fact: 'knowledge.coverage', why: `no record covers ${kind}; say more (arch, accel, cpu, xen) or add records`, matters_to: [] }
}

const SEVERITY = { refused: 0, silent: 2, warned: 3, degraded: 2, none: 4 } as const

/** Worst first: what stands in the way, what may, what the guest would notice, and what no guest is known to mind; refusals and breakage before the rest. */
function sorted(found: readonly Found[]): Answer['findings'] {
  if (isSorted(found)) return found.map(({ finding }) => finding)
  return [...found].sort((a, b) => weightOf(a) - weightOf(b)).map(({ finding }) => finding)
}

function isSorted(found: readonly Found[]): boolean {
  for (let index = 1; index < found.length; index++) if (weightOf(found[index - 1] as Found) > weightOf(found[index] as Found)) return false
  return true
}

function weightOf({ finding }: Found): number {
  const { certain, depends, effect, guest, harmless } = finding
  const stops = effect === 'refused' || guest === 'broken' || guest === 'unknown'
  const isCertain = certain === 'yes' && depends === undefined && guest !== 'unknown'
  const rank = stops ? (isCertain ? 0 : 10) : harmless || guest === 'unchanged' ? 30 : isCertain ? 20 : 25
  return rank + (guest === 'broken' ? Math.min(1, SEVERITY[effect]) : SEVERITY[effect])
}

function gather(found: readonly Found[]): Missing[] {
  if (found.every(({ finding }) => finding.certain === 'yes')) return []
  const byFact = new Map<string, { why: string; records: Set<string> }>()
  const add = ({ fact, why }: MissingFact, record: string): void => {
    const known = byFact.get(fact) ?? { why, records: new Set<string>() }
    known.records.add(record)
    byFact.set(fact, known)
  }
  for (const { finding, missing } of found) if (finding.certain === 'unknown') for (const one of missing) add(one, finding.record)
  const rank = (fact: string): number => (fact.startsWith('knowledge.') ? 2 : fact.startsWith('guest.') ? 1 : 0)
  return [...byFact].map(([fact, { why, records }]) => ({ fact, why, matters_to: [...records] })).sort((a, b) => rank(a.fact) - rank(b.fact))
}
