import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const compose = read('compose.yaml')

describe('compose.yaml', () => {
  /** Debian 12's podman-compose (1.0.3) leaves `${NAME:-}` as it stands, and a process then takes that for the value. */
  test('has no default that is empty', () => {
    expect(compose.match(/\$\{[A-Z_]+:?[-?]\}/g)).toBeNull()
  })

  test('asks for nothing that the example of its settings does not have', () => {
    const given = new Set(read('deploy/compose.env.example').match(/^[A-Z_]+(?==)/gm))
    const asked = [...compose.matchAll(/\$\{([A-Z_]+)(?:\}|:\?)/g)].map(([, name]) => name as string)
    expect(asked.filter((name) => !given.has(name))).toEqual([])
    expect(asked).toContain('POSTGRES_PASSWORD')
  })
})
