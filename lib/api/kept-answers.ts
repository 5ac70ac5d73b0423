import type { Knowledge } from '../model/index.ts'

/** Answers as JSON, by what was sent; those to other knowledge are forgotten with it. Tools ask the same again and again. */
export interface KeptAnswers {
  get(knowledge: Knowledge, question: string): string | undefined
  set(knowledge: Knowledge, question: string, answer: string): void
}

/** @param most characters of questions and answers of one knowledge; the longest unused go first. What is over a sixteenth of that is not kept. */
export function createKeptAnswers(most: number): KeptAnswers {
  const all = new WeakMap<Knowledge, { readonly answers: Map<string, string>; size: number }>()
  return {
    get(knowledge, question) {
      const answers = all.get(knowledge)?.answers
      const answer = answers?.get(question)
      if (answers && answer !== undefined) {
        answers.delete(question)
        answers.set(question, answer)
      }
      return answer
    },
    set(knowledge, question, answer) {
      const cost = question.length + answer.length
      if (cost > most / 16) return
      const kept = all.get(knowledge) ?? { answers: new Map<string, string>(), size: 0 }
      all.set(knowledge, kept)
      if (kept.answers.has(question)) return
      kept.answers.set(question, answer)
      kept.size += cost
      for (const [old, text] of kept.answers) {
        if (kept.size <= most) break
        kept.answers.delete(old)
        kept.size -= old.length + text.length
      }
    },
  }
}
