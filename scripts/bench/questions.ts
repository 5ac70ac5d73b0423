import { EMPTY_PROFILE, type Profile } from '../../lib/model/index.ts'
import { CAPS, RELEASES, numberOf } from './caps.ts'

/** One question: the same pair of profiles for every engine. */
export interface Question {
  readonly source: Profile
  readonly destination: Profile
}

/** What every engine has to find out, as bits: the source starts, the destination starts, the stream is accepted. */
export type Bits = number

export const SOURCE = 1
export const DESTINATION = 2
export const STREAM = 4

/** Questions about hosts with one VM each, the same for the same number: most machines fit, options are set now and then. */
export function questionsOf(count: number, hosts: number): Question[] {
  const random = seeded(7)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const host = (): Profile => {
    const qemu = pick(RELEASES)
    const older = RELEASES.filter((release) => numberOf(release) <= numberOf(qemu))
    const machine = random() < 0.05 ? pick(RELEASES) : pick(older.slice(-4))
    const facts: Record<string, string> = { arch: 'ppc64', qemu, accel: pick(['kvm', 'tcg']), machine: `pseries-${machine}` }
    for (const { name, values } of CAPS) if (random() < 0.12) facts[name] = pick(values)
    return { ...EMPTY_PROFILE, facts, complete: true }
  }
  const all = Array.from({ length: hosts }, host)
  return Array.from({ length: count }, () => {
    const source = pick(all)
    const alike = all.filter(({ facts }) => facts.machine === source.facts.machine)
    return { source, destination: pick(random() < 0.8 ? alike : all) }
  })
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
