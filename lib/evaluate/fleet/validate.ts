import type { Fleet, InputProblem, Knowledge, Profile } from '../../model/index.ts'
import { validateProfile } from '../validate.ts'

/** Most problems told of one fleet. */
const MOST = 50

/** Everything in a fleet that cannot be: as `validateProfile` for each profile that differs, and for each VM on the host it runs on. */
export function validateFleet(knowledge: Knowledge, fleet: Fleet): InputProblem[] {
  const problems: InputProblem[] = []
  const seen = new Set<Profile>()
  const check = (profile: Profile, path: string): void => {
    if (seen.has(profile) || problems.length >= MOST) return
    seen.add(profile)
    problems.push(...validateProfile(knowledge, profile, path))
  }
  for (const { name, profile } of fleet.hosts) check(profile, `hosts.${name}`)
  for (const { name, profile } of fleet.vms) check(profile, `vms.${name}`)
  for (const [name, profile] of fleet.upgrade) check(profile, `upgrade.${name}`)
  return problems.slice(0, MOST)
}
