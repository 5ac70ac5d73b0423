import { afterAll, describe, expect, test } from 'vitest'
import { aliasName } from '../../lib/model/index.ts'
import { compareNumbers } from '../../lib/verify/clone.ts'
import { XEN_FEATURE_FLAGS } from '../../lib/verify/members/xen-feature-flags.ts'
import { XEN_HVM_PARAMETERS } from '../../lib/verify/members/xen-hvm-parameters.ts'
import { XEN_SAVE_RECORDS } from '../../lib/verify/members/xen-save-records.ts'
import { XEN_STREAM_RECORDS } from '../../lib/verify/members/xen-stream-records.ts'
import { XEN_SUPPORT_STATEMENTS } from '../../lib/verify/members/xen-support-statements.ts'
import { openClones } from '../../scripts/mine/lib/clones.ts'
import { projectEntries } from '../fixtures/knowledge.ts'

const clones = await openClones()
const clone = clones.get('xen')
if (!clone) console.log('test/mine/xen: not run; give a clone by CANIMIGRATE_REPOS="xen=DIR"')
afterAll(() => {
  for (const one of clones.values()) one.close()
})

/** Two headers give one type two numbers: x86's counts, ia64 is gone. */
const OTHER_NUMBER = /^HVM_SAVE_TYPE\((HEADER|CPU)\)$/

describe.skipIf(!clone)('what Xen lists', { timeout: 180_000 }, () => {
  test.each([
    { family: XEN_FEATURE_FLAGS, form: /^XENFEAT_/, least: 21 },
    { family: XEN_HVM_PARAMETERS, form: /^HVM_PARAM_/, least: 40 },
    { family: XEN_SAVE_RECORDS, form: /^HVM_SAVE_TYPE\(/, least: 24 },
    { family: XEN_STREAM_RECORDS, form: /^(libxl )?REC_TYPE_/, least: 26 },
    { family: XEN_SUPPORT_STATEMENTS, form: /^SUPPORT\.md: /, least: 140 },
  ])('$family.title: each has a record with its number and its first release, and no record is of more', async ({ family, form, least }) => {
    if (!clone) return
    const entries = await projectEntries()
    const records = new Map([...entries].flatMap(({ data }) => (data.kind === 'feature' ? data.aliases.map((alias) => [aliasName(alias), data] as const) : [])))
    const members = await family.members(clone)
    expect(members.length).toBeGreaterThanOrEqual(least)
    const wrong = members.flatMap(({ name, number, since }) => {
      const record = records.get(name)
      if (!record) return [`${name}: no record`]
      const first = record.support
        .flatMap(({ versions = [] }) => versions.map(({ version }) => version))
        .sort(compareNumbers)
        .at(0)
      return [
        ...(number === undefined || record.surface.number === undefined || record.surface.number === number || OTHER_NUMBER.test(name)
          ? []
          : [`${name}: number ${number}, its record says ${record.surface.number}`]),
        ...(first !== undefined && compareNumbers(first, since) > 0 ? [`${name}: since ${since}, its record says ${first}`] : []),
      ]
    })
    expect(wrong).toEqual([])
    const names = new Set(members.map(({ name }) => name))
    expect([...records.keys()].filter((name) => form.test(name) && !names.has(name))).toEqual([])
  })
})
