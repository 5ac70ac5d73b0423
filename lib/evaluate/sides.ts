import { type Device, type Knowledge, type Profile, type Proof, type Side, factKey, placeOf } from '../model/index.ts'
import { judge } from './condition.ts'

/** A fact that holds on a side, and how it is known. */
export interface Known {
  readonly value: string
  readonly proof: Proof
}

/** One side with all that is known of it: given, derived by rules, or taken over from the same VM's other side. */
export interface SideFacts {
  readonly name: Side
  readonly facts: ReadonlyMap<string, Known>
  readonly devices: readonly Device[]
  /** Places of the devices in the question, as proof. */
  readonly deviceProof: Proof
}

export interface Sides {
  readonly boot: SideFacts
  readonly source: SideFacts
  readonly destination: SideFacts
  readonly assumptions: readonly string[]
}

/**
 * Completes the two sides of a migration. What is known of the guest is pooled; the VM's definition given on one side only is
 * taken to be the same on the other (and said so) unless that side's definition is whole.
 * @param boot the side on which the guest was started; the source itself unless this is a later hop of a chain
 */
export function completeSides(knowledge: Knowledge, source: Profile, destination: Profile, boot?: SideFacts): Sides {
  const assumptions = new Set<string>()
  const guest = new Map<string, Known>()
  for (const [name, profile] of [
    ['source', source],
    ['destination', destination],
  ] as const) {
    for (const [key, value] of Object.entries(profile.facts)) if (key.startsWith('guest.') && !guest.has(key)) guest.set(key, given(key, value, name, profile))
  }
  const from = derive(knowledge, spellOut(knowledge, ownFacts('source', source, guest)))
  const to = derive(knowledge, spellOut(knowledge, ownFacts('destination', destination, guest)))
  const left = derive(knowledge, inherit('source', source, from, to, assumptions))
  const right = derive(knowledge, inherit('destination', destination, to, from, assumptions))
  const sourceSide = sideOf('source', left, devicesOf(source, destination))
  return {
    source: sourceSide,
    destination: sideOf('destination', right, devicesOf(destination, source)),
    boot: boot ?? sourceSide,
    assumptions: [...assumptions],
  }
}

/** A profile with what it takes over from the other side of the same VM written out, so that a change to one side stays there. */
export function withDefinition(knowledge: Knowledge, profile: Profile, other: Profile): Profile {
  // Spelled out as the other side means it: a short word may stand for something else here.
  const meant = derive(knowledge, spellOut(knowledge, ownFacts('source', other, new Map())))
  const taken = [...meant].map(([key, { value }]) => [key, value] as const).filter(([key]) => !(key in profile.facts) && takesOver(profile, key))
  return { ...profile, facts: { ...profile.facts, ...Object.fromEntries(taken) }, devices: [...devicesOf(profile, other).devices] }
}

/** The facts of one side that follow by the rules' derivations, until nothing new follows. */
export function derive(knowledge: Knowledge, facts: Map<string, Known>): Map<string, Known> {
  const derivations = knowledge.rules.flatMap((entry) => entry.data.derive.map((derivation, index) => ({ entry, derivation, index })))
  for (let round = 0; round < 4; round++) {
    let grew = false
    for (const { entry, derivation, index } of derivations) {
      const wanted = Object.entries(derivation.set).filter(([key]) => !facts.has(key))
      if (wanted.length === 0) continue
      const side: SideFacts = sideOf('source', facts, { devices: [], given: false })
      const judgement = judge(derivation.when, { knowledge, side, valueOf: () => undefined })
      if (judgement.truth !== 'yes') continue
      for (const [key, template] of wanted) {
        const value = derivedValue(template, facts)
        const text = `${key} is ${value}`
        const statement: Proof = {
          kind: 'statement',
          record: entry.data.id,
          revision: entry.revision,
          statement: `derive.${index}`,
          text,
          inferred: derivation.inferred,
          cites: derivation.evidence,
        }
        facts.set(key, { value, proof: { kind: 'step', text, because: [...judgement.because, statement] } })
        grew = true
      }
    }
    if (!grew) break
  }
  return facts
}

/** Replaces other spellings and words that are short for another (`-M pseries`) by what they mean on this side; one that cannot be told is dropped. */
function spellOut(knowledge: Knowledge, facts: Map<string, Known>): Map<string, Known> {
  for (const entry of knowledge.rules) {
    for (const [index, { fact, component, values }] of entry.data.vocabulary.entries()) {
      const known = facts.get(fact)
      const word = known && values.find(({ name, aliases }) => name === known.value || aliases.includes(known.value))
      if (!known || !word) continue
      const short = word['stands-for']
      const version = component ? facts.get(component) : undefined
      const branch = version && component ? placeOf(version.value, knowledge.lines.get(component))?.branch : undefined
      const meant = short ? short.find((one) => one.version === branch)?.name : word.name
      if (meant === known.value) continue
      if (meant === undefined) {
        facts.delete(fact)
        continue
      }
      const text = `${known.value} means ${meant}${short ? ` in ${component} ${branch}` : ''}`
      const statement: Proof = {
        kind: 'statement',
        record: entry.data.id,
        revision: entry.revision,
        statement: `vocabulary.${index}.${word.name}`,
        text,
        inferred: false,
        cites: entry.data.vocabulary[index]?.evidence ?? [],
      }
      facts.set(fact, { value: meant, proof: { kind: 'step', text, because: [known.proof, ...(short && version ? [version.proof] : []), statement] } })
    }
  }
  return facts
}

/** What a derivation sets: a text in which `{linux}` stands for that fact of the same side. */
export function derivedValue(template: string, facts: ReadonlyMap<string, Known>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, key: string) => facts.get(key)?.value ?? '')
}

function ownFacts(name: 'source' | 'destination', profile: Profile, guest: ReadonlyMap<string, Known>): Map<string, Known> {
  const facts = new Map(guest)
  for (const [key, value] of Object.entries(profile.facts)) if (!key.startsWith('guest.')) facts.set(key, given(key, value, name, profile))
  // What was not understood may still differ, so rules can ask.
  const rest = [...profile['not-understood']].sort().join(' ')
  if (rest !== '') facts.set('not-understood', { value: rest, proof: { kind: 'fact', fact: `${name}.not-understood`, value: rest, origin: 'given' } })
  return facts
}

function given(key: string, value: string, name: 'source' | 'destination', profile: Profile): Known {
  const fact = key.startsWith('guest.') ? key : `${name}.${key}`
  return { value, proof: { kind: 'fact', fact, value, origin: 'given', place: profile.places[key] } }
}

/** A side's facts with those of the VM (and the guest's architecture) that only the other side gives. */
function inherit(
  name: 'source' | 'destination',
  profile: Profile,
  own: ReadonlyMap<string, Known>,
  other: ReadonlyMap<string, Known>,
  assumptions: Set<string>,
): Map<string, Known> {
  const facts = new Map(own)
  const otherName = name === 'source' ? 'destination' : 'source'
  for (const [key, known] of other) {
    if (facts.has(key) || !takesOver(profile, key)) continue
    const text =
      key === 'arch' ? `the guest's architecture is ${known.value} on both sides` : `the ${name} starts the VM with the ${otherName}'s ${key} (${known.value})`
    assumptions.add(text)
    facts.set(key, {
      value: known.value,
      proof: {
        kind: 'step',
        text,
        because: [{ kind: 'assumed', text: 'the VM has the same definition on both sides', fact: `${otherName}.${key}` }, known.proof],
      },
    })
  }
  return facts
}

/** Whether a side that does not name `key` has the other side's: the machine always, the rest if it says nothing of the VM itself. */
function takesOver(profile: Profile, key: string): boolean {
  if (key === 'arch') return true
  return !profile.complete && factKey(key).subject === 'vm' && (key === 'machine' || !statesVm(profile))
}

function statesVm({ facts }: Profile): boolean {
  return Object.keys(facts).some((key) => factKey(key).subject === 'vm')
}

function devicesOf(profile: Profile, other: Profile): { devices: readonly Device[]; given: boolean } {
  if (profile.devices.length > 0 || profile.complete) return { devices: profile.devices, given: true }
  return { devices: other.devices, given: other.devices.length > 0 }
}

function sideOf(name: Side, facts: ReadonlyMap<string, Known>, { devices, given: known }: { devices: readonly Device[]; given: boolean }): SideFacts {
  const list = devices.map(({ driver, properties }) => [driver, ...Object.entries(properties).map(([key, value]) => `${key}=${value}`)].join(','))
  const deviceProof: Proof = known
    ? { kind: 'fact', fact: `${name}.device`, value: list.join(' ') || 'none', origin: 'given' }
    : { kind: 'assumed', text: 'the VM has no devices but those that are named', fact: `${name}.device` }
  return { name, facts, devices, deviceProof }
}
