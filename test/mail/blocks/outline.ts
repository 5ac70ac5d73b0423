import { blocksOf, unflatten } from '../../../lib/mail/index.ts'

/** What is said by whom in a paste, as a person would tell it. */
export interface Told {
  /** Name or address; `?` when the text does not tell. */
  readonly author: string
  readonly depth: number
  /** What is said, in our own words; for the reader of the test. */
  readonly gist: string
  /** Must stand in this block and in no other. */
  readonly words: readonly string[]
}

/** The blocks of a paste that hold words (no attributions, footers, signatures), neighbours of one depth and author joined. */
export function toldIn(pasted: string): { readonly author: string; readonly depth: number; readonly text: string; readonly inferred: boolean }[] {
  const { text, inferred, author } = unflatten(pasted)
  const told: { author: string; depth: number; text: string; inferred: boolean }[] = []
  for (const block of blocksOf({ text, inferred, from: author ?? { name: '', address: '' } })) {
    if (block.kind === 'attribution' || block.kind === 'footer' || block.kind === 'signature') continue
    const who = block.author?.name || block.author?.address || '?'
    const before = told.at(-1)
    if (before?.author === who && before.depth === block.depth) before.text += `\n${block.text}`
    else told.push({ author: who, depth: block.depth, text: block.text, inferred: block.inferred })
  }
  return told.map((one) => ({ ...one, text: one.text.replace(/\s+/g, ' ') }))
}

/** In which blocks each word stands. */
export const placesOf = (expected: readonly Told[], told: readonly { readonly text: string }[]): Record<string, number[]> =>
  Object.fromEntries(expected.flatMap(({ words }) => words).map((word) => [word, told.flatMap(({ text }, index) => (text.includes(word) ? [index] : []))]))

export const placesExpected = (expected: readonly Told[]): Record<string, number[]> =>
  Object.fromEntries(expected.flatMap(({ words }, index) => words.map((word) => [word, [index]])))
