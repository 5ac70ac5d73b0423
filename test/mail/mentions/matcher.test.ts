import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileNames } from '../../../lib/mail/mentions/compile.ts'
import { matchNames } from '../../../lib/mail/mentions/match.ts'
import { nameOf } from '../../../lib/mail/mentions/names.ts'

/** Tries every name at every place; then takes the longest, the first of those that are as long, and what does not overlap. */
function slowly(words: readonly string[], text: string): string[] {
  const found: { start: number; end: number; word: string }[] = []
  for (const word of new Set(words.filter((word) => /^\w.{2,}/.test(word)))) {
    const { text: name, anyCase } = nameOf(word)
    const source = [...name].map((character) => (character === ' ' ? '(?:[^\\S\\n]*\\n?[^\\S\\n]*(?<=\\s))' : character.replace(/[^\w]/g, '\\$&'))).join('')
    const plural = /^[A-Z0-9]*[A-Z][A-Z0-9]*$/.test(name) ? 's?' : ''
    const after = /\w$/.test(name) ? '(?!\\w)' : ''
    const joined = /\w[-/]\w/.test(name)
    const pattern = new RegExp(`(?<!\\w)${joined ? '(?<!\\w-)' : ''}${source}${plural}${after}${joined ? '(?!-\\w)' : ''}`, anyCase ? 'iy' : 'y')
    for (let at = 0; at < text.length; at++) {
      pattern.lastIndex = at
      const match = pattern.exec(text)
      if (match) found.push({ start: at, end: at + match[0].length, word: anyCase ? name.toLowerCase() : name })
    }
  }
  const chosen: typeof found = []
  for (const hit of found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start))
    if (!chosen.some(({ start, end }) => hit.start < end && hit.end > start && (hit.start !== start || hit.end !== end))) chosen.push(hit)
  return [...new Set(chosen.map(({ start, end, word }) => `${start}-${end} ${word}`))].sort()
}

function quickly(words: readonly string[], text: string): string[] {
  const names = compileNames([{ record: 'a/record', names: words.map(nameOf), commits: [] }])
  return [...new Set(matchNames(names, text).map(({ start, end, pattern }) => `${start}-${end} ${pattern.text}`))].sort()
}

const piece = fc.constantFrom(
  'ab',
  'AB',
  'a',
  'abc',
  'ABC',
  'x_y',
  'AB_C',
  'AB_',
  '0x1f',
  '-',
  '-',
  '/',
  ',',
  '=',
  '.',
  ' ',
  ' ',
  '\n',
  's',
  'é',
  '→',
  '[',
  ']',
  '(',
)
const words = fc.array(
  fc
    .array(piece, { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join('').trim().replace(/\s+/g, ' '))
    .filter((word) => word.length > 0),
  { maxLength: 12 },
)
const text = fc.array(piece, { maxLength: 100 }).map((parts) => parts.join(''))

describe('the matcher', () => {
  it('finds what trying every name at every place finds', () => {
    fc.assert(
      fc.property(words, text, (some, body) => {
        expect(quickly(some, body)).toEqual(slowly(some, body))
      }),
      { numRuns: 5_000 },
    )
  })

  it('finds names in texts of more than a megabyte, the last word too', () => {
    const some = ['FOO_CAP_AB', 'foo → bar']
    const names = compileNames([{ record: 'a/record', names: some.map(nameOf), commits: [] }])
    for (const filler of ['abc ', 'abc→ ']) {
      const body = `${filler.repeat(300_000)}foo → bar FOO_CAP_AB`
      expect(matchNames(names, body).map(({ start, end }) => body.slice(start, end))).toEqual(['foo → bar', 'FOO_CAP_AB'])
    }
    // What is left of a longer text is not taken for the end of a shorter one.
    expect(matchNames(names, `${'abc '.repeat(20)}FOO_CAP_AB`)).toHaveLength(1)
    expect(matchNames(names, `${'abc '.repeat(20)}FOO_CAP`)).toEqual([])
  })

  it.each([
    ['a symbol within a longer one', ['FOO_CAP_AB'], 'has FOO_CAP_AB_MODE_3 and MY_FOO_CAP_AB', []],
    ['the longer of two', ['FOO_CAP_AB', 'FOO_CAP_AB_MODE_3'], 'has FOO_CAP_AB_MODE_3', ['FOO_CAP_AB_MODE_3']],
    ['an option in a command line', ['cap-foo-3'], '-machine some,cap-foo-3=off', ['cap-foo-3']],
    ['an option within a longer one', ['cap-foo'], 'cap-foo-3 or my-cap-foo', []],
    ['an option after dashes', ['max-foo-bar'], 'run with --max-foo-bar=1', ['max-foo-bar']],
    ['a name over the end of a line', ['features in batches'], 'we take Features in\n  batches now', ['features in batches']],
    ['a name over a blank line', ['features in batches'], 'we take features in\n\nbatches now', []],
    ['symbols as they are written', ['FOO_BAR'], 'foo_bar Foo_Bar FOO_BAR', ['FOO_BAR']],
    ['acronyms, and several', ['ABCDE'], 'the abcde, two ABCDEs and ABCDEsx', ['ABCDE']],
    ['words in any case', ['Multi-Foo'], 'multi-foo MULTI-FOO', ['multi-foo', 'multi-foo']],
  ])('%s', (_, some, body, expected) => {
    const names = compileNames([{ record: 'a/record', names: some.map(nameOf), commits: [] }])
    expect(matchNames(names, body).map(({ pattern }) => pattern.text)).toEqual(expected)
  })
})
