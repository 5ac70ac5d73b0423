import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../lib/cli/main.ts'
import type { FleetAnswer } from '../../lib/model/index.ts'
import { captured } from '../fixtures/captured.ts'

const FLEET = `
hosts:
  a1: "qemu=7.2.0 linux=5.15.30 kvm=hv cpu=power9"
  a2: "qemu=7.2.0 linux=5.15.30 kvm=hv cpu=power9"
  old: {profile: "qemu=7.2.0 linux=5.15.30 kvm=hv cpu=power8", room: 2}
vms:
  web: {definition: "machine=pseries-7.2", guest: "uses=none linux=5.10", hosts: [a1, a2]}
upgrade:
  a1: "qemu=8.0.0"
  a2: {qemu: "8.0.0"}
`
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'canimigrate-fleet-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const ask = (text: string, ...argv: string[]) => {
  const file = join(dir, 'fleet.yaml')
  writeFileSync(file, text)
  return captured(() => main(['fleet', file, ...argv]))
}

describe('fleet', { timeout: 60_000 }, () => {
  it('says where VMs may go and how to upgrade, in 78 columns', async () => {
    const { status, stdout } = await ask(FLEET)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^FLEET\. 3 hosts of 2 kinds, 2 VMs of 1 definition\.\n\nUPGRADE: there is an order/)
    expect(stdout).toContain('Started with max-cpu-compat=power8, it goes from every host to every other.')
    expect(stdout.split('\n').filter((line) => line.length > 78)).toEqual([])
  })

  it('has the same as JSON', async () => {
    const answer = JSON.parse((await ask(FLEET, '--json')).stdout) as FleetAnswer
    expect(answer.kinds.map(({ name, count, after }) => [name, count, after])).toEqual([
      ['A', 2, 0],
      ['B', 1, 1],
      ['C', 0, 2],
    ])
    expect(answer.definitions[0]).toMatchObject({ name: 'web-1', vms: ['web-1', 'web-2'], baseline: { status: 'found', set: { 'max-cpu-compat': 'power8' } } })
    expect(answer.definitions[0]?.domains.map(({ kinds }) => kinds)).toEqual([['A', 'C'], ['B']])
    expect(answer.upgrade?.steps.map(({ host }) => host).sort()).toEqual(['a1', 'a2'])
  })

  it('shows who is stranded where no order does', async () => {
    const { status, stdout } = await ask(
      FLEET.replace(/ {2}a2: "qemu[^\n]*\n/, '')
        .replace('[a1, a2]', '[a1]')
        .replace(/ {2}a2: \{[^\n]*\n/, ''),
    )
    expect(status).toBe(1)
    expect(stdout).toContain('UPGRADE: no order does without stranding a VM.')
    expect(stdout).toMatch(/web cannot leave a1:\n {4}A to B: no\n {6}ppc\//)
  })

  it.each([
    ['hosts: {a: "qmeu=7.2"}', /`qmeu` is not a key of hosts\.a; did you mean `qemu`\?/],
    ['hosts: {a: "machine=pseries-7.2"}', /`machine` is not of a host; give it to the VM/],
    ['hosts: {a: "qemu=7.2"}\nvms: {v: {definition: "machine=pseries-7.2", host: b}}', /no host `b`; did you mean `a`\?/],
    ['hosts: {a: {profile: "qemu=7.2", room: 0}}\nvms: {v: {definition: "machine=pseries-7.2", host: a}}', /`a` has room for 0 VMs and begins with 1/],
    ['hosts: {a: "qemu=7.2"}\nvms: {v: {host: a}}', /has no `definition`/],
    ['hosts: {}', /`hosts` is empty/],
    ['hosts: {a: "qemu=7.99.0"}', /never had this release/],
    ['host: {a: "qemu=7.2"}', /`host` is not a key of a fleet; did you mean `hosts`\?/],
    ['hosts: {a: "qemu=7.2"}\naccept: maybe', /`accept` is `maybe`; it takes yes, conditional/],
  ])('tells what is wrong with %s', async (text, message) => {
    const { status, stdout, stderr } = await ask(text)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
