/**
 * A map of at most `most` items that keeps at least the half of them that was asked for last: those of late, and those of before. Once the first are
 * half, they become the second, which are forgotten. Asking costs no more than a map does.
 * What is large may count as several (`weigh`), so that memory is bounded too.
 */
export class Recent<Key, Item> {
  #late = new Map<Key, Item>()
  #before = new Map<Key, Item>()
  #weight = 0
  readonly #half: number
  readonly #weigh: (key: Key) => number

  constructor(most: number, weigh: (key: Key) => number = () => 1) {
    this.#half = Math.max(1, Math.floor(most / 2))
    this.#weigh = weigh
  }

  get(key: Key): Item | undefined {
    const item = this.#late.get(key)
    if (item !== undefined) return item
    const before = this.#before.get(key)
    if (before !== undefined) this.set(key, before)
    return before
  }

  set(key: Key, item: Item): void {
    if (!this.#late.has(key)) {
      if (this.#weight >= this.#half) {
        this.#before = this.#late
        this.#late = new Map()
        this.#weight = 0
      }
      this.#weight += this.#weigh(key)
    }
    this.#late.set(key, item)
  }
}
