import type { SearchQuestion } from './questions.ts'

/** What a search gives for a text, in the order in which it is shown. */
export interface Shown {
  /** The check that is offered, before all records. */
  readonly check?: { readonly from: string; readonly to: string; readonly guest: string }
  /** Ids of records and releases. */
  readonly ids: readonly string[]
}

export interface Scored {
  readonly question: SearchQuestion
  /** From 1; undefined where the right thing is not shown at all. */
  readonly place: number | undefined
  /** What came first. */
  readonly first: string
}

/** Asks every question; works with whatever finds. */
export async function scored(questions: readonly SearchQuestion[], show: (text: string) => Promise<Shown>): Promise<Scored[]> {
  const results: Scored[] = []
  for (const question of questions) {
    const { check, ids } = await show(question.text)
    const shown = [...(check ? [checkText(check)] : []), ...ids]
    const right = question.check ? [checkText(question.check)] : (question.right ?? [])
    const at = shown.findIndex((one) => right.includes(one))
    results.push({ question, place: at < 0 ? undefined : at + 1, first: shown[0] ?? 'nothing' })
  }
  return results
}

/** How many have the right thing first, and what came instead of it elsewhere. */
export function report(name: string, results: readonly Scored[]): string {
  const right = results.filter(({ place }) => place === 1).length
  const wrong = results.filter(({ place }) => place !== 1)
  return [
    `${name}: the right thing comes first for ${right} of ${results.length} searches`,
    ...wrong.map(
      ({ question, place, first }) =>
        `  ${question.who}: ${question.text}\n    ${first} comes first; what is right ${place === undefined ? 'is not shown' : `is number ${place}`}`,
    ),
  ].join('\n')
}

/** The mean of one over the place of what is right; what is not shown counts nothing. */
export function reciprocalRank(results: readonly Scored[]): number {
  return results.reduce((sum, { place }) => sum + (place === undefined ? 0 : 1 / place), 0) / results.length
}

function checkText({ from, to, guest = '' }: { from: string; to: string; guest?: string }): string {
  return `check from ${from} to ${to}${guest === '' ? '' : ` guest ${guest}`}`
}
