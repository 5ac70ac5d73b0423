/** What a list of cases hangs on, in one text. Many cases hang on the same, and texts go into texts: each is written once, and as it is. */
export class Hangs {
  readonly #texts = new Map<string, number>()
  readonly #rows: string[] = []

  add(index: number, ...texts: readonly string[]): void {
    this.#rows.push([index, ...texts.map((text) => this.#numberOf(text))].join(','))
  }

  text(): string {
    return `${this.#rows.join(';')}|${[...this.#texts.keys()].map((text) => `${text.length}:${text}`).join('')}`
  }

  #numberOf(text: string): number {
    const number = this.#texts.get(text) ?? this.#texts.size
    this.#texts.set(text, number)
    return number
  }
}
