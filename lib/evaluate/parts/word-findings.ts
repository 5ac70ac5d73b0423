import type { Differences, Proof } from '../../model/index.ts'
import type { Found } from '../found.ts'
import { type PairScope, explainedSide } from '../pair-scope.ts'
import { missingOnce } from '../truth.ts'
import { ABSENT, type Aspect, changesOf } from './aspects.ts'
import { ALWAYS, type Context, NOBODY_KNOWS, found, labelOf, notRecorded, sameGiven } from './found-part.ts'
import { type Outcome, fromOutcome, listOf, outcomesOf } from './outcomes.ts'
import type { SidePart, Told } from './side-part.ts'
import { wordsOf } from './words.ts'

/** What follows from the words that only one of two parts gives the guest. */
export function wordFindings(a: SidePart, b: SidePart, context: Context): Found[] {
  if (!a.class?.data.words && !b.class?.data.words) return []
  const { scope, source, destination } = context
  const from = wordsOf(a, source, scope)
  const to = wordsOf(b, destination, scope)
  const because = (): Proof[] => [
    a.proof,
    b.proof,
    ...source.reasonsOfWords(a, explainedSide(scope, a.side)),
    ...destination.reasonsOfWords(b, explainedSide(scope, b.side)),
  ]
  if ('hangs' in from || 'hangs' in to) {
    if ('hangs' in from && 'hangs' in to && from.hangs === to.hangs && sameGiven(a, b) && a.driver === b.driver) return []
    const missing = [from, to].flatMap((one) => ('hangs' in one ? one.missing : []))
    const part = 'hangs' in from ? a : b
    const text = `the features of ${labelOf(part)} are not known`
    const other = part === a ? b : a
    if (missing.length === 0) return notRecorded([part, other], text, context, because)
    const own = (part.class ?? (other.class as NonNullable<SidePart['class']>)).origin
    return [
      found(
        scope,
        { name: 'words', origin: own, from: undefined, to: undefined, because, missing: missingOnce(missing), changes: [] },
        { ...NOBODY_KNOWS, summary: text },
        ALWAYS,
      ),
    ]
  }
  const words = (a.class?.data.words ?? b.class?.data.words) as NonNullable<NonNullable<SidePart['class']>['data']['words']>
  const origin = (a.class as NonNullable<SidePart['class']>).origin
  const sides = [
    { name: 'lost', words: [...from.within].filter((word) => !to.within.has(word)), differs: words.lost, text: 'the destination lacks' },
    { name: 'gained', words: [...to.within].filter((word) => !from.within.has(word)), differs: words.gained, text: 'the destination adds' },
  ]
  return sides.flatMap(({ name, words: some, differs, text }) =>
    grouped(some, differs, scope).flatMap(({ outcomes, words: together }) => {
      const [own, none] = [together.join(' '), ''].map((value): Told => ({ value, missing: [], hangs: '' })) as [Told, Told]
      const aspect: Aspect = {
        name,
        part: labelOf(a),
        from: name === 'lost' ? own : none,
        to: name === 'lost' ? none : own,
        differs,
        origin,
        summary: `${labelOf(a)}: ${text} ${shortList(together)}`,
        changes: changesOf(a, b, name, undefined),
        because,
      }
      return outcomes.flatMap((outcome) => fromOutcome(aspect, outcome, scope))
    }),
  )
}

/** Words of which the same follows, together. In what is said of words `from` is about the word. */
function grouped(words: readonly string[], differs: Differences, scope: PairScope): { words: string[]; outcomes: readonly Outcome[] }[] {
  const groups = new Map<string, { words: string[]; outcomes: readonly Outcome[] }>()
  const list = listOf(differs).map(({ to: _to, direction: _direction, ...difference }) => difference)
  for (const word of words) {
    const outcomes = outcomesOf(list, { value: word, missing: [], hangs: '' }, ABSENT, scope)
    const key = outcomes.map(({ index, truth }) => `${index} ${truth}`).join()
    const group = groups.get(key) ?? { words: [], outcomes }
    groups.set(key, group)
    group.words.push(word)
  }
  return [...groups.values()]
}

function shortList(words: readonly string[]): string {
  return words.length <= 8 ? words.join(', ') : `${words.slice(0, 7).join(', ')} and ${words.length - 7} more`
}
