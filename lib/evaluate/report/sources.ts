import type { Evidence, Knowledge } from '../../model/index.ts'
import { citationInWords } from './words.ts'

/** Numbers what a report cites: each source has one number, and is written out once at the end. */
export class Sources {
  readonly #numbers = new Map<string, number>()
  readonly #knowledge: Knowledge | undefined

  constructor(knowledge?: Knowledge) {
    this.#knowledge = knowledge
  }

  /** The numbers of these sources: `[1][4]`. */
  cite(evidence: readonly Evidence[]): string {
    const numbers = new Set(evidence.map((one) => this.#numberOf(citationInWords(one, this.#knowledge))))
    return [...numbers].map((number) => `[${number}]`).join('')
  }

  /** Every source that was cited, in the order of the numbers. */
  get list(): readonly string[] {
    return [...this.#numbers.keys()]
  }

  #numberOf(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1
    this.#numbers.set(text, number)
    return number
  }
}
