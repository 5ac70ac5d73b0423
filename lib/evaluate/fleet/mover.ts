import { type Answer, EMPTY_PROFILE, type Knowledge, type Profile, type Truth, type Verdict, factKey } from '../../model/index.ts'
import { evaluatePair } from '../evaluate.ts'
import { tick } from '../patience.ts'
import { stateOf } from '../side-state.ts'
import { completeSides, withDefinition } from '../sides.ts'
import { essenceFor } from './essence.ts'
import { type Kinds, keyOf } from './kinds.ts'
import { type Traits, traitsFor } from './traits.ts'

/** How one VM definition gets from kind to kind of hosts. */
export interface Mover {
  /** What a guest that was started on a kind carries along from there; guests with equal numbers move alike. */
  readonly bootOf: (kind: number) => number
  /** The verdict of a move between two hosts, for a guest that was started as `boot` says. */
  readonly verdict: (boot: number, from: number, to: number) => Verdict
  /** Whether a kind of hosts starts the VM. */
  readonly starts: (kind: number) => Truth
  /** The same as `verdict` with its findings. */
  readonly answer: (boot: number, from: number, to: number) => Answer
  /** Kinds that a guest cannot tell apart have equal numbers here, 0 and up. */
  readonly classOf: (boot: number, kind: number) => number
  /** A kind of each class. */
  readonly classes: (boot: number) => readonly number[]
}

/** The VM as it was started somewhere: short words in its definition mean what they meant there. */
interface Started {
  readonly index: number
  readonly profile: Profile
  readonly traits: Traits
  /** The VM on each kind. */
  readonly on: Profile[]
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
  // What the other side gives is no trait of a host.
  const coarse = ![...varying].some((key) => key === 'arch' || factKey(key).subject === 'vm')
  const started = new Map<string, Started>()
  const boots: { readonly started: Started; readonly kind: number }[] = []
  const bootIndex = new Map<string, number>()
  const bootOfKind = new Map<number, number>()
  const answers = new Map<string, Answer>()
  const verdicts = new Map<string, Verdict>()
  const starting = new Map<string, Truth>()

  const startedOn = (kind: number): Started => {
    const host = hosts[kind] as Profile
    const meant = withDefinition(knowledge, EMPTY_PROFILE, { ...vm, facts: { ...vm.facts, ...host.facts } }).facts
    const facts = Object.fromEntries(Object.entries(vm.facts).map(([key, value]) => [key, factKey(key).subject === 'vm' ? (meant[key] ?? value) : value]))
    const profile = { ...vm, facts }
    const key = keyOf(profile)
    const known = started.get(key) ?? {
      index: started.size,
      profile,
      traits: traitsFor(knowledge, profile),
      on: [],
      members: [],
      classOf: new Map<number, number>(),
    }
    if (!started.has(key)) {
      started.set(key, known)
      for (const { facts: own } of hosts) known.on.push({ ...profile, facts: { ...profile.facts, ...own } })
      const classes = coarse ? classesOn(knowledge, known.on) : undefined
      const fine = essenceFor(knowledge, profile, common, varying, { classes })
      const rest = essenceFor(knowledge, profile, common, varying, { classes, values: false })
      const texts = new Map<string, string>()
      const byEssence = new Map<string, number>()
      for (const [index, { facts: own }] of hosts.entries()) {
        tick()
        const here = known.on[index] as Profile
        const exact = fine(own)
        const text = texts.get(exact) ?? (coarse ? `${rest(own)} ${known.traits.all(here)}` : exact)
        texts.set(exact, text)
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
    const key = `${at.index} ${at.traits.boot(at.on[kind] as Profile)}`
    const index = bootIndex.get(key) ?? boots.length
    if (index === boots.length) {
      bootIndex.set(key, index)
      boots.push({ started: at, kind })
    }
    bootOfKind.set(kind, index)
    return index
  }
  const on = (boot: number, kind: number): Profile => {
    return (boots[boot] as (typeof boots)[number]).started.on[kind] as Profile
  }
  const evaluated = (boot: number, from: number, to: number, proofs: boolean): Answer => {
    const destination = on(boot, to)
    const { source: bootSide } = completeSides(knowledge, on(boot, (boots[boot] as (typeof boots)[number]).kind), destination)
    return evaluatePair(knowledge, on(boot, from), destination, bootSide, { remedies: false, proofs }).answer
  }
  const answer = (boot: number, from: number, to: number): Answer => {
    const key = `${boot} ${from} ${to}`
    const known = answers.get(key) ?? evaluated(boot, from, to, true)
    answers.set(key, known)
    return known
  }
  const classOf = (boot: number, kind: number): number => boots[boot]?.started.classOf.get(kind) ?? 0
  return {
    bootOf,
    answer,
    starts: (kind) => {
      const boot = bootOf(kind)
      const key = `${boot} ${classOf(boot, kind)}`
      const known = starting.get(key) ?? evaluated(boot, kind, kind, false).start.source
      starting.set(key, known)
      return known
    },
    classOf,
    classes: (boot) => boots[boot]?.started.members ?? [],
    verdict: (boot, from, to) => {
      const key = `${boot} ${classOf(boot, from)} ${classOf(boot, to)}`
      const known = verdicts.get(key) ?? evaluated(boot, from, to, false).verdict
      verdicts.set(key, known)
      return known
    },
  }
}

/** The classes that parts of the VM are of on some host. */
function classesOn(knowledge: Knowledge, on: readonly Profile[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const here of on) {
    tick()
    for (const name of stateOf(knowledge, completeSides(knowledge, here, here).source).parts.classes) names.add(name)
  }
  return names
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
