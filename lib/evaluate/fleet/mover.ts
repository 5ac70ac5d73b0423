import { type Answer, EMPTY_PROFILE, type Knowledge, type Profile, type Verdict, factKey } from '../../model/index.ts'
import { evaluatePair } from '../evaluate.ts'
import { completeSides, withDefinition } from '../sides.ts'
import { type Essence, essenceFor } from './essence.ts'
import { type Kinds, keyOf } from './kinds.ts'

/** How one VM definition gets from kind to kind of hosts. */
export interface Mover {
  /** What a guest that was started on a kind carries along from there; guests with equal numbers move alike. */
  readonly bootOf: (kind: number) => number
  /** The verdict of a move between two hosts, for a guest that was started as `boot` says. */
  readonly verdict: (boot: number, from: number, to: number) => Verdict
  /** The same with its findings. */
  readonly answer: (boot: number, from: number, to: number) => Answer
  /** Kinds that a guest cannot tell apart have equal numbers here, 0 and up. */
  readonly classOf: (boot: number, kind: number) => number
  /** A kind of each class. */
  readonly classes: (boot: number) => readonly number[]
}

/** The VM as it was started somewhere: short words in its definition mean what they meant there. */
interface Started {
  readonly profile: Profile
  readonly essence: Essence
  /** Per class of kinds, one of them. */
  readonly members: number[]
  readonly classOf: Map<number, number>
}

/**
 * A definition's moves, each evaluated once for all hosts that the VM cannot tell apart.
 * @param vm the definition with what is known of the guest
 */
export function moverOf(knowledge: Knowledge, vm: Profile, kinds: Kinds): Mover {
  const hosts = kinds.kinds.map(({ profile }) => ownFacts(vm, profile))
  const { common, varying } = comparedFacts(hosts.map(({ facts }) => facts))
  const bootEssence = essenceFor(knowledge, vm, common, varying, true)
  const started = new Map<string, Started>()
  const boots: { readonly started: Started; readonly kind: number }[] = []
  const bootIndex = new Map<string, number>()
  const bootOfKind = new Map<number, number>()
  const answers = new Map<string, Answer>()
  const verdicts = new Map<string, Verdict>()

  const startedOn = (kind: number): Started => {
    const host = hosts[kind] as Profile
    const meant = withDefinition(knowledge, EMPTY_PROFILE, { ...vm, facts: { ...vm.facts, ...host.facts } }).facts
    const facts = Object.fromEntries(Object.entries(vm.facts).map(([key, value]) => [key, factKey(key).subject === 'vm' ? (meant[key] ?? value) : value]))
    const profile = { ...vm, facts }
    const key = keyOf(profile)
    const known = started.get(key) ?? { profile, essence: essenceFor(knowledge, profile, common, varying), members: [], classOf: new Map<number, number>() }
    if (!started.has(key)) {
      started.set(key, known)
      const byEssence = new Map<string, number>()
      for (const [index, { facts: own }] of hosts.entries()) {
        const text = known.essence(own)
        const found = byEssence.get(text) ?? byEssence.size
        if (found === byEssence.size) {
          byEssence.set(text, found)
          known.members.push(index)
        }
        known.classOf.set(index, found)
      }
    }
    return known
  }
  const bootOf = (kind: number): number => {
    const known = bootOfKind.get(kind)
    if (known !== undefined) return known
    const at = startedOn(kind)
    const key = `${[...started.values()].indexOf(at)} ${bootEssence(hosts[kind]?.facts ?? {})}`
    const index = bootIndex.get(key) ?? boots.length
    if (index === boots.length) {
      bootIndex.set(key, index)
      boots.push({ started: at, kind })
    }
    bootOfKind.set(kind, index)
    return index
  }
  const on = (boot: number, kind: number): Profile => {
    const { profile } = (boots[boot] as (typeof boots)[number]).started
    return { ...profile, facts: { ...profile.facts, ...hosts[kind]?.facts } }
  }
  const evaluated = (boot: number, from: number, to: number): Answer => {
    const destination = on(boot, to)
    const { source: bootSide } = completeSides(knowledge, on(boot, (boots[boot] as (typeof boots)[number]).kind), destination)
    return evaluatePair(knowledge, on(boot, from), destination, bootSide, false).answer
  }
  const answer = (boot: number, from: number, to: number): Answer => {
    const key = `${boot} ${from} ${to}`
    const known = answers.get(key) ?? evaluated(boot, from, to)
    answers.set(key, known)
    return known
  }
  const classOf = (boot: number, kind: number): number => boots[boot]?.started.classOf.get(kind) ?? 0
  return {
    bootOf,
    answer,
    classOf,
    classes: (boot) => boots[boot]?.started.members ?? [],
    verdict: (boot, from, to) => {
      const key = `${boot} ${classOf(boot, from)} ${classOf(boot, to)}`
      const known = verdicts.get(key) ?? evaluated(boot, from, to).verdict
      verdicts.set(key, known)
      return known
    },
  }
}

/** A host as this VM meets it: what the VM's own definition says of its accelerator is not the host's to say. */
function ownFacts(vm: Profile, host: Profile): Profile {
  const facts = Object.fromEntries(Object.entries(host.facts).filter(([key]) => !(key === 'accel' && key in vm.facts)))
  return { ...host, facts }
}

/** What all of them have alike, and the keys of the rest. */
function comparedFacts(all: readonly Readonly<Record<string, string>>[]): { common: Record<string, string>; varying: Set<string> } {
  const keys = new Set(all.flatMap((facts) => Object.keys(facts)))
  const first = all[0] ?? {}
  const varying = new Set([...keys].filter((key) => all.some((facts) => facts[key] !== first[key])))
  return { common: Object.fromEntries(Object.entries(first).filter(([key]) => !varying.has(key))), varying }
}
