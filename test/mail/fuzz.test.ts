import { expect, it } from 'vitest'
import { checkMessage } from '../../scripts/fuzz/check.ts'
import { mutate } from '../../scripts/fuzz/mutate.ts'
import { randomOf } from '../../scripts/lib/random.ts'
import { SEEDS } from '../../scripts/fuzz/seeds.ts'

it('each seed is read, by both readers alike', async () => {
  const checked = await Promise.all(SEEDS.map((seed) => checkMessage(Buffer.from(seed, 'latin1'))))
  expect(checked.flatMap(({ problems }) => problems)).toEqual([])
  expect(checked.filter(({ simple }) => simple)).toHaveLength(8)
})

// `npm run fuzz -- --cases 100000` tries many more.
it.each([1, 2, 3])(
  '3,000 broken messages are read (%i)',
  async (seed) => {
    const failed: string[] = []
    let simple = 0
    for (let index = 0; index < 1000; index += 1) {
      const checked = await checkMessage(mutate(randomOf(Math.imul(seed, 0x9e3779b1) ^ index), SEEDS))
      if (checked.simple) simple += 1
      // Time is for the long run to judge, on a machine that has it.
      failed.push(...checked.problems.filter((problem) => !/ took \d+ ms$/.test(problem)).map((problem) => `case ${index}: ${problem}`))
    }
    expect(failed).toEqual([])
    expect(simple).toBeGreaterThan(500)
  },
  120_000,
)
