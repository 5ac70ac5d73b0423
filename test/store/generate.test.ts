import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generate } from '../../scripts/generate.mjs'
import { assembleSchema, migrationsOf, PROVIDERS, ROOT } from '../../scripts/schema.mjs'

test('with nothing changed, nothing is generated, and quickly', async () => {
  await generate()
  const start = performance.now()
  expect(await generate()).toBe(false)
  expect(performance.now() - start).toBeLessThan(500)
})

test('the schema of each provider holds the same models', () => {
  const models = readFileSync(join(ROOT, 'prisma', 'models.prisma'), 'utf8')
  for (const provider of PROVIDERS) {
    const directory = join(ROOT, 'prisma', 'generated', `test-${process.pid}`)
    const text = readFileSync(assembleSchema(provider, { directory }), 'utf8')
    rmSync(directory, { recursive: true })
    expect(text).toContain(`provider = "${provider}"`)
    expect(text).toContain(`"../../../lib/store/generated/${provider}"`)
    expect(text.endsWith(models)).toBe(true)
  }
})

test("every provider has migrations and Prisma's lock file", () => {
  for (const provider of PROVIDERS) {
    expect(migrationsOf(provider).length).toBeGreaterThan(0)
    expect(readFileSync(join(ROOT, 'prisma', provider, 'migrations', 'migration_lock.toml'), 'utf8')).toContain(`provider = "${provider}"`)
  }
})
