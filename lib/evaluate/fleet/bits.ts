/** Sets of small numbers as one number each: cheap to join, compare and use as a key. */
export type Bits = bigint

export const NONE: Bits = 0n

export function bit(index: number): Bits {
  return 1n << BigInt(index)
}

export function has(set: Bits, index: number): boolean {
  return ((set >> BigInt(index)) & 1n) === 1n
}

/** The members, from the least up. */
export function members(set: Bits): number[] {
  const found: number[] = []
  const text = set.toString(2)
  for (let at = text.length - 1; at >= 0; at--) if (text.charCodeAt(at) === 49) found.push(text.length - 1 - at)
  return found
}

/** All that is reached from `from` by `rows` without leaving `inside`, `from` itself left out unless a way leads back. */
export function reach(from: Bits, rows: (index: number) => Bits, inside: Bits): Bits {
  let found = NONE
  let fresh = from
  while (fresh !== NONE) {
    let next = NONE
    for (const index of members(fresh)) next |= rows(index)
    fresh = next & inside & ~found
    found |= fresh
  }
  return found
}
