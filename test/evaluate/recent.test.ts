import { describe, expect, it } from 'vitest'
import { Recent } from '../../lib/evaluate/recent.ts'

describe('what is remembered of late', () => {
  const keys = (from: number, to: number, length = 1): string[] => Array.from({ length: to - from }, (_, index) => String(from + index).padStart(length, '.'))
  const known = (recent: Recent<string, string>, of: readonly string[]): number => of.filter((key) => recent.get(key) !== undefined).length

  it('is the half that was asked for last, and at most as many as was said', () => {
    const recent = new Recent<string, string>(100)
    for (const key of keys(0, 1000)) recent.set(key, key)
    expect(known(recent, keys(950, 1000))).toBe(50)
    expect(known(recent, keys(0, 900))).toBe(0)
  })

  it('is fewer where they are large', () => {
    const recent = new Recent<string, string>(100, ({ length }) => length / 10)
    for (const key of keys(0, 1000, 100)) recent.set(key, key)
    expect(known(recent, keys(995, 1000, 100))).toBe(5)
    expect(known(recent, keys(0, 989, 100))).toBe(0)
  })
})
