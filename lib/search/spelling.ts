/**
 * Which of `candidates` a word was meant to be: the nearest by edits (insert, drop, change, swap neighbours), and of those the most used.
 * Digits must be the same: `mode-4` is not a slip for `mode-3`.
 * @param candidates known words with the number of documents that hold them
 * @param unfinished the word may be the beginning of one
 * @returns at most three; none when nothing is near enough
 */
export function nearestWords(word: string, candidates: Iterable<{ readonly word: string; readonly count: number }>, unfinished: boolean): string[] {
  const reach = word.length < 4 ? 0 : word.length < 6 ? 1 : word.length < 10 ? 2 : 3
  if (reach === 0) return []
  const found: { word: string; count: number; distance: number }[] = []
  for (const { word: candidate, count } of candidates) {
    const distance = distanceTo(word, candidate, reach, unfinished)
    if (distance <= reach) found.push({ word: candidate, count, distance })
  }
  found.sort((a, b) => a.distance - b.distance || b.count - a.count || (a.word < b.word ? -1 : 1))
  return found
    .filter(({ distance }) => distance === found[0]?.distance)
    .slice(0, 3)
    .map(({ word: near }) => near)
}

/** Edits between two words: Levenshtein's with swaps of neighbours (optimal string alignment). */
export function editsBetween(a: string, b: string): number {
  let older: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let edits = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, (previous[j - 1] as number) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (older[j - 2] as number) + 1)
      row.push(edits)
    }
    older = previous
    previous = row
  }
  return previous[b.length] as number
}

function distanceTo(word: string, candidate: string, reach: number, unfinished: boolean): number {
  const whole = Math.abs(candidate.length - word.length) <= reach && digits(candidate) === digits(word) ? editsBetween(word, candidate) : Infinity
  const start = candidate.slice(0, word.length)
  // A beginning is a weaker guess than a word of the same distance.
  const begun = unfinished && candidate.length > word.length && digits(start) === digits(word) ? editsBetween(word, start) + 0.5 : Infinity
  return Math.min(whole, begun)
}

function digits(text: string): string {
  return text.replace(/\D+/g, ' ').trim()
}
