/**
 * Prints the members of every family that the given clones list (lib/verify/members), a JSON document per line:
 * `{"family": …, "name": …, "number": …, "since": …, "until": …, "recorded": true}`.
 *
 *   CANIMIGRATE_REPOS="qemu=DIR xen=DIR" node --import tsx scripts/mine/members.ts [WORD IN THE FAMILY'S TITLE]
 */
import { resolve } from 'node:path'
import { loadContent } from '../../lib/content/load.ts'
import { FAMILIES } from '../../lib/verify/members/index.ts'
import { unrecorded } from '../../lib/verify/unrecorded.ts'
import { openClones } from './lib/clones.ts'

const word = (process.argv[2] ?? '').toLowerCase()
const clones = await openClones()
const { entries } = await loadContent(resolve(import.meta.dirname, '../../content'))
for (const family of FAMILIES.filter(({ title }) => title.toLowerCase().includes(word))) {
  const clone = clones.get(family.repository)
  if (!clone) {
    console.error(`${family.title}: no clone of ${family.repository} is given in CANIMIGRATE_REPOS`)
    continue
  }
  const members = await family.members(clone)
  const missing = new Set(unrecorded(members, entries))
  for (const member of members) console.log(JSON.stringify({ family: family.title, ...member, recorded: !missing.has(member) }))
}
for (const clone of clones.values()) clone.close()
