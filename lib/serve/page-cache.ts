import { LRUCache } from 'lru-cache'
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
  const kept = new LRUCache<string, Answer>({ maxSize: most, maxEntrySize: most / 16, sizeCalculation: (answer, key) => costOf(key, answer) })
  let of: string | undefined
  return {
    get(key, version) {
      if (of !== version) kept.clear()
      of = version
      return kept.get(key)
    },
    set(key, version, answer) {
      if (of === version) kept.set(key, answer)
    },
  }
}

function costOf(key: string, { body }: Answer): number {
  return Math.ceil(1000 + key.length * 2 + body.length * 1.4)
}
