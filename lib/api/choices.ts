import type { Knowledge } from '../model/index.ts'

/** Most words to choose from; more are no help. */
const MOST = 200

/** The words that records know for a fact (`accel`, `guest.linux`), newest releases first; empty where any text will do. */
export function choicesOf(knowledge: Knowledge, fact: string): string[] {
  const line = knowledge.lines.get(fact.replace(/^guest\./, ''))
  if (line) return line.branches.map(({ name }) => name).reverse()
  const words = knowledge.rules
    .flatMap(({ data }) => data.vocabulary)
    .filter((vocabulary) => vocabulary.fact === fact)
    .flatMap(({ values }) => values.map(({ name }) => name))
  return words.filter((word) => !word.includes('*')).slice(0, MOST)
}
