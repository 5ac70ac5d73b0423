import { resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadContent } from '../../lib/content/load.ts'
import { aliasName } from '../../lib/model/index.ts'
import { KVM_CAPS } from '../../lib/verify/members/kvm-caps.ts'
import { unrecorded } from '../../lib/verify/unrecorded.ts'
import { openClones } from '../../scripts/mine/lib/clones.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) console.log('test/mine/kvm-caps: not run; give a clone by CANIMIGRATE_REPOS="qemu=DIR"')
afterAll(() => {
  for (const one of clones.values()) one.close()
})

describe.skipIf(!clone)('the records of KVM capabilities', { timeout: 120_000 }, async () => {
  const members = clone ? await KVM_CAPS.members(clone) : []
  const { entries } = clone ? await loadContent(resolve(import.meta.dirname, '../../content')) : { entries: [] }
  const features = [...entries].flatMap(({ data }) => (data.kind === 'feature' ? [data] : []))
  const byName = new Map(features.flatMap((data) => data.aliases.map((alias) => [aliasName(alias), data] as const)))

  it('are there for every number that the header ever had', () => {
    expect(members.length).toBeGreaterThan(240)
    expect(unrecorded(members, entries).map(({ name }) => name)).toEqual([])
  })

  it('have the number of the header', () => {
    const wrong = members.filter(({ name, number }) => {
      const known = byName.get(name)?.surface.number
      return known !== undefined && known !== number
    })
    expect(wrong).toEqual([])
    expect(members.filter(({ name }) => byName.get(name)?.surface.number === undefined).length).toBe(0)
  })

  it('stand alone: one capability to a record', () => {
    const own = features.filter(({ id }) => /^kvm\/cap-|^ppc\/kvm-cap-/.test(id))
    expect(own.filter(({ aliases }) => aliases.map(aliasName).filter((name) => /^KVM_CAP_/.test(name)).length === 0).map(({ id }) => id)).toEqual([])
  })
})
