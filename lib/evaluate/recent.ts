/** A map that forgets what was not asked for the longest time once it holds more than `most`. */
export class Recent<Key, Item> {
  readonly #items = new Map<Key, Item>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key): Item | undefined {
    const item = this.#items.get(key)
    if (item !== undefined && this.#items.size > this.#most / 2) {
      this.#items.delete(key)
      this.#items.set(key, item)
    }
    return item
  }

  set(key: Key, item: Item): void {
    this.#items.delete(key)
    this.#items.set(key, item)
    if (this.#items.size > this.#most) this.#items.delete(this.#items.keys().next().value as Key)
  }
}
