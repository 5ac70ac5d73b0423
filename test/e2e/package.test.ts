import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const QUESTION = ['check', '--from', 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', '--to', 'kvm=pr cpu=power9 linux=5.15 qemu=7.2', '--guest', 'uses=scv']

describe('the npm package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'canimigrate-package-'))
  const project = join(folder, 'project')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  beforeAll(async () => {
    const packed = await run('npm', ['pack', '--pack-destination', folder], ROOT)
    expect(packed, packed.stderr).toMatchObject({ code: 0 })
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), '{"name": "consumer", "type": "module", "private": true}')
    const installed = await run('npm', ['install', '--offline', '--no-audit', '--no-fund', archive()], project)
    expect(installed, installed.stderr).toMatchObject({ code: 0 })
  }, 400_000)

  const archive = (): string => join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) as string)
  const command = (...words: string[]) => run(process.execPath, [join(project, 'node_modules/canimigrate/bin/canimigrate.cjs'), ...words], project)
  const own = (...words: string[]) => run(process.execPath, [join(ROOT, 'bin/canimigrate.mjs'), ...words], ROOT)

  it('is small, and needs no other', () => {
    expect(statSync(archive()).size).toBeLessThan(2_000_000)
    const files = readdirSync(join(project, 'node_modules/canimigrate'), { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
    expect(files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)).toBeLessThan(3_000_000)
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['canimigrate'])
  })

  it('answers without loading the schemas, which are half of the code', () => {
    const dist = join(project, 'node_modules/canimigrate/dist')
    const codeOf = (name: string, seen = new Set<string>()): string => {
      if (seen.has(name)) return ''
      seen.add(name)
      const code = readFileSync(join(dist, name), 'utf8')
      return code + [...code.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(([, other]) => codeOf(other as string, seen)).join('')
    }
    const check = readdirSync(dist).find((name) => /^check-[A-Z0-9]+\.js$/.test(name)) as string
    expect(codeOf('index.js')).toContain('ZodObject')
    for (const name of [check, 'one-answer.cjs']) expect(codeOf(name)).not.toContain('ZodObject')
  })

  it('answers as the checkout does, with nothing on stderr', async () => {
    const [packaged, ours] = await Promise.all([command(...QUESTION), own(...QUESTION)])
    expect(packaged).toEqual(ours)
    expect(packaged).toMatchObject({ code: 1, stderr: '' })
    const npx = await run('npx', ['canimigrate', ...QUESTION], project)
    expect(npx).toMatchObject({ code: 1, stdout: ours.stdout })
  })

  it('answers in all the ways that the checkout does, though one question in words has a file of its own', async () => {
    const [from, to] = ['kvm=hv cpu=power9 linux=5.15 qemu=7.2', 'kvm=pr cpu=power9 linux=5.15 qemu=7.2']
    const file = join(folder, 'side.yaml')
    writeFileSync(file, 'qemu: "7.2"\n')
    const line = 'qemu-system-x86_64 -M pc-q35-6.2 -device nvme,serial=a'
    const asked = [
      [from, to],
      [from, to, '--json'],
      [from, to, '--proof', '--no-remedies'],
      [from, to, '--why', '1'],
      [from, `--to=${to}`],
      [`--from=${from}`, `--to=${to}`, '--markdown'],
      ['--at', from, '--guest', 'uses=scv'],
      ['--from', from, '--to', to, '--via', 'kvm=hv cpu=power9 linux=6.1 qemu=8.1'],
      ['--from-cmdline', line, '--to-cmdline', line, '--from-host', 'qemu=7.2', '--to-host', 'qemu=8.1'],
      [file, to],
      ['--from', file, '--to', '{"qemu": "7.2"}'],
      [from, '<domain type="kvm"><os><type arch="x86_64" machine="pc-q35-6.2">hvm</type></os></domain>'],
      [from],
      [from, 'kmv=pr'],
      [from, 'kvm=prr'],
      [from, 'no-such-file.xml'],
      ['--no-such-option'],
      ['--help'],
      [],
    ].map((words) => ['check', ...words])
    for (const words of asked) expect(await command(...words), words.join(' ')).toEqual(await own(...words))
  }, 200_000)

  it('leaves a checkout alone, where what was packed may be of other records', async () => {
    const packed = join(ROOT, 'dist/one-answer.cjs')
    const code = readFileSync(packed)
    writeFileSync(packed, 'exports.oneAnswer = async () => 9')
    try {
      expect(await run(process.execPath, [join(ROOT, 'bin/canimigrate.cjs'), ...QUESTION], ROOT)).toEqual(await own(...QUESTION))
    } finally {
      writeFileSync(packed, code)
    }
  })

  it('reads a side from stdin', async () => {
    const ask = `printf 'qemu=7.2 linux=5.15' | '${process.execPath}' node_modules/canimigrate/bin/canimigrate.cjs check --from - --to 'qemu=7.2 linux=5.15' --json`
    const { stdout } = await run('sh', ['-c', ask], project)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unknown' })
  })

  it('answers whatever became of what it keeps between answers', async () => {
    const kept = join(project, 'node_modules/.cache/canimigrate')
    const expected = await own(...QUESTION)
    for (const spoil of [
      () => undefined,
      () => rmSync(kept, { recursive: true, force: true }),
      () => writeFileSync(keptFile(), readFileSync(keptFile()).subarray(0, 1000)),
      () => writeFileSync(keptFile(), ''),
      () => renameSync(keptFile(), join(kept, 'of-another-version-11.3-x64.v8')),
      () => {
        rmSync(kept, { recursive: true, force: true })
        writeFileSync(kept, 'no folder')
      },
    ]) {
      // Node 22 and later keep it elsewhere, by themselves.
      if (process.versions.node.startsWith('20.')) spoil()
      for (let turn = 0; turn < 2; turn++) expect(await command(...QUESTION)).toEqual(expected)
    }
    rmSync(kept, { recursive: true, force: true })

    function keptFile(): string {
      const [name, ...others] = readdirSync(kept)
      expect(others).toEqual([])
      return join(kept, name as string)
    }
  })

  it('ends quietly when its reader goes away', async () => {
    const ask = `'${process.execPath}' node_modules/canimigrate/bin/canimigrate.cjs check ${QUESTION.slice(1)
      .map((word) => `'${word}'`)
      .join(' ')} --json | head -c 10`
    expect(await run('sh', ['-c', ask], project)).toMatchObject({ code: 0, stderr: '' })
  })

  it('has the whole knowledge, though an answer reads a part of it', async () => {
    const [packaged, ours] = await Promise.all([command('export'), own('export')])
    expect(JSON.parse(packaged.stdout)).toEqual(JSON.parse(ours.stdout))
  })

  it('answers about machines and devices as the checkout does', async () => {
    const lines = ['x86_64 -M pc-q35-6.2', 'x86_64 -M pc-q35-6.2 -device nvme,serial=a', 'aarch64 -M virt-7.2', 'ppc64 -M pseries-7.2', 'x86_64 -M pc -vga qxl']
    const questions = lines.flatMap((from) =>
      lines.map((to) => ({ from: { cmdline: `qemu-system-${from}`, host: 'qemu=7.2' }, to: { cmdline: `qemu-system-${to}`, host: 'qemu=7.2' } })),
    )
    const file = join(folder, 'questions.ndjson')
    writeFileSync(file, questions.map((one, id) => `${JSON.stringify({ id, ...one })}\n`).join(''))
    const asked = ['check', '--batch', file, '--remedies']
    const [packaged, ours] = await Promise.all([command(...asked), own(...asked)])
    expect(packaged.stdout).toBe(ours.stdout)
    for (const verdict of ['yes', 'no']) expect(ours.stdout).toContain(`"verdict":"${verdict}"`)
  })

  it('says which version it is, as the checkout does', async () => {
    const [packaged, ours] = await Promise.all([command('--version'), own('--version')])
    expect(packaged).toEqual(ours)
    expect(packaged.code).toBe(0)
  })

  it('searches, shows and cites without a database', async () => {
    const found = JSON.parse((await command('search', '--json', 'XENFEAT_grant_map_identiy')).stdout) as { hits: { id: string }[] }
    const id = found.hits[0]?.id as string
    expect((await command('show', id)).stdout).toContain('XENFEAT_grant_map_identity')
    expect((await command('cite', id)).stdout).toContain(`/r/${id}@`)
    expect(await command('policy', 'zzzzzzzz')).toMatchObject({ code: 1 })
  })

  it('says in a line what only a checkout can do', async () => {
    expect(await command('ingest', '--json', 'x.mbox')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^canimigrate: `ingest` .* clone of the project\n$/),
    })
    expect(await command('show', 'ppc/ail-modes@00000000')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^canimigrate: the npm package has [^\n]*\n$/),
    })
  })

  it('runs the example of the README, checked by TypeScript', async () => {
    const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] as string
    // Something wrong that has to be noticed.
    const more = '// @ts-expect-error no verdict is a number\nexport const wrong: number = verdict\n'
    writeFileSync(join(project, 'example.ts'), `${example}\n${more}`)
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--skipLibCheck', 'false']
    const compiled = await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, 'example.ts'], project)
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' })
    const { stdout } = await run(process.execPath, ['example.js'], project)
    for (const [, expected] of example.matchAll(/\/\/ prints: (.*)/g)) expect(stdout.split('\n')).toContain(expected)
  })

  it('has types that every resolution of modules finds', async () => {
    const { code, stdout } = await run(
      process.execPath,
      [join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js'), archive(), '--profile', 'esm-only'],
      ROOT,
    )
    expect(code, stdout).toBe(0)
  })
})

function run(program: string, words: readonly string[], cwd: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(program, [...words], { cwd: resolve(cwd), maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
  })
}
