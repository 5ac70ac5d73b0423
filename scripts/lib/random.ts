/** Chance that can be had again. */
export interface Random {
  /** From 0, less than 1. */
  share(): number
  /** A whole number from 0, less than the limit. */
  below(limit: number): number
  /** @param of from 0, never, to 1, always */
  chance(of: number): boolean
  /** @throws RangeError where there is nothing to pick from */
  of<Item>(items: readonly Item[]): Item
}

/** The same numbers for the same seed: mulberry32, by Tommy Ettinger, of 32 bits of state. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(share() * limit)
  return {
    share,
    below,
    chance: (of) => share() < of,
    of: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[below(items.length)] as never
    },
  }
}
