import { fold, type Word } from '../tokens.ts'

/**
 * Words as they are given to Meilisearch: made here, so that both engines, marks and corrections agree on what a word is; its tokenizer only parts them at spaces.
 */

/** What stands in identifiers between letters and digits; Meilisearch would part words at most of them. */
export const JOINERS = ['_', '-', '.', '/', ':', '@', '+'] as const

/** Identifiers whole, and from each of their parts on, so that one is found by the beginning of any part: `a-b-c`, `b-c`. */
export function wholesOf(words: readonly Word[]): string {
  return words
    .flatMap(({ whole, parts }) => {
      if (parts.length < 2) return []
      const start = (parts[0] as { start: number }).start
      // Where folding or cutting changed lengths, places in the text are none in the word.
      const same = (parts.at(-1) as { end: number }).end - start === whole.length
      return same ? parts.slice(0, -1).map((part) => whole.slice(part.start - start)) : [whole]
    })
    .join(' ')
}

/**
 * A mail's text as words, cut to pieces that Meilisearch indexes whole: it reads 65,536 words of an attribute.
 * @param most characters that are read
 * @returns at most three pieces; none for no words
 */
export function piecesOf(text: string, most: number): string[] {
  const words = plainWords(text.slice(0, most))
  return [0, 1, 2].flatMap((piece) => {
    const some = words.slice(piece * PIECE, (piece + 1) * PIECE)
    return some.length > 0 ? [some.join(' ')] : []
  })
}

/** Runs of letters and digits, folded. */
export function plainWords(text: string): string[] {
  return fold(text).match(WORD) ?? []
}

/** A text without halves of surrogate pairs, which are no JSON that a server takes. */
export function whole(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd')
}

const PIECE = 60_000
/** A long one is parted; Meilisearch takes 250 bytes. */
const WORD = /[\p{L}\p{N}\p{M}]{1,60}/gu
