import { afterAll, expect, test } from 'vitest'
import { openClones } from '../../scripts/mine/lib/clones.ts'
import { minedBlockers } from '../../scripts/mine/lib/mined-blockers.ts'
import { recordsOfFile } from '../../scripts/mine/lib/records-of-file.ts'
import { projectEntries } from '../fixtures/knowledge.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) console.log('test/mine/blockers: not run; give a clone by CANIMIGRATE_REPOS="qemu=DIR"')
afterAll(() => {
  for (const one of clones.values()) one.close()
})

test.skipIf(!clone)('what QEMU says cannot be migrated has a record, in every release', { timeout: 600_000 }, async () => {
  if (!clone) return
  const entries = await projectEntries()
  const records = recordsOfFile(entries)
  const blockers = await minedBlockers(clone)
  expect(blockers.length).toBeGreaterThan(100)
  expect(blockers.filter(({ file }) => records(file).length === 0)).toEqual([])
})
