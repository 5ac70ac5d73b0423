import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { explainedValue } from '../../lib/evaluate/side-state.ts'
import { completeSides } from '../../lib/evaluate/sides.ts'
import { type Feature, type Knowledge, aliasName } from '../../lib/model/index.ts'
import { SPAPR_CAPS } from '../../lib/verify/members/spapr-caps.ts'
import { openClones } from '../../scripts/mine/lib/clones.ts'
import { type MinedSpaprCap, minedSpaprCaps } from '../../scripts/mine/lib/mined-spapr-caps.ts'
import { projectEntries } from '../fixtures/knowledge.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) console.log('test/mine/spapr-caps: not run; give a clone by CANIMIGRATE_REPOS="qemu=DIR"')

describe.skipIf(!clone)('the capabilities of the pseries machine', { timeout: 180_000 }, () => {
  let knowledge: Knowledge
  let caps: readonly MinedSpaprCap[]
  let records: ReadonlyMap<string, Feature>
  beforeAll(async () => {
    const entries = await projectEntries()
    knowledge = buildKnowledge(entries)
    caps = clone ? await minedSpaprCaps(clone) : []
    records = new Map([...entries].flatMap(({ data }) => (data.kind === 'feature' ? data.aliases.map((alias) => [aliasName(alias), data] as const) : [])))
  }, 180_000)
  afterAll(() => {
    for (const one of clones.values()) one.close()
  })

  test('all have a record with their number, option and first release', async () => {
    if (!clone) return
    const members = await SPAPR_CAPS.members(clone)
    expect(members.map(({ name }) => name)).toEqual(caps.map(({ name }) => name).sort())
    expect(
      members.map(({ name }) => {
        const { surface, control } = records.get(name) ?? {}
        return { name, number: surface?.number, option: control?.option, since: control?.versions?.events[0]?.version }
      }),
    ).toEqual(
      members.map(({ name, number }) => {
        const { option = '', since = '' } = caps.find((cap) => cap.name === name) ?? {}
        return { name, number, option: `cap-${option}`, since: since.replace(/\.0$/, '') }
      }),
    )
  })

  test('travel from the release on that their record says', () => {
    const said = (feature: Feature | undefined): unknown => {
      const { qemu } = (feature?.migration.find(({ encoding }) => encoding)?.encoding?.carried ?? {}) as { qemu?: string }
      return qemu
    }
    expect(Object.fromEntries(caps.map(({ name }) => [name, said(records.get(name))]))).toEqual(
      Object.fromEntries(caps.map(({ name, carried }) => [name, carried && `>=${carried.replace(/\.0$/, '')}`])),
    )
  })

  test('that take words take those that their record has', () => {
    const worded = caps.filter(({ words }) => words.length > 0)
    expect(worded.length).toBeGreaterThan(2)
    for (const { name, words } of worded) {
      const domain = records.get(name)?.values
      expect({ name, words: domain?.type === 'enum' ? domain.order : [] }).toEqual({ name, words })
    }
  })

  test('have the default of their record on every machine type', () => {
    const wrong = caps.flatMap(({ name, defaults }) =>
      [...defaults].flatMap(([machine, mined]) => {
        const profile = {
          facts: { machine, arch: 'ppc64', accel: 'tcg', cpu: 'power10', vcpu: 'power10' },
          devices: [],
          places: {},
          complete: false,
          'not-understood': [],
        }
        const feature = records.get(name)
        const value = feature && explainedValue(knowledge, feature.id, completeSides(knowledge, profile, profile).source, 'default')?.only
        const expected = meaningOf(mined, feature)
        return value === expected ? [] : [`${name} on ${machine}: ${mined} is ${expected}, the record says ${value}`]
      }),
    )
    expect(wrong).toEqual([])
  })
})

/** A default as QEMU's source writes it, in the record's domain; sizes are powers of two there, and 0 stands for all sizes. */
function meaningOf(text: string, feature: Feature | undefined): unknown {
  if (feature?.values.type === 'number') return text === '0' ? 2 ** 34 : 2 ** Number(text)
  if (feature?.values.type === 'boolean') return text === 'ON'
  return text.toLowerCase().replaceAll('_', '-')
}
