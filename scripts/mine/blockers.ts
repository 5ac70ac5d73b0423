/**
 * Prints every source file of QEMU that says of something that it cannot be migrated, a JSON document per line:
 * `{"file": "hw/nvme/ctrl.c", "kind": "mark" or "blocker", "count": 1, "since": "6.1.0", "until": …, "records": ["devices/nvme"]}`.
 *
 *   CANIMIGRATE_REPOS="qemu=DIR" node --import tsx scripts/mine/blockers.ts
 */
import { resolve } from 'node:path'
import { loadContent } from '../../lib/content/load.ts'
import { openClones } from './lib/clones.ts'
import { minedBlockers } from './lib/mined-blockers.ts'
import { recordsOfFile } from './lib/records-of-file.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) {
  console.error('no clone of qemu is given; set CANIMIGRATE_REPOS="qemu=DIR"')
  process.exit(2)
}
const { entries } = await loadContent(resolve(import.meta.dirname, '../../content'))
const records = recordsOfFile(entries)
for (const blocker of await minedBlockers(clone)) console.log(JSON.stringify({ ...blocker, records: records(blocker.file) }))
for (const one of clones.values()) one.close()
