import { distance } from 'fastest-levenshtein'

/**
 * The word of `known` that is nearest to `word`, by edits without regard to case.
 * Of words that are equally near, the one that begins the same for longer.
 * @returns undefined if `known` is empty or nothing is near: more edits than a third of the longer word; in short ones one, or two letters that changed places
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { word: string; edits: number } | undefined
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (
      (edits <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)) || (edits === 2 && lettersOf(word) === lettersOf(candidate))) &&
      (!best || edits < best.edits || (edits === best.edits && shared(word, candidate) > shared(word, best.word)))
    )
      best = { word: candidate, edits }
  }
  return best?.word
}

/** How many letters two words have in common at their beginning. */
function shared(a: string, b: string): number {
  let count = 0
  while (count < a.length && a[count] === b[count]) count++
  return count
}

function lettersOf(word: string): string {
  return [...word.toLowerCase()].sort().join('')
}
