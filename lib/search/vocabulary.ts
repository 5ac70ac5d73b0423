import { nearestWords } from './spelling.ts'

interface Known {
  readonly word: string
  readonly count: number
}

/** Words that documents hold, for what was typed wrongly. Made once per index; some 10 MB for 20,000 words. */
export class Vocabulary {
  readonly #words: readonly Known[]
  /** Places in `#words` by three letters in a row. */
  readonly #pieces = new Map<string, number[]>()

  /** @param words in the order of their code units, each once */
  constructor(words: readonly Known[]) {
    this.#words = words
    for (const [index, { word }] of words.entries())
      for (const piece of piecesOf(word)) {
        const places = this.#pieces.get(piece)
        if (places) places.push(index)
        else this.#pieces.set(piece, [index])
      }
  }

  /** What a word was meant to be, the best first; none when nothing is near enough. @param unfinished the word may be the beginning of one */
  nearest(word: string, unfinished: boolean): string[] {
    if (word.length < 4 || word.length > 64) return []
    return nearestWords(word, [...new Set([...this.#alike(word), ...this.#begunAs(word)])], unfinished)
  }

  /** Words that share the largest part of their letters with this one, the most alike first. @param most at most so many */
  alike(word: string, most: number): string[] {
    const pieces = piecesOf(word).length
    return this.#scored(word)
      .map(([index, shared]) => ({
        known: this.#words[index] as Known,
        likeness: shared / (pieces + piecesOf((this.#words[index] as Known).word).length - shared),
      }))
      .filter(({ likeness }) => likeness >= LEAST_ALIKE)
      .sort((a, b) => b.likeness - a.likeness || b.known.count - a.known.count)
      .slice(0, most)
      .map(({ known }) => known.word)
  }

  #alike(word: string): Known[] {
    return this.#scored(word)
      .slice(0, MOST)
      .map(([index]) => this.#words[index] as Known)
  }

  /** Places of words that share pieces with this one, those with the most first. */
  #scored(word: string): [place: number, shared: number][] {
    const shared = new Map<number, number>()
    for (const piece of piecesOf(word)) for (const index of this.#pieces.get(piece) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
    return [...shared].sort((a, b) => b[1] - a[1] || Math.abs(this.#lengthOf(a[0]) - word.length) - Math.abs(this.#lengthOf(b[0]) - word.length))
  }

  #lengthOf(index: number): number {
    return (this.#words[index] as Known).word.length
  }

  /** Words of about its length that have its first two letters. */
  #begunAs(word: string): Known[] {
    const [start, found] = [word.slice(0, 2), [] as Known[]]
    for (let index = this.#placeOf(start); index < this.#words.length && found.length < MOST * 4; index++) {
      const known = this.#words[index] as Known
      if (!known.word.startsWith(start)) break
      if (known.word.length <= word.length + 3) found.push(known)
    }
    return found
  }

  /** The first place whose word is not before `word`. */
  #placeOf(word: string): number {
    let [low, high] = [0, this.#words.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#words[middle] as Known).word < word) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Words whose edits are counted. */
const MOST = 400
/** Share of letters in common below which a word is no help. */
const LEAST_ALIKE = 0.2

function piecesOf(word: string): string[] {
  return [...new Set(Array.from({ length: Math.max(0, word.length - 2) }, (_, index) => word.slice(index, index + 3)))]
}
