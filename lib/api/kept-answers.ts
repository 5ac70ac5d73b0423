import { LRUCache } from 'lru-cache'
import type { Knowledge } from '../model/index.ts'

/** Answers as JSON, by what was sent; those to other knowledge are forgotten with it. Tools ask the same again and again. */
export interface KeptAnswers {
  get(knowledge: Knowledge, question: string): string | undefined
  set(knowledge: Knowledge, question: string, answer: string): void
}

/** @param most characters of questions and answers of one knowledge; the longest unused go first. What is over a sixteenth of that is not kept. */
export function createKeptAnswers(most: number): KeptAnswers {
  const all = new WeakMap<Knowledge, LRUCache<string, string>>()
  return {
    get: (knowledge, question) => all.get(knowledge)?.get(question),
    set(knowledge, question, answer) {
      const kept = all.get(knowledge) ?? new LRUCache({ maxSize: most, maxEntrySize: most / 16, sizeCalculation: (text, key) => key.length + text.length })
      all.set(knowledge, kept)
      kept.set(question, answer)
    },
  }
}
