/**
 * Prints the capabilities of the pseries machine, a JSON document per line: option, words, since when, carried in the stream since when,
 * and the default of each machine type.
 *
 *   CANIMIGRATE_REPOS="qemu=DIR" node --import tsx scripts/mine/spapr-caps.ts
 */
import { openClones } from './lib/clones.ts'
import { minedSpaprCaps } from './lib/mined-spapr-caps.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) {
  console.error('no clone of qemu is given; set CANIMIGRATE_REPOS="qemu=DIR"')
  process.exit(2)
}
for (const cap of await minedSpaprCaps(clone)) console.log(JSON.stringify({ ...cap, defaults: Object.fromEntries(cap.defaults) }))
for (const one of clones.values()) one.close()
