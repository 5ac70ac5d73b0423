import type { Profile } from '../../lib/model/index.ts'
import { numberOf } from './caps.ts'
import { type Bits, DESTINATION, type Question, SOURCE, STREAM } from './questions.ts'

/** The questions written out as `if`s, as somebody would who needs just these: the floor. */
export function byHand({ source, destination }: Question): Bits {
  const a = sideOf(source.facts)
  const b = sideOf(destination.facts)
  return (starts(a) ? SOURCE : 0) | (starts(b) ? DESTINATION : 0) | (accepts(a, b) ? STREAM : 0)
}

type Facts = Profile['facts']

interface Side {
  readonly facts: Facts
  readonly qemu: number
  readonly machine: number
}

function sideOf(facts: Facts): Side {
  return { facts, qemu: numberOf(facts.qemu as string), machine: numberOf((facts.machine as string).slice('pseries-'.length)) }
}

function starts(side: Side): boolean {
  const { facts, qemu, machine } = side
  if (machine > qemu) return false
  if (qemu < 212) {
    if (facts['cap-htm'] !== undefined || facts['cap-vsx'] !== undefined || facts['cap-dfp'] !== undefined) return false
    if (facts['cap-cfpc'] !== undefined || facts['cap-sbbc'] !== undefined || facts['cap-ibs'] !== undefined) return false
  }
  if (qemu < 301 && facts['cap-nested-hv'] !== undefined) return false
  if (qemu < 400 && (facts['cap-large-decr'] !== undefined || facts['cap-ccf-assist'] !== undefined)) return false
  if (qemu < 500 && facts['cap-fwnmi'] !== undefined) return false
  if (qemu < 602 && facts['cap-rpt-invalidate'] !== undefined) return false
  if (facts.accel === 'tcg') {
    if (htm(side) > 0) return false
    if (onOff(facts['cap-nested-hv'], 0) > 0) return false
  }
  return true
}

function accepts(a: Side, b: Side): boolean {
  if (a.facts.machine !== b.facts.machine) return false
  if (htm(a) > htm(b)) return false
  if (onOff(a.facts['cap-vsx'], 1) > onOff(b.facts['cap-vsx'], 1)) return false
  if (onOff(a.facts['cap-dfp'], 1) > onOff(b.facts['cap-dfp'], 1)) return false
  if (step(a, 'cap-cfpc') > step(b, 'cap-cfpc')) return false
  if (step(a, 'cap-sbbc') > step(b, 'cap-sbbc')) return false
  if (step(a, 'cap-ibs') > step(b, 'cap-ibs')) return false
  if (onOff(a.facts['cap-nested-hv'], 0) > onOff(b.facts['cap-nested-hv'], 0)) return false
  if (since(a, 'cap-large-decr', 400) > since(b, 'cap-large-decr', 400)) return false
  if (since(a, 'cap-ccf-assist', 500) > since(b, 'cap-ccf-assist', 500)) return false
  if (since(a, 'cap-fwnmi', 500) > since(b, 'cap-fwnmi', 500)) return false
  return onOff(a.facts['cap-rpt-invalidate'], 0) <= onOff(b.facts['cap-rpt-invalidate'], 0)
}

function htm({ facts, machine }: Side): number {
  return onOff(facts['cap-htm'], machine < 212 ? 1 : 0)
}

function since({ facts, machine }: Side, name: string, from: number): number {
  return onOff(facts[name], machine >= from ? 1 : 0)
}

function onOff(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : text === 'on' ? 1 : 0
}

function step({ facts, machine }: Side, name: string): number {
  const text = facts[name]
  if (text === undefined) return machine >= 400 ? 1 : 0
  return text === 'fixed' ? 2 : text === 'workaround' ? 1 : 0
}
