import type { Answer } from './answer.ts'

/** Whole answers by what was asked for, as long as nothing stored has changed. */
export interface PageCache {
  /** @param version of what is stored, now; with another than before, all that was kept goes */
  get(key: string, version: string): Answer | undefined
  /** @param version before the answer was begun; where that is over, the answer is not kept */
  set(key: string, version: string, answer: Answer): void
}

/**
 * @param most bytes of bodies, of keys, and of what was compressed of them (which is estimated); the longest unused go first.
 * An answer over a sixteenth of that is not kept.
 */
export function createPageCache(most: number): PageCache {
  // In order of use: the first is the longest unused.
  const kept = new Map<string, Answer>()
  let size = 0
  let of: string | undefined
  const remove = (key: string, answer: Answer) => {
    kept.delete(key)
    size -= costOf(key, answer)
  }
  return {
    get(key, version) {
      if (of !== version) {
        kept.clear()
        size = 0
        of = version
      }
      const answer = kept.get(key)
      if (answer) {
        kept.delete(key)
        kept.set(key, answer)
      }
      return answer
    },
    set(key, version, answer) {
      const cost = costOf(key, answer)
      if (of !== version || cost > most / 16) return
      const before = kept.get(key)
      if (before) remove(key, before)
      kept.set(key, answer)
      size += cost
      for (const [other, old] of kept) {
        if (size <= most) break
        remove(other, old)
      }
    },
  }
}

function costOf(key: string, { body }: Answer): number {
  return 1000 + key.length * 2 + body.length * 1.4
}
