import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readAddress } from '../../scripts/lib/address.mjs'
import { hashFiles } from '../../scripts/lib/hash.mjs'
import { nodeProblem } from '../../scripts/lib/require-node.mjs'
import { stampOf } from '../../scripts/lib/stamp.mjs'

const ROOT = resolve(import.meta.dirname, '../..')

test('Node from 20.19 on is new enough', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '25.1.0']) expect(nodeProblem(version)).toBeUndefined()
  for (const version of ['20.18.9', '18.20.0', '9.0.0'])
    expect(nodeProblem(version)).toMatch(new RegExp(`^canimigrate needs Node 20\\.19 or newer, and this is ${version}: .*$`))
})

test('PORT and HOST are read, and an address that cannot be had is one line', async () => {
  const { port, url } = await readAddress({ PORT: '0' })
  expect(url).toBe(`http://127.0.0.1:${port}`)
  expect((await readAddress({ PORT: '0', HOST: '0.0.0.0' })).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  await expect(readAddress({ PORT: '0', HOST: '192.0.2.1' })).rejects.toThrow(/^HOST=`192\.0\.2\.1` is no address of this machine: .*$/)
  const server = createServer()
  const taken = await new Promise<number>((done) => server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)))
  await expect(readAddress({ PORT: String(taken) })).rejects.toThrow(
    `port ${taken} of 127.0.0.1 is in use: stop what uses it, or choose another, as in \`PORT=${taken + 1} npm start\``,
  )
  server.close()
})

test('the hash follows names and bytes, not what is left out', () => {
  const root = mkdtempSync(join(tmpdir(), 'canimigrate-hash-'))
  mkdirSync(join(root, 'a'))
  writeFileSync(join(root, 'a', 'one'), '1')
  const hash = () => hashFiles(root, ['a', 'missing'], (path) => path === 'a/out')
  const first = hash()
  writeFileSync(join(root, 'a', 'out'), 'x')
  expect(hash()).toBe(first)
  writeFileSync(join(root, 'a', 'one'), '2')
  expect(hash()).not.toBe(first)
  rmSync(root, { recursive: true })
})

test('a stamp is what was written, and nothing once removed', () => {
  const root = mkdtempSync(join(tmpdir(), 'canimigrate-stamp-'))
  const stamp = stampOf(join(root, 'stamp'))
  expect(stamp.is('a')).toBe(false)
  stamp.write('a')
  expect([stamp.is('a'), stamp.is('b')]).toEqual([true, false])
  stamp.remove()
  expect(stamp.is('a')).toBe(false)
  rmSync(root, { recursive: true })
})

test('the lock file has each package for other platforms, without which npm ci refuses it, and names no registry', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
  }
  const all = Object.keys(packages)
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
  expect(wanted.filter((name) => !all.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([])
  expect(all.filter((path) => packages[path]?.resolved)).toEqual([])
})

test('the command ends quietly when its reader goes away, and with 2 when it is asked nonsense', () => {
  const command = (line: string) => spawnSync('bash', ['-c', `set -o pipefail; ${line}`], { cwd: ROOT, encoding: 'utf8' })
  const cut = command('node bin/canimigrate.mjs --help | head -n 1')
  expect([cut.stderr, cut.status, cut.stdout.split('\n').length]).toEqual(['', 0, 2])
  const nonsense = command('node bin/canimigrate.mjs no-such-command')
  expect(nonsense.status).toBe(2)
  expect(nonsense.stderr).toMatch(/^canimigrate: unknown command/)
})
