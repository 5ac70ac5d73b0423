import { afterAll, describe, expect, test } from 'vitest'
import { aliasName } from '../../lib/model/index.ts'
import { compareNumbers } from '../../lib/verify/clone.ts'
import { VHOST_FEATURES } from '../../lib/verify/members/vhost-features.ts'
import { VIRTIO_FEATURES } from '../../lib/verify/members/virtio-features.ts'
import { openClones } from '../../scripts/mine/lib/clones.ts'
import { projectEntries } from '../fixtures/knowledge.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) console.log('test/mine/virtio-features: not run; give a clone by CANIMIGRATE_REPOS="qemu=DIR"')
afterAll(() => {
  for (const one of clones.values()) one.close()
})

describe.skipIf(!clone)('the bits of virtio and vhost', { timeout: 180_000 }, () => {
  test.each([VIRTIO_FEATURES, VHOST_FEATURES])('$title: each has a record with its number, not younger than the bit', async (family) => {
    if (!clone) return
    const entries = await projectEntries()
    const records = new Map([...entries].flatMap(({ data }) => (data.kind === 'feature' ? data.aliases.map((alias) => [aliasName(alias), data] as const) : [])))
    const members = await family.members(clone)
    expect(members.length).toBeGreaterThan(30)
    const wrong = members.flatMap(({ name, number, since }) => {
      const record = records.get(name)
      if (!record) return [`${name}: no record`]
      const first = record.support
        .filter(({ component }) => component === 'qemu')
        .flatMap(({ versions = [] }) => versions.map(({ version }) => version))
        .sort(compareNumbers)[0]
      return [
        ...(record.surface.number === number ? [] : [`${name}: number ${number}, its record says ${record.surface.number}`]),
        ...(first !== undefined && compareNumbers(first, since) > 0 && !since.startsWith(`${first}.`)
          ? [`${name}: since ${since}, its record says ${first}`]
          : []),
      ]
    })
    expect(wrong).toEqual([])
  })
})
