import { afterEach, expect, test, vi } from 'vitest'
import { findPostgres, postgresProblem } from '../../scripts/lib/postgres.mjs'

afterEach(() => void vi.unstubAllEnvs())

test('a PostgreSQL that was named and is not there is said, and nothing is installed in its place', async () => {
  vi.stubEnv('POSTGRES_BIN', '/nowhere')
  expect(findPostgres()).toBeUndefined()
  expect(await postgresProblem()).toBe('there is no `initdb` in POSTGRES_BIN=`/nowhere`')
})

test.runIf(findPostgres())('one that is there is taken', async () => {
  expect(await postgresProblem()).toBeUndefined()
  vi.stubEnv('POSTGRES_BIN', findPostgres())
  expect(await postgresProblem()).toBeUndefined()
})
