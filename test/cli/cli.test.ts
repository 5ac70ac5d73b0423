import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../lib/cli/main.ts'
import { places } from '../../lib/cli/context.ts'
import { harmless } from '../../lib/cli/output.ts'
import { captured } from '../fixtures/captured.ts'
import type { KnowledgeFile } from '../../lib/model/index.ts'

const run = (...argv: string[]) => captured(() => main(argv))
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'canimigrate-cli-'))
  places.data = join(dir, 'data')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('every command', { timeout: 240_000 }, () => {
  it.each(['check', 'fleet', 'show', 'list', 'search', 'matrix', 'cite', 'policy', 'lint', 'sync', 'reindex', 'move', 'export', 'mentions', 'proposals'])(
    '%s --help has examples',
    async (name) => {
      const { status, stdout } = await run(name, '--help')
      expect(status).toBe(0)
      expect(stdout).toMatch(/Examples:\n {2}\$ canimigrate /)
    },
  )

  it('says which version it is, and which records it answers from', async () => {
    const { digest, date } = JSON.parse((await run('export')).stdout) as { digest: string; date: string }
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    for (const option of ['--version', '-V'])
      expect(await run(option)).toEqual({ status: 0, stdout: `canimigrate ${version}, records ${digest}, last checked ${date}\n`, stderr: '' })
  })

  it('lists, shows by id and alias, cites, lays out matrices, exports', async () => {
    const records = JSON.parse((await run('list', '--kind', 'feature', '--json')).stdout) as { id: string; revision: string }[]
    expect(records.length).toBeGreaterThan(5)
    const { id, revision } = records[0] as { id: string; revision: string }
    expect((await run('show', id)).stdout).toContain(`${id}@${revision}`)
    expect((await run('show', `${id}@${revision}`)).stdout).toBe((await run('show', id)).stdout)
    expect(JSON.parse((await run('show', 'KVM_CAP_PPC_AIL_MODE_3', '--json')).stdout)).toMatchObject({ kind: 'feature' })
    expect((await run('cite', id, '--format', 'link')).stdout).toBe(`Link: http://127.0.0.1:3000/r/${id}@${revision}\n`)
    expect((await run('cite', id)).stdout.split('\n').every((line) => line.length <= 72 || line.includes('http'))).toBe(true)
    const claims = JSON.parse((await run('cite', id, '--claims', '--json')).stdout) as { fragment: string; short: string }[]
    for (const { fragment, short } of [claims[0], claims.at(-1)] as typeof claims) {
      expect(short).toBe(`${id}@${revision}#${fragment}`)
      expect((await run('cite', short, '--format', 'short')).stdout).toBe(`${short}\n`)
      expect((await run('cite', `https://example.org/features/${id}#${fragment}`, '--format', 'link')).stdout).toBe(`Link: http://127.0.0.1:3000/r/${short}\n`)
    }
    const { cells } = JSON.parse((await run('matrix', '--feature', 'ppc/ail-modes', '--json')).stdout) as { cells: { fragment: string }[] }
    const cell = `ppc/ail-modes#${cells[0]?.fragment}`
    expect((await run('cite', cell, '--format', 'short')).stdout).toMatch(/^ppc\/ail-modes@[0-9a-f]{8}#cell\./)
    const none = await run('cite', 'ppc/ail-modes#cell.qemu.99')
    expect([none.status, none.stderr.trim().split('\n').length]).toEqual([2, 1])
    expect(none.stderr).toContain('has no claim `cell.qemu.99`')
    expect((await run('matrix', '--component', 'qemu', '--version', '7.2')).status).toBe(0)
    expect((await run('matrix', '--feature', 'ppc/multi-tce', '--with', 'linux')).stdout).toMatch(/linux ↓ qemu →.*\n[\s\S]*from 4\.6 .*in-kernel/)
    expect((await run('matrix', '--feature', 'ppc/multi-tce', '--direction', '--host', 'kvm=hv linux=6.1 guest.uses=multitce')).stdout).toContain(
      '! silently degraded',
    )
    const whole = JSON.parse((await run('export')).stdout) as KnowledgeFile
    const answering = JSON.parse((await run('export', '--answering')).stdout) as KnowledgeFile
    expect(whole).toMatchObject({ format: 1, entries: expect.any(Array) })
    expect([answering.digest, answering.entries.length > 0, answering.entries.length < whole.entries.length / 2]).toEqual([whole.digest, true, true])
  })

  it('finds what is misspelt, and says when nothing is found', async () => {
    const found = await run('search', 'XENFEAT_grant_map_identiy')
    expect(found.status).toBe(0)
    expect(found.stdout.split('\n').find((line) => !line.startsWith('('))).toMatch(/grant-map-identity/)
    expect((await run('policy', 'feature', 'flag', 'withdrawn', '--json')).status).toBe(0)
    expect((await run('search', 'zzzzqqqqxxxx')).status).toBe(1)
  })

  it('the records have no problems', async () => expect(await run('lint')).toMatchObject({ status: 0, stdout: expect.stringMatching(/records, no problems/) }))
})

describe('errors are one line and exit status 2', { timeout: 240_000 }, () => {
  it.each([
    [['show', 'ppc/ail-mode'], /no record `ppc\/ail-mode`; did you mean `ppc\/ail-modes`\?/],
    [['cite', 'ppc/ail-modes', '--format', 'apa'], /`apa` is not a format; one of text, short, link/],
    [['cite', 'ppc/ail-modes#contrl'], /ppc\/ail-modes@[0-9a-f]{8}` has no claim `contrl`; did you mean `control`\?/],
    [['matrix', '--component', 'qemu', '--version', '9.9'], /`9\.9` is not a release of QEMU/],
    [['matrix', '--feature', 'ppc/multi-tce', '--direction', '--host', 'qmeu=1'], /`qmeu`/],
    [['matrix'], /needs `--feature ID`/],
    [['check', '--from', 'qemu=7.2'], /`--to` is missing/],
    [['check', 'qemu=7.2'], /`qemu=7\.2` is one side, and there is no other/],
    [['check', 'qemu=7.2', 'linux=5.15', 'qemu=8.1'], /there are 3 words for two sides; put quotes around facts/],
    [['check', '--from', 'qemu=7.2', 'linux=5.15', '--to', 'qemu=8.1'], /`linux=5\.15` belongs to no option; put quotes around facts/],
    [['check', '--from', 'nowhere.yaml', '--to', 'qemu=7.2'], /`nowhere\.yaml` cannot be read \(ENOENT\)/],
    [['check', '--batch', '/nowhere.ndjson'], /`\/nowhere\.ndjson` cannot be read/],
    [['chekc'], /unknown command 'chekc'/],
    [['search', 'x', '--limit', 'many'], /`--limit many` is not a number from 1 to 100/],
  ])('%j', async (argv, says) => {
    const { status, stdout, stderr } = await run(...(argv as string[]))
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/^canimigrate: /)
  })
})

describe('check', { timeout: 60_000 }, () => {
  it('reads files by their ending', async () => {
    writeFileSync(join(dir, 'a.yaml'), 'kvm: hv\ncpu: power9\nlinux: "6.1"\nqemu: "9.1"\n')
    writeFileSync(join(dir, 'b.json'), '{"kvm": "hv", "cpu": "power9", "linux": "6.1", "qemu": "9.1"}')
    writeFileSync(join(dir, 'c.cmd'), 'qemu-system-ppc64 -M pseries-7.2,cap-large-decr=off -accel kvm\n')
    expect((await run('check', '--from', join(dir, 'a.yaml'), '--to', join(dir, 'b.json'))).status).toBe(0)
    expect(await run('check', join(dir, 'a.yaml'), join(dir, 'b.json'))).toEqual(await run('check', '--from', join(dir, 'a.yaml'), '--to', join(dir, 'b.json')))
    const both = await run(
      'check',
      '--from',
      join(dir, 'c.cmd'),
      '--from-host',
      join(dir, 'a.yaml'),
      '--to',
      join(dir, 'c.cmd'),
      '--to-host',
      'kvm=hv cpu=power9 linux=6.1 qemu=9.1',
      '--json',
    )
    expect(JSON.parse(both.stdout)).toMatchObject({ verdict: 'yes' })
  })

  it('answers a batch line by line, in order, bad lines too', async () => {
    writeFileSync(
      join(dir, 'batch.ndjson'),
      [
        '{"id": 1, "from": "kvm=hv cpu=power9 qemu=9.1 linux=6.1", "to": "kvm=hv cpu=power9 qemu=9.1 linux=6.1"}',
        'nonsense',
        '{"id": "c", "from": "cpu=power99", "to": "qemu=7.2"}',
        '{"id": 4, "from": {"cmdline": ["qemu-system-ppc64", "-M", "pseries-7.2"], "host": "qemu=7.2"}, "to": {"cmdline": ["qemu-system-ppc64", "-M", "pseries-6.2"], "host": "qemu=7.2"}}',
      ].join('\n'),
    )
    const { status, stdout } = await run('check', '--json', '--batch', join(dir, 'batch.ndjson'))
    expect(status).toBe(2)
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: 1, verdict: 'yes' },
      { id: null, error: {} },
      { id: 'c', error: { message: expect.stringContaining('power99') } },
      { id: 4, stream: 'refused' },
    ])
  })

  it('answers thousands of lines in threads as one thread does', async () => {
    const good = '"from": "kvm=hv cpu=power9 qemu=7.2", "to": "kvm=hv cpu=power8 qemu=7.2"'
    const line = (id: number): string => (id % 8 === 0 ? `{"id": ${id}, ${good}}` : id === 5501 ? '' : id === 5502 ? 'nonsense' : `{"id": ${id}, "from": 1}`)
    writeFileSync(join(dir, 'long.ndjson'), Array.from({ length: 6001 }, (_, id) => line(id)).join('\n'))
    const before = process.env.CANIMIGRATE_WORKERS
    try {
      process.env.CANIMIGRATE_WORKERS = '1'
      const alone = await run('check', '--batch', join(dir, 'long.ndjson'))
      process.env.CANIMIGRATE_WORKERS = '3'
      const threaded = await run('check', '--batch', join(dir, 'long.ndjson'))
      const lines = threaded.stdout.trim().split('\n')
      expect(lines).toHaveLength(6000)
      expect(JSON.parse(lines[5999] as string)).toMatchObject({ id: 6000, stream: expect.any(String) })
      expect(threaded.stdout === alone.stdout).toBe(true)
      expect([alone.status, threaded.status]).toEqual([2, 2])
    } finally {
      if (before === undefined) delete process.env.CANIMIGRATE_WORKERS
      else process.env.CANIMIGRATE_WORKERS = before
    }
  })

  it('runs as a program', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [resolve('bin/canimigrate.mjs'), 'check', '--from', 'kvm=hv cpu=power9 qemu=7.2', '--to', 'kvm=hv cpu=power7 qemu=7.2'],
      { encoding: 'utf8' },
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(/^NO\./)
  })
})

it('terminal escapes are shown, not sent', () => expect(harmless('a\u001b[31mb\u0007\u009b')).toBe('a\\x1b[31mb\\x07\\x9b'))
