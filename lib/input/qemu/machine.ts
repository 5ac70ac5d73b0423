import type { FactSheet } from '../facts.ts'
import type { Pairs } from './option-string.ts'

/** Options of machines and accelerators that neither the guest nor the stream knows of. */
const UNSEEN = new Set([
  'mem-merge',
  'dump-guest-core',
  'kvm-shadow-mem',
  'thread',
  'tb-size',
  'split-wx',
  'one-insn-per-tb',
  'dirty-ring-size',
  'eager-split-size',
])
/** Words of QEMU for on and off. */
const SWITCH: Readonly<Record<string, string>> = { yes: 'on', true: 'on', no: 'off', false: 'off' }

/**
 * Takes the options of a machine: its type, accelerator and flavour of KVM, flash, and every option whose name is known as a fact of that name.
 * @param known names of machine options
 * @returns what is not known
 */
export function readMachine(pairs: Pairs, sheet: FactSheet, place: string, known: ReadonlySet<string>): string[] {
  const rest: string[] = []
  for (const [spelt, value] of pairs) {
    const key = spelt.replaceAll('_', '-')
    if (value === '' || UNSEEN.has(key)) continue
    if (key === 'type') sheet.set('machine', value, place)
    else if (key === 'accel') sheet.replace('accel', value.split(':')[0] as string, place)
    else if (key === 'kvm-type') sheet.replace('kvm', value.toLowerCase(), place)
    else if (/^pflash[01]$/.test(key)) sheet.part('drive', 'pflash', { unit: key.slice(-1), drive: value })
    else if (key === 'max-cpu-compat' || known.has(key)) sheet.replace(key, SWITCH[value] ?? value, place)
    else rest.push(`-machine ${spelt}=${value}`)
  }
  return rest
}

/** Takes `-accel tcg,thread=multi`. QEMU tries one after the other; the first is what is meant. */
export function readAccel(pairs: Pairs, sheet: FactSheet, place: string, known: ReadonlySet<string>): string[] {
  const accel = pairs.find(([key]) => key === 'accel')?.[1]
  if (accel) sheet.replace('accel', accel.split(':')[0] as string, place)
  const options = pairs.filter(([key]) => key !== 'accel')
  return readMachine(options, sheet, place, known).map((option) => option.replace('-machine', `-accel ${accel ?? ''}`))
}
