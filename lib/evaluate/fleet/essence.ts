import {
  type Condition,
  type Event,
  type Knowledge,
  type Match,
  type Profile,
  type RawCondition,
  type RecordData,
  type Rule,
  type Truth,
  factKey,
  parseCondition,
  placeOf,
} from '../../model/index.ts'
import { testOf } from '../compile.ts'
import type { Scope } from '../condition.ts'
import { matchText } from '../match.ts'
import { stateAt } from '../../model/ranges.ts'
import { derive } from '../derive.ts'
import type { Known, SideFacts } from '../side-facts.ts'

/** What of a host's facts can make a difference: hosts with the same text are one to the VM that it was made for. */
export type Essence = (facts: Readonly<Record<string, string>>) => string

/** Keys of prose, in which facts only show up. */
const PROSE = new Set([
  'evidence',
  'summary',
  'title',
  'text',
  'note',
  'history',
  'aliases',
  'policies',
  'relations',
  'rely',
  'surface',
  'question',
  'remedies',
])

/** Conditions that what is beside them hangs on. */
const GUARDS = ['applies', 'when', 'if']

/** Conditions that only say something themselves. */
const CONDITIONS = ['closed', 'carried']

export interface EssenceOptions {
  /** Whether what only features' values go by counts, too. Default: true. */
  readonly values?: boolean
  /** The classes that the parts of this VM are of on some host, with those that they are like. Default: all. */
  readonly classes?: ReadonlySet<string> | undefined
}

/**
 * Compiles the knowledge for one VM: every condition and range that could look at a host's facts, and so which hosts it cannot tell apart. Two
 * versions between which nothing recorded happened are one. A version that cannot be placed exactly, or that is copied or compared as text, stands
 * for itself, so that this is never coarser than the evaluator.
 * @param vm the VM's definition with what is known of the guest
 * @param common facts that all hosts have alike; what they rule out is left out
 * @param varying every key that the hosts give in different ways, or only some of them
 */
export function essenceFor(
  knowledge: Knowledge,
  vm: Profile,
  common: Readonly<Record<string, string>>,
  varying: ReadonlySet<string>,
  { values = true, classes }: EssenceOptions = {},
): Essence {
  const asked = new Asked(knowledge, vm, common, varying)
  for (const { data } of knowledge.rules) asked.record(classes ? { ...data, parts: data.parts.filter((part) => classes.has(part.class)) } : data, values)
  for (const { data } of knowledge.features) asked.record(data, values)
  const cache = new Map<string, string>()
  const keys = [...varying].filter((key) => asked.mentions(key)).sort()
  return (facts) =>
    keys
      .map((key) => {
        const value = facts[key]
        if (value === undefined) return '-'
        const id = `${key} ${value}`
        const known = cache.get(id) ?? asked.signature(key, value)
        cache.set(id, known)
        return known
      })
      .join('|')
}

/** Everything that the records ask of host facts. */
class Asked {
  readonly #knowledge: Knowledge
  readonly #side: SideFacts
  readonly #varying: ReadonlySet<string>
  /** Keys that a rule may still set on some host. */
  #derivable: ReadonlySet<string>
  readonly #matches = new Map<string, Match[]>()
  readonly #events = new Map<string, (readonly Event[])[]>()
  readonly #verbatim = new Set<string>()
  /** Versions at which a statement says that the value is not known: there, one version is not another. */
  readonly #unsettled = new Map<string, (readonly Event[] | undefined)[]>()

  constructor(knowledge: Knowledge, vm: Profile, common: Readonly<Record<string, string>>, varying: ReadonlySet<string>) {
    this.#knowledge = knowledge
    this.#varying = varying
    this.#derivable = new Set(knowledge.rules.flatMap(({ data }) => data.derive.flatMap(({ set }) => Object.keys(set))))
    const given = new Map<string, Known>(
      Object.entries({ ...common, ...(vm.complete && vm['not-understood'].length === 0 ? { definition: 'whole' } : {}), ...vm.facts }).map(([key, value]) => [
        key,
        { value, proof: { kind: 'fact', fact: key, value, origin: 'given' } },
      ]),
    )
    const facts = derive(knowledge, given)
    for (const key of varying) facts.delete(key)
    this.#side = { name: 'source', facts, devices: vm.devices, deviceProof: { kind: 'assumed', text: 'the devices of the VM' } }
    for (let before = -1; before !== this.#derivable.size; ) {
      before = this.#derivable.size
      this.#derivable = new Set(knowledge.rules.flatMap(({ data }) => data.derive.filter((one) => this.#mayDerive(one)).flatMap(({ set }) => Object.keys(set))))
    }
  }

  /** Whether any record looks at the key. */
  mentions(key: string): boolean {
    return this.#matches.has(key) || this.#events.has(key) || this.#verbatim.has(key)
  }

  /** What the records can tell of a value. */
  signature(key: string, value: string): string {
    const line = this.#knowledge.lines.get(key)
    const exact = line && placeOf(value, line)?.point !== undefined
    const unsettled = (this.#unsettled.get(key) ?? []).some((events) => !events || stateAt(events, value, line) !== 'absent')
    if (!line || !exact || unsettled || this.#verbatim.has(key)) return `=${value}`
    const held = (this.#matches.get(key) ?? []).map((match) => matchText(match, value, key, this.#knowledge))
    const states = (this.#events.get(key) ?? []).map((events) => stateAt(events, value, line))
    // What is not known of one version is not what is not known of another.
    if (held.includes(undefined) || states.some((state) => state === undefined || state === 'either')) return `=${value}`
    return `${held.map((holds) => (holds ? 'y' : 'n')).join('')}/${states.map((state) => state?.charAt(0)).join('')}`
  }

  /** @param withValues whether the statements that make up a feature's value count */
  record(data: RecordData, withValues: boolean): void {
    if (data.kind === 'rule') {
      for (const { fact, component, values } of data.vocabulary) {
        const known = this.#side.facts.get(fact)?.value
        this.#verbatim.add(fact)
        for (const { name, aliases, versions, ...word } of values) {
          if (!component || (known !== undefined && known !== name && !aliases.includes(known))) continue
          if (versions) this.#eventsOf(component, versions)
          if (word['stands-for']) this.#verbatim.add(component)
        }
      }
      for (const { when, set } of data.derive.filter((one) => this.#mayDerive(one))) {
        this.#condition(parseCondition(when))
        for (const [key, template] of Object.entries(set)) {
          this.#verbatim.add(key)
          this.#template(template)
        }
      }
    }
    if (data.kind === 'feature') {
      const { option, versions } = data.control
      if (option && versions && (this.#side.facts.has(option) || factKey(option).subject === 'host')) this.#eventsOf(versions.component, versions.events)
      if (option) this.#verbatim.add(option)
    }
    if (data.kind !== 'feature' && data.kind !== 'rule') return
    const {
      vocabulary: _vocabulary,
      derive: _derive,
      control: _control,
      ...rest
    } = data as RecordData & { vocabulary?: unknown; derive?: unknown; control?: unknown }
    const { support: _support, layers: _layers, ...unvalued } = rest as typeof rest & { support?: unknown; layers?: unknown }
    this.#walk(withValues ? rest : unvalued, undefined)
  }

  #walk(value: unknown, component: string | undefined): void {
    if (typeof value === 'string') return this.#template(value)
    if (Array.isArray(value)) {
      for (const part of value) this.#walk(part, component)
      return
    }
    if (typeof value !== 'object' || value === null) return
    const mapping = value as Record<string, unknown>
    const conditions = GUARDS.flatMap((key) => (isMapping(mapping[key]) ? [mapping[key]] : []))
    if (conditions.some((condition) => this.#isRuledOut(condition))) return
    for (const condition of conditions) this.#condition(parseCondition(condition))
    const own = typeof mapping.component === 'string' ? mapping.component : component
    if (own !== undefined && own !== component) this.#unsettledBy(mapping, own)
    for (const [key, part] of Object.entries(mapping)) {
      if (PROSE.has(key) || GUARDS.includes(key)) continue
      if (CONDITIONS.includes(key) && isMapping(part)) {
        if (!this.#isRuledOut(part)) this.#condition(parseCondition(part))
        continue
      }
      // Whatever else asks for a host's fact, such as a condition in a place that is not known here.
      const fact = key.replace(/^(source|destination|boot)\./, '')
      if (this.#varying.has(fact)) this.#verbatim.add(fact)
      if (key === 'differs' && typeof part === 'string') this.#verbatim.add(part)
      if ((key === 'versions' || key === 'events') && Array.isArray(part) && own !== undefined) this.#eventsOf(own, part as Event[])
      else this.#walk(part, own)
    }
  }

  /** A statement without a value: what one version comes to is not what another does. */
  #unsettledBy(statement: Record<string, unknown>, component: string): void {
    if (statement.value !== undefined || statement.status === 'unaffected' || !('evidence' in statement)) return
    const note = (key: string, events?: readonly Event[]): void => {
      this.#unsettled.set(key, [...(this.#unsettled.get(key) ?? []), events])
    }
    note(component, statement.versions as readonly Event[] | undefined)
    if (!isMapping(statement.when)) return
    const { facts, features } = namesIn(parseCondition(statement.when))
    for (const fact of features ? this.#varying : facts) note(fact)
  }

  #condition(condition: Condition): void {
    switch (condition.kind) {
      case 'all':
      case 'any':
        for (const part of condition.of) this.#condition(part)
        break
      case 'not':
        this.#condition(condition.of)
        break
      case 'fact':
        this.#matches.set(condition.fact, [...(this.#matches.get(condition.fact) ?? []), condition.match])
        break
      case 'differs':
        this.#verbatim.add(condition.fact)
        break
      case 'feature':
      case 'device':
        break
    }
  }

  #eventsOf(component: string, events: readonly Event[]): void {
    this.#events.set(component, [...(this.#events.get(component) ?? []), events])
  }

  /** A text that copies facts: `{linux}`, `{fact:qemu}`. */
  #template(text: string): void {
    if (text.includes('{'))
      for (const [, name] of text.matchAll(/\{(?:fact:)?(?:source\.|destination\.|boot\.)?([^{}]+)\}/g)) this.#verbatim.add(name as string)
  }

  /** Whether a derivation may come to something that is not known of all hosts already. */
  #mayDerive({ when, set }: Rule['derive'][number]): boolean {
    return Object.keys(set).some((key) => !this.#side.facts.has(key)) && !this.#isRuledOut(when) && !this.#isNeverTold(when)
  }

  /** Whether a condition hangs on nothing that hosts differ in, and is not known: it will not be on any. */
  #isNeverTold(raw: RawCondition): boolean {
    const { facts } = namesIn(parseCondition(raw))
    if (facts.some((key) => this.#varying.has(key) || this.#derivable.has(key))) return false
    return this.#truth(parseCondition(raw)) === 'unknown'
  }

  /** Whether a condition holds on no host, by what all of them have alike. */
  #isRuledOut(raw: RawCondition): boolean {
    return this.#cannotHold(parseCondition(raw))
  }

  /** Of a conjunction one part that cannot hold is enough, whatever the others hang on. */
  #cannotHold(condition: Condition): boolean {
    if (condition.kind === 'all') return condition.of.some((part) => this.#cannotHold(part))
    if (condition.kind === 'any') return condition.of.every((part) => this.#cannotHold(part))
    const { facts, differs, given } = namesIn(condition)
    if (differs) return false
    // A fact that is left out here may be there on some host; only where its absence is called unknown does that do no harm.
    const open = facts.filter((key) => this.#varying.has(key) || (this.#derivable.has(key) && !this.#side.facts.has(key)))
    if (open.some((key) => given || factKey(key).absent === 'default')) return false
    return this.#truth(condition) === 'no'
  }

  #truth(condition: Condition): Truth {
    const scope: Scope = { knowledge: this.#knowledge, side: this.#side, valueOf: () => undefined }
    return testOf(condition)(scope, scope.side)
  }
}

function namesIn(condition: Condition): { facts: string[]; features: boolean; differs: boolean; given: boolean } {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = condition.of.map(namesIn)
      return {
        facts: parts.flatMap(({ facts }) => facts),
        features: parts.some(({ features }) => features),
        differs: parts.some(({ differs }) => differs),
        given: parts.some(({ given }) => given),
      }
    }
    case 'not':
      return namesIn(condition.of)
    case 'fact':
      return { facts: [condition.fact], features: false, differs: false, given: asksWhetherGiven(condition.match) }
    case 'feature':
      return { facts: [], features: true, differs: false, given: false }
    case 'device':
      return { facts: [], features: false, differs: false, given: false }
    case 'differs':
      return { facts: [], features: false, differs: true, given: false }
  }
}

function asksWhetherGiven(match: Match): boolean {
  return match.kind === 'given' || (match.kind === 'not' && asksWhetherGiven(match.match)) || (match.kind === 'oneOf' && match.of.some(asksWhetherGiven))
}

function isMapping(value: unknown): value is RawCondition {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
