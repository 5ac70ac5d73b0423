import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from '../../scripts/lib/lock.mjs'

const module = new URL('../../scripts/lib/lock.mjs', import.meta.url).href
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'canimigrate-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('gives what the work gives, and leaves nothing', async () => {
  expect(await withLock(directory, async () => readdirSync(directory))).toEqual(['lock.1'])
  await expect(withLock(directory, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(readdirSync(directory)).toEqual([])
})

test('takes over from a process that was killed', async () => {
  const child = inChild('await new Promise(() => setInterval(() => {}, 1000))')
  await child.saying('in')
  child.process.kill('SIGKILL')
  await child.ended
  expect(readdirSync(directory)).toEqual(['lock.1'])
  expect(await withLock(directory, async () => readdirSync(directory))).toEqual(['lock.2'])
})

test('waits for a process that runs, and says for which', async () => {
  const child = inChild('await new Promise((resolve) => setTimeout(resolve, 700))')
  await child.saying('in')
  const waited: number[] = []
  await withLock(directory, async () => {}, { onWait: (pid: number) => waited.push(pid), interval: 20 })
  expect(waited).toEqual([child.process.pid])
})

test('another process with the same pid, or a file cut short long ago, is not the holder', async () => {
  writeFileSync(join(directory, 'lock.3'), `${process.pid} another-boot/1`)
  expect(await withLock(directory, async () => readdirSync(directory))).toEqual(['lock.4'])
})

test('no two of many processes are in at once, though the first was killed', async () => {
  writeFileSync(join(directory, 'lock.1'), '999999999 gone/1')
  const log = join(directory, 'log')
  const work = `const { appendFileSync } = await import('node:fs'); appendFileSync(${JSON.stringify(log)}, 'in\\n'); await new Promise((r) => setTimeout(r, 30)); appendFileSync(${JSON.stringify(log)}, 'out\\n')`
  await Promise.all(Array.from({ length: 8 }, () => inChild(work).ended))
  expect(readFileSync(log, 'utf8')).toBe('in\nout\n'.repeat(8))
})

test('nor where they come and go', async () => {
  const log = join(directory, 'log')
  const say = (word: string): string => `appendFileSync(${JSON.stringify(log)}, '${word}\\n')`
  const work = `const { appendFileSync } = await import('node:fs'); ${say('in')}; await new Promise((r) => setTimeout(r, Math.random())); ${say('out')}`
  await Promise.all(Array.from({ length: 6 }, () => inChild(work, 150, 1).ended))
  expect(readFileSync(log, 'utf8') === 'in\nout\n'.repeat(900)).toBe(true)
})

function inChild(work: string, times = 1, interval = 10) {
  const once = `await withLock(${JSON.stringify(directory)}, async () => { console.log('in'); ${work} }, { interval: ${interval} })`
  const code = `import { withLock } from ${JSON.stringify(module)}; for (let time = 0; time < ${times}; time++) ${once}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const saying = (word: string) => new Promise<void>((done) => child.stdout.on('data', (chunk) => String(chunk).includes(word) && done()))
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  return { process: child, saying, ended }
}
