/** Chance that can be had again: the same seed gives the same numbers. */
export interface Random {
  /** From 0 to below `limit`. */
  below(limit: number): number
  /** True in `percent` of 100. */
  chance(percent: number): boolean
  pick<T>(choices: readonly T[]): T
}

/** mulberry32, by Tommy Ettinger: 32 bits of state, enough to choose mutations by. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick: (choices) => {
      const choice = choices[below(choices.length)]
      if (choice === undefined) throw new RangeError('nothing to pick from')
      return choice
    },
  }
}
