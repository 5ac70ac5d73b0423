import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { main } from '../../lib/cli/main.ts'
import { asJson } from '../../lib/cli/output.ts'
import { InputError } from '../../lib/model/index.ts'
import { captured } from '../fixtures/captured.ts'

const HOST = 'kvm=hv cpu=power9 linux=6.1 qemu=9.1'

it.each([
  [['--at', HOST, '--to', HOST], '`--at` does not go with `--to`; give one of them'],
  [['--batch', 'x.ndjson', '--from', HOST], '`--batch` does not go with `--from`; give one of them'],
  [['--from', HOST, '--to', `${HOST} guest.uses=scvv`], '`guest.uses=scvv` is not a use that a record knows; did you mean `scv`?'],
  [['--frm', HOST], "unknown option '--frm' (Did you mean --from?)"],
  [
    ['\u001b[31mx\u0007'],
    '`\\x1b[31mx\\x07` is one side, and there is no other; put quotes around facts that go together: check "qemu=7.2 linux=5.15" "qemu=8.1 linux=6.1"',
  ],
  [['--\u001b[31mx'], "unknown option '--\\x1b[31mx'"],
])('check %j is bad input, in one line', async (argv, says) => {
  const { status, stdout, stderr } = await captured(() => main(['check', ...argv]))
  expect([status, stdout, stderr]).toEqual([2, '', `canimigrate: ${says}\n`])
})

it.each(['vm.xlm', './vm'])('%s is a file that is not there', async (name) => {
  const { status, stderr } = await captured(() => main(['check', '--from', name, '--to', HOST]))
  expect([status, stderr]).toEqual([2, `canimigrate: \`${name}\` cannot be read (ENOENT); name a file, or write facts such as \`qemu=7.2\`\n`])
})

it('JSON stays JSON whatever a text holds', () => {
  const value = { id: '\u009b\u007f\u001b"' }
  expect(JSON.parse(asJson(value))).toEqual(value)
  expect(asJson(value)).toBe('{"id":"\\u009b\\u007f\\u001b\\""}')
})

it('a misspelt machine is taken for the one that begins alike', async () =>
  expect((await captured(() => main(['check', '--at', 'machine=pseries-7.3']))).stderr).toMatch(/did you mean `pseries-7\.\d`/))

it('a report of a chain says which hop it is about', async () => {
  const { stdout } = await captured(() => main(['check', '--from', HOST, '--via', 'kvm=hv cpu=power9 linux=6.1 qemu=9.1', '--to', 'kvm=hv cpu=power7']))
  expect(stdout).toContain('What follows is about the hop from via 1 to destination, which it calls source\nand destination.\n')
})

it('what is known of a guest goes with --at', async () =>
  expect((await captured(() => main(['check', '--at', HOST, '--guest', 'uses=none']))).status).not.toBe(2))

it('ends quietly when nobody reads on', async () => {
  const child = spawn(process.execPath, [resolve('bin/canimigrate.mjs'), 'export'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (part) => (errors += part))
  child.stdout.once('data', () => child.stdout.destroy())
  const status = await new Promise((done) => child.once('close', done))
  expect([status, errors.replace(/^.*problems in .*\n/, '')]).toEqual([0, ''])
})

it('what is longer than a text can be is bad input, in one line', () => {
  expect(() => asJson(Array.from({ length: 40 }, () => 'x'.repeat(2 ** 24)))).toThrow(
    new InputError([{ path: '', message: 'the answer is too large for one JSON document; ask with fewer devices' }]),
  )
})
