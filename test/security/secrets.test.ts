import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { problemOf } from '../../lib/api/problem.ts'
import { openStore } from '../../lib/store/client.ts'

describe('an address of a database that cannot be opened', () => {
  test.each([
    'mysql://user:hunter2@h.invalid/d',
    'mysql://user:hun@ter2@h.invalid/d?password=hunter2',
    'mysql://user:hunt/er2@h.invalid/d',
    'user:hunter2@h.invalid',
    'libsql://h.invalid?authToken=hunter2',
    'postgresql+x://user:hunter2@h.invalid/d',
  ])('is told without what is secret in it: %s', async (url) => {
    const error = await openStore({ url }).then(
      () => undefined,
      (problem: unknown) => problem,
    )
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error)).not.toMatch(/hunter2|hunt|er2|ter2/)
  })
})

test('an error that is not the client’s says nothing of itself', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED postgres://user:hunter2@h/d'), { input: 'hunter2' })
  expect(JSON.stringify(problemOf(error))).not.toMatch(/hunter2|postgres/)
})
