import { spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../lib/cli/main.ts'
import { parseShorthand } from '../../lib/input/index.ts'
import { Profile } from '../../lib/model/index.ts'
import { captured } from '../fixtures/captured.ts'

describe('probe', () => {
  it('prints what check takes', async () => {
    const { status, stdout } = await captured(() => main(['probe']))
    expect(status).toBe(0)
    const { facts } = parseShorthand(stdout)
    const json = Profile.parse(JSON.parse((await captured(() => main(['probe', '--json']))).stdout))
    expect(json.facts).toEqual(facts)
    if (process.platform === 'linux') expect(facts.linux).toMatch(/^\d/)
    expect(Object.keys(json.places).sort()).toEqual(Object.keys(facts).sort())
  })
})

describe('check reads', () => {
  const VM = '/usr/bin/qemu-system-ppc64 \\\n-machine pseries-7.2,accel=kvm \\\n-m 512\n'
  const HOST = 'qemu=7.2 linux=6.1 kvm=hv cpu=power9'
  it('stdin', async () => {
    const child = spawn(
      process.execPath,
      [resolve('bin/canimigrate.mjs'), 'check', '--from', '-', '--to', '-', '--from-host', HOST, '--to-host', HOST, '--json'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    )
    child.stdin.end(VM)
    let text = ''
    for await (const part of child.stdout.setEncoding('utf8')) text += part
    expect(JSON.parse(text)).toMatchObject({ start: { source: 'yes', destination: 'yes' } })
  })
  it.each([
    ['vm.log', VM],
    ['vm', VM],
    ['vm.xml', "<domain type='kvm'><memory>524288</memory><os><type arch='ppc64' machine='pseries-7.2'>hvm</type></os></domain>"],
    ['host.yaml', 'machine: pseries-7.2\nmemory: 512\naccel: kvm\n'],
  ])('%s, whatever it holds', async (name, text) => {
    const file = join(await mkdtemp(join(tmpdir(), 'canimigrate-')), name)
    await writeFile(file, text)
    const { status, stderr } = await captured(() => main(['check', '--from', file, '--from-host', HOST, '--to', file, '--to-host', HOST]))
    expect([stderr, status === 2]).toEqual(['', false])
  })
})
