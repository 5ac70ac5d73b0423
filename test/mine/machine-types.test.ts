import { describe, expect, it } from 'vitest'
import { aliasName, type Entry, type SourceRecord } from '../../lib/model/index.ts'
import { openClone } from '../../lib/verify/clone.ts'
import { COMPAT_PROPERTIES } from '../../lib/verify/members/compat-properties.ts'
import { MACHINE_TYPES } from '../../lib/verify/members/machine-types.ts'
import { unrecorded } from '../../lib/verify/unrecorded.ts'
import { mineMachines } from '../../scripts/mine/qemu-machines/mine.ts'
import { compareVersions } from '../../scripts/mine/qemu-machines/releases.ts'
import { projectEntries } from '../fixtures/knowledge.ts'

/** A clone of QEMU by `CANIMIGRATE_REPOS="qemu=DIR …"`. */
const clone = process.env.CANIMIGRATE_REPOS?.split(/\s+/)
  .find((text) => text.startsWith('qemu='))
  ?.slice('qemu='.length)
if (!clone) console.log('test/mine/machine-types: not run; give a clone by CANIMIGRATE_REPOS="qemu=DIR"')

describe.skipIf(!clone)('the records of machine types', { timeout: 120_000 }, async () => {
  const mined = clone ? mineMachines(clone) : { types: [], aliases: [], compat: [], arrays: [] }
  const entries = clone ? await projectEntries() : []
  const features = (entries as readonly Entry[]).flatMap(({ data, body }) => (data.kind === 'feature' ? [{ data, body }] : []))
  const byId = new Map(features.map(({ data }) => [data.id, data]))
  const newest = mined.aliases
    .map(({ version }) => version)
    .sort(compareVersions)
    .at(-1) as string
  const versioned = mined.types.filter(({ name }) => /-\d+\.\d+/.test(name))

  it('are there for every versioned type, with the releases that have it', () => {
    expect(versioned.length).toBeGreaterThan(200)
    const wrong = versioned.flatMap(({ target, name, introduced, removed }) => {
      const record = byId.get(idOf(target, name))
      if (!record) return [`${target} ${name}: no record`]
      const events = record.support.flatMap(({ versions }) => versions ?? [])
      const mainline = events.filter(({ version }) => compareVersions(version, newest) <= 0)
      const since = mainline.filter(({ event }) => event === 'introduced').map(({ version }) => version)
      const until = mainline.find(({ event }) => event === 'removed')?.version
      // A clone without the branches of old lacks 0.11 to 0.15: what it has first may have come before.
      const known = since.includes(introduced) || (introduced === '1.0' && since.some((version) => compareVersions(version, '1.0') < 0))
      return known && until === removed ? [] : [`${target} ${name}: record says ${since.join(', ')} to ${until}, source ${introduced} to ${removed}`]
    })
    expect(wrong).toEqual([])
  })

  it.each([MACHINE_TYPES, COMPAT_PROPERTIES])('leave none of the $title out', async (family) => {
    const source = entries.find(({ data }) => data.id === 'sources/qemu')?.data as SourceRecord
    const opened = await openClone(clone as string, source)
    try {
      const members = await family.members(opened)
      expect(members.length).toBeGreaterThan(100)
      expect(unrecorded(members, entries).map(({ name }) => name)).toEqual([])
      const names = new Set(members.map(({ name }) => name))
      if (family === MACHINE_TYPES) expect(versioned.filter(({ name }) => !names.has(name)).map(({ name }) => name)).toEqual([])
    } finally {
      opened.close()
    }
  })

  it('are of types that some release has', () => {
    const ids = new Set(versioned.map(({ target, name }) => idOf(target, name)))
    const upstream = [...byId.keys()].filter((id) =>
      /^machine\/(m68k-)?(pc|pc-i440fx|pc-q35|pseries|virt|s390-ccw-virtio|xenfv)-\d+\.\d+(\.\d+)?(-sxxm)?$/.test(id),
    )
    expect(upstream.filter((id) => !ids.has(id) && compareVersions(/(\d+\.\d+)/.exec(id)?.[1] as string, newest) <= 0)).toEqual([])
  })

  it('say what each alias stands for in each release', () => {
    const wrong = mined.aliases
      .filter(({ alias }) => ['pc', 'q35', 'pseries', 'virt', 's390-ccw-virtio'].includes(alias))
      .filter(({ target, alias, version, name }) => {
        const arch = target === 'arm' ? 'aarch64' : target === 'x86' ? 'x86_64' : target
        return !byId.get(`machine/${alias}`)?.support.some(({ when, versions = [], value }) => {
          const { arch: arches } = when as { arch: string | string[] }
          const [from, to] = ['introduced', 'removed'].map((event) => versions.find((one) => one.event === event)?.version)
          return [arches].flat().includes(arch) && value === name && compareVersions(from as string, version) <= 0 && (!to || compareVersions(version, to) < 0)
        })
      })
    expect(wrong).toEqual([])
  })

  it('name every property of hw_compat_* and pc_compat_*, with its driver', () => {
    const owners = new Map(features.flatMap((entry) => entry.data.aliases.map((alias) => [aliasName(alias), entry] as const)))
    const missing = mined.compat
      .filter(({ array }) => /^(hw|pc)_compat_/.test(array))
      .filter(({ driver, property }) => {
        const id = `machine/compat/${property.toLowerCase().replaceAll('_', '-')}`
        const record = features.find(({ data }) => data.id === id) ?? owners.get(property)
        return !record || (record.data.id.startsWith('machine/compat/') && !record.body.includes(`\`${driver}\``))
      })
    expect(missing.map(({ array, driver, property }) => `${array}: ${driver}.${property}`)).toEqual([])
  })
})

function idOf(target: string, name: string): string {
  return `machine/${target === 'm68k' ? 'm68k-' : ''}${name}`
}
