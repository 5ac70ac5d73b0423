import type { FactSheet } from '../facts.ts'
import type { Pairs } from './option-string.ts'

/** Options of machines and accelerators that neither the guest nor the stream knows of. */
const UNSEEN = new Set(['kvm-shadow-mem'])
/** Such as are on or off; another value QEMU refuses. */
const UNSEEN_SWITCHES = new Set(['mem-merge', 'dump-guest-core'])
/** Such as -accel alone takes. */
const UNSEEN_OF_ACCELERATORS = new Set(['thread', 'tb-size', 'split-wx', 'one-insn-per-tb', 'dirty-ring-size', 'eager-split-size'])
/** Words of QEMU for on and off. */
const SWITCH: Readonly<Record<string, string>> = { yes: 'on', true: 'on', no: 'off', false: 'off' }
const SWITCHES: ReadonlySet<string> = new Set(['on', 'off', 'y', 'n', ...Object.keys(SWITCH)])

/**
 * Takes the options of a machine: its type, accelerator and flavour of KVM, flash, and every option whose name is known as a fact of that name.
 * @param known names of machine options
 * An option whose name is not known makes a part of kind `machine-option`.
 * @returns what is not known
 */
export function readMachine(pairs: Pairs, sheet: FactSheet, place: string, known: ReadonlySet<string>): string[] {
  const rest = readKnown(pairs, sheet, place, known)
  // Which there are in a release is for records to say; of compound ones (`boot.order`), and where no names are known, nothing is asked.
  for (const key of new Set(known.size > 0 ? rest.map(([spelt]) => asKnown(spelt)) : [])) if (!key.includes('.')) sheet.part('machine-option', key, {})
  return rest.map(([key, value]) => `-machine ${key}=${value}`)
}

/** Takes what is known. @returns the rest */
function readKnown(pairs: Pairs, sheet: FactSheet, place: string, known: ReadonlySet<string>): Pairs {
  const rest: Pairs[number][] = []
  for (const [spelt, value] of pairs) {
    const key = asKnown(spelt)
    if (value === '' || UNSEEN.has(key) || (UNSEEN_SWITCHES.has(key) && SWITCHES.has(value))) continue
    // Proxmox's QEMU takes a version of its tools after the type, which it tells them again and no more.
    if (key === 'type') sheet.set('machine', value.replace(/\+pve\w*$/, ''), place)
    else if (key === 'accel') sheet.replace('accel', value.split(':')[0] as string, place)
    else if (key === 'kvm-type') sheet.replace('kvm', value.toLowerCase(), place)
    else if (/^pflash[01]$/.test(key)) sheet.part('drive', 'pflash', { unit: key.slice(-1), drive: value })
    else if (key === 'max-cpu-compat' || known.has(key)) sheet.replace(key, SWITCH[value] ?? value, place)
    else rest.push([spelt, value])
  }
  return rest
}

/** Takes `-accel tcg,thread=multi`. QEMU tries one after the other; the first is what is meant. */
export function readAccel(pairs: Pairs, sheet: FactSheet, place: string, known: ReadonlySet<string>): string[] {
  const accel = pairs.find(([key]) => key === 'accel')?.[1]
  if (accel) sheet.replace('accel', accel.split(':')[0] as string, place)
  const options = pairs.filter(([key]) => key !== 'accel' && !UNSEEN_OF_ACCELERATORS.has(asKnown(key)))
  return readKnown(options, sheet, place, known).map(([key, value]) => `-accel ${accel ?? ''} ${key}=${value}`)
}

function asKnown(spelt: string): string {
  return spelt.replaceAll('_', '-')
}
