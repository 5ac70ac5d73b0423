/**
 * A map of at most `most` items that keeps at least the half of them that was asked for last: those of late, and those of before. Once the first are
 * half, they become the second, which are forgotten. Asking costs no more than a map does.
 */
export class Recent<Key, Item> {
  #late = new Map<Key, Item>()
  #before = new Map<Key, Item>()
  readonly #half: number

  constructor(most: number) {
    this.#half = Math.max(1, Math.floor(most / 2))
  }

  get(key: Key): Item | undefined {
    const item = this.#late.get(key)
    if (item !== undefined) return item
    const before = this.#before.get(key)
    if (before !== undefined) this.set(key, before)
    return before
  }

  set(key: Key, item: Item): void {
    if (this.#late.size >= this.#half && !this.#late.has(key)) {
      this.#before = this.#late
      this.#late = new Map()
    }
    this.#late.set(key, item)
  }
}
