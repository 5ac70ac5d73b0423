import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { compareLines } from '../../scripts/oracle/compare.ts'
import { migrate } from '../../scripts/oracle/migrate.ts'
import { inOrder } from '../../scripts/oracle/pool.ts'
import { randomOf } from '../../scripts/lib/random.ts'
import { reasonOf } from '../../scripts/oracle/reason.ts'
import { otherValues } from '../../scripts/oracle/values.ts'

describe('what differs', () => {
  it('is the fewest lines to take out and put in', () => {
    expect(compareLines(['a', 'b', 'c', 'd'], ['a', 'c', 'x', 'd'])).toEqual(['- b', '+ x'])
    expect(compareLines([], ['a'])).toEqual(['+ a'])
    expect(compareLines(['a'], ['a'])).toEqual([])
  })
})

describe('the pool', () => {
  it('yields in order and never runs more than it may', async () => {
    let running = 0
    let most = 0
    const results: number[] = []
    const task = async (n: number) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 10 - n))
      running--
      return n
    }
    for await (const result of inOrder([1, 5, 2, 9, 3, 4], 2, task)) results.push(result)
    expect(results).toEqual([1, 5, 2, 9, 3, 4])
    expect(most).toBe(2)
  })
})

describe('drawing', () => {
  it('follows from the seed', () => {
    const draw = (seed: number) => {
      const random = randomOf(seed)
      return Array.from({ length: 20 }, () => random.below(1000))
    }
    expect(draw(5)).toEqual(draw(5))
    expect(draw(5)).not.toEqual(draw(6))
  })

  it('finds other values of a property by its type', () => {
    const property = { name: 'x', about: '', default: undefined }
    expect(otherValues({ ...property, type: 'bool', default: 'true' })).toEqual(['off'])
    expect(otherValues({ ...property, type: 'uint32', default: '4' })).toEqual(['8', '2', '5', '1'])
    expect(otherValues({ ...property, type: 'string', about: 'Cache flush (broken, workaround, fixed)' })).toEqual(['broken', 'workaround', 'fixed'])
    expect(otherValues({ ...property, name: 'netdev', type: 'str' })).toEqual([])
  })
})

it('classes the words of the receiver', () => {
  expect(reasonOf("Machine type received is 'pc-q35-7.2' and local is 'pc-q35-7.1'; load of migration failed: Invalid argument")).toBe('machine-type-name')
  expect(reasonOf('Unknown ramblock "0000:00:03.0/virtio-net-pci.rom", cannot accept migration')).toBe('ram-block-name')
  expect(reasonOf('never seen')).toBe('other')
})

const program = 'qemu-system-x86_64'
describe.skipIf(!isThere(program))('with a real QEMU', () => {
  const side = (...words: string[]) => ({
    cmdline: [program, '-nodefaults', '-display', 'none', '-accel', 'tcg', '-m', '64', '-M', 'q35', ...words],
    host: '',
  })
  const pair = (from: string[], to: string[]) => migrate({ id: '', group: '', from: side(...from), to: side(...to) })

  it('sees a migration complete, and what is new', async () => {
    const outcome = await pair([], ['-device', 'virtio-rng-pci,addr=3'])
    expect(outcome).toMatchObject({ outcome: 'completed', error: '' })
    expect(outcome.guest_visible_difference).toContain('qtree: + dev: virtio-rng-pci, id ""')
  }, 60_000)

  it('tells the words of a receiver that refuses', async () => {
    expect(await pair(['-device', 'virtio-rng-pci,addr=3'], [])).toMatchObject({ outcome: 'failed', reason: 'unknown-section' })
  }, 60_000)

  it('tells which side does not start', async () => {
    expect(await pair(['-device', 'nothing'], [])).toMatchObject({ outcome: 'src-refused-to-start', error: expect.stringContaining('nothing') })
    expect(await pair([], ['-device', 'nothing'])).toMatchObject({ outcome: 'dst-refused-to-start' })
  }, 60_000)
})

function isThere(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
