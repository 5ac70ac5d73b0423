import { EMPTY_PROFILE, type Profile } from '../../lib/model/index.ts'
import { randomOf } from '../lib/random.ts'
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
  const { of: pick, chance } = randomOf(7)
  const host = (): Profile => {
    const qemu = pick(RELEASES)
    const older = RELEASES.filter((release) => numberOf(release) <= numberOf(qemu))
    const machine = chance(0.05) ? pick(RELEASES) : pick(older.slice(-4))
    const facts: Record<string, string> = { arch: 'ppc64', qemu, accel: pick(['kvm', 'tcg']), machine: `pseries-${machine}` }
    for (const { name, values } of CAPS) if (chance(0.12)) facts[name] = pick(values)
    return { ...EMPTY_PROFILE, facts, complete: true }
  }
  const all = Array.from({ length: hosts }, host)
  return Array.from({ length: count }, () => {
    const source = pick(all)
    const alike = all.filter(({ facts }) => facts.machine === source.facts.machine)
    return { source, destination: pick(chance(0.8) ? alike : all) }
  })
}
