import { type Knowledge, type Profile, factKey } from '../../lib/model/index.ts'
import { type Side, holds } from './condition.ts'

type Facts = Readonly<Record<string, string>>

/** Both sides with all that follows: what is known of the guest on both, words spelled out, facts that rules derive, and the one VM's definition. */
export function completed(knowledge: Knowledge, source: Profile, destination: Profile): { source: Side; destination: Side } {
  const guest = { ...guestFacts(destination), ...guestFacts(source) }
  const own = (profile: Profile): Facts => derived(knowledge, spelledOut(knowledge, { ...guest, ...hostFacts(profile), ...restOf(profile) }))
  const [left, right] = [own(source), own(destination)]
  const whole = (name: Side['name'], profile: Profile, mine: Facts, theirs: Facts, other: Profile): Side => ({
    name,
    facts: derived(knowledge, { ...Object.fromEntries(Object.entries(theirs).filter(([key]) => isTaken(profile, other, key))), ...mine }),
    devices: profile.devices.length > 0 || profile.complete ? profile.devices : other.devices,
  })
  return { source: whole('source', source, left, right, destination), destination: whole('destination', destination, right, left, source) }
}

function guestFacts({ facts }: Profile): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key.startsWith('guest.')))
}

function hostFacts({ facts }: Profile): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => !key.startsWith('guest.')))
}

function restOf(profile: Profile): Facts {
  const rest = [...profile['not-understood']].sort().join(' ')
  return rest !== '' ? { 'not-understood': rest } : profile.complete ? { definition: 'whole' } : {}
}

/**
 * The machine is the other side's where it is not said; so is all of the VM where nothing of it is; and the guest's architecture always. The accelerator is
 * where the other side's whole definition names it.
 */
function isTaken(profile: Profile, other: Profile, key: string): boolean {
  if (key === 'arch') return true
  if (key === 'accel') return !profile.complete && other.complete && 'accel' in other.facts
  const saysNothing = Object.keys(profile.facts).every((fact) => factKey(fact).subject !== 'vm')
  return !profile.complete && factKey(key).subject === 'vm' && (key === 'machine' || saysNothing)
}

function spelledOut(knowledge: Knowledge, facts: Facts): Facts {
  const spelled: Record<string, string> = { ...facts }
  for (const { data } of knowledge.rules) {
    for (const { fact, component, values } of data.vocabulary) {
      const text = spelled[fact]
      const word = text === undefined ? undefined : values.find(({ name, aliases }) => name === text || aliases.includes(text))
      if (!word) continue
      const version = component === undefined ? undefined : spelled[component]
      const branch = knowledge.lines.get(component ?? '')?.branches.find(({ name }) => version === name || version?.startsWith(`${name}.`))?.name
      const isRelease = version !== undefined && /^v?\d+(\.\d+){1,3}$/.test(version)
      const meant = word['stands-for'] ? word['stands-for'].find((one) => isRelease && one.version === branch)?.name : word.name
      if (meant === undefined) {
        delete spelled[fact]
        spelled[`${fact}.short`] = text as string
      } else spelled[fact] = meant
    }
  }
  return spelled
}

/** Derives until nothing new follows, and spells out what does; what is given stays as it is. */
function derived(knowledge: Knowledge, facts: Facts): Facts {
  let known: Record<string, string> = { ...facts }
  for (let round = 0; round < 4; round++) {
    for (const { data } of knowledge.rules) {
      for (const { when, set } of data.derive) {
        const side: Side = { name: 'source', facts: known, devices: [] }
        const value = () => ({ values: [], open: true, missing: [], from: '' })
        if (Object.keys(set).every((key) => key in known) || holds(when, { knowledge, side, value }).truth !== 'yes') continue
        for (const [key, text] of Object.entries(set)) known[key] ??= text.replace(/\{([^{}]+)\}/g, (_, fact: string) => known[fact] ?? '')
        known = { ...spelledOut(knowledge, known) }
      }
    }
  }
  return known
}
