import { describe, expect, test } from 'vitest'
import { rulesFor } from '../../../lib/mail/positions/positions-of.ts'
import { RULES } from '../../../lib/mail/positions/rules.ts'
import { sentencesOf } from '../../../lib/mail/positions/sentences.ts'

/** Ids of the rules that find something in a text. */
const found = (text: string): string[] => {
  const sentences = sentencesOf(text, 1)
  return [...new Set(sentences.flatMap((sentence) => rulesFor(sentence, sentences, []).map(({ id }) => id)))]
}

test('each rule has a name of its own, and examples of both kinds', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  expect(RULES.filter(({ matches, misses }) => matches.length === 0 || misses.length === 0).map(({ id }) => id)).toEqual([])
})

describe.each(RULES.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  test.each(rule.matches)('finds: %s', (example) => expect(found(example)).toContain(id))
  test.each(rule.misses)('leaves out: %s', (example) => expect(found(example)).not.toContain(id))
})

test('no rule takes long on a sentence made to be slow', () => {
  const hostile = [
    'must '.repeat(200),
    'the older machine '.repeat(60),
    `migrate ${'a b '.repeat(240)}`,
    'KVM_CAP_'.repeat(125),
    `${'x'.repeat(990)}?`,
    'only '.repeat(200),
  ]
  const started = performance.now()
  for (const text of hostile) rulesFor({ text: text.slice(0, 1000), lines: [1, 1], paragraph: 0 }, [], [])
  // Generous: what is to be seen is that nothing is exponential.
  expect(performance.now() - started).toBeLessThan(2000)
})
