import { afterEach, expect, test } from 'vitest'
import { createLog, duringRequest, takeConsole } from '../../lib/serve/log.ts'

const methods = { log: console.log, info: console.info, debug: console.debug, warn: console.warn, error: console.error }
afterEach(() => void Object.assign(console, methods))

test('what anything prints while a request is answered is a line that names the request', async () => {
  const lines: string[] = []
  takeConsole(createLog('json', 'info', (line) => lines.push(line)))
  await duringRequest('id-1', async () => {
    await Promise.resolve()
    console.error('could not', new Error('no postgres://me:secret@host/db'))
  })
  console.log('plain', { a: 1 })
  console.debug('too much')
  const [failed, plain, ...others] = lines.map((line) => JSON.parse(line))
  expect(others).toEqual([])
  expect(failed).toMatchObject({ level: 'error', request: 'id-1', msg: 'could not no postgres://me:…@host/db', err: { type: 'Error' } })
  expect(failed.err.stack).toContain('log.test.ts')
  expect(plain).toMatchObject({ level: 'info', msg: 'plain {"a":1}' })
  expect(plain).not.toHaveProperty('request')
  expect(lines.join('')).not.toContain('secret')
})

test('people get lines that their terminal does not obey', () => {
  const lines: string[] = []
  const log = createLog('text', 'info', (line) => lines.push(line))
  log.info({ method: 'GET', path: '/\u001b[31m\nx', status: 200, ms: 1.5 }, 'request')
  log.error({ err: new Error('broken') }, 'it is\u0007 broken')
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d GET \/\\x1b\[31m x 200 1\.5 ms\n$/)
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d error it is\\x07 broken\nError: broken\n {4}at /)
})
