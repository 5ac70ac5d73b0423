import { distance } from 'fastest-levenshtein'

/**
 * The word of `known` that is nearest to `word`, by edits without regard to case.
 * @returns undefined if `known` is empty or nothing is near (more edits than a third of the longer word, at least 2)
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { word: string; edits: number } | undefined
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits <= Math.max(2, Math.floor(Math.max(word.length, candidate.length) / 3)) && (!best || edits < best.edits)) best = { word: candidate, edits }
  }
  return best?.word
}
