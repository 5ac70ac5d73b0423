import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf, commandsOf } from '../../../lib/mail/index.ts'
import type { Message } from '../../../lib/model/index.ts'
import { mailOf } from '../mentions/mail.ts'

const KNOWN = { records: new Map(['area/thing', 'area/other-thing', 'some-policy', 'newer-policy'].map((id) => [id, id])) }
const reply = { references: ['root@example.org', 'parent@example.org'] }
const patch = { patch: { version: 1, title: 'a thing', diff: true, reply: false } }

function read(text: string, more: Partial<Message> = {}) {
  const message = mailOf(text, more)
  return commandsOf(message, blocksOf(message), KNOWN)
}

describe('a command', () => {
  it.each([
    ['record', 'canimigrate: record area/thing', {}, 'record', 'area/thing', { message: 'one@example.org' }],
    [
      'record with a note',
      'canimigrate: record area/thing - what a guest sees',
      {},
      'record',
      'area/thing',
      { message: 'one@example.org', note: 'what a guest sees' },
    ],
    [
      "of regzbot's form",
      '#canimigrate introduce: area/new-one A new thing',
      {},
      'introduce',
      'area/new-one',
      { message: 'one@example.org', title: 'A new thing' },
    ],
    ['about the parent, before the verb', '#canimigrate ^cite: area/thing', reply, 'cite', 'area/thing', { message: 'parent@example.org' }],
    [
      'about the parent, behind the id',
      'CanIMigrate:  CITE  area/thing ^  settles it',
      reply,
      'cite',
      'area/thing',
      { message: 'parent@example.org', note: 'settles it' },
    ],
    ['a citation of another message', 'canimigrate: cite area/thing <two@example.org>', {}, 'cite', 'area/thing', { message: 'two@example.org' }],
    ['a citation of a commit', 'canimigrate: cite area/thing 0123456789ab', {}, 'cite', 'area/thing', { commit: '0123456789ab' }],
    ['the record first', 'canimigrate: record area/thing cite ^', reply, 'cite', 'area/thing', { message: 'parent@example.org' }],
    [
      'a decision',
      'canimigrate: decide some-policy agreed: it stays\noff by default',
      {},
      'decide',
      'some-policy',
      { message: 'one@example.org', status: 'agreed', outcome: 'it stays off by default' },
    ],
    [
      'a decision without status',
      'canimigrate: decided some-policy: it stays off',
      {},
      'decide',
      'some-policy',
      { message: 'one@example.org', outcome: 'it stays off' },
    ],
    ['supersede', 'canimigrate: supersede some-policy by newer-policy', {}, 'supersede', 'some-policy', { message: 'one@example.org', by: 'newer-policy' }],
    [
      'correct',
      'canimigrate: correct `area/thing`: the version is wrong',
      {},
      'correct',
      'area/thing',
      { message: 'one@example.org', text: 'the version is wrong' },
    ],
    ['with an address for an id', 'canimigrate: cite https://example.org/r/area/thing@0a1b2c3d', {}, 'cite', 'area/thing', { message: 'one@example.org' }],
    ['in emphasis', '*canimigrate: record area/thing*', {}, 'record', 'area/thing', { message: 'one@example.org' }],
  ])('%s', (_, text, more, verb, record, values) => {
    expect(read(`Hello.\n\n${text}\n\nBye.`, more)).toMatchObject([
      { line: 3, verb, record, values, status: 'pending', reason: '', author: { address: 'ada@example.org' } },
    ])
  })

  it.each([
    ['an unknown verb', 'canimigrate: intoduce area/new-one', 'unknown command `intoduce`; did you mean `introduce`?'],
    ['a verb like none', '#canimigrate please', 'unknown command `please`; one of record, introduce, cite, decide, supersede, correct is known'],
    ['nothing', 'canimigrate:', 'no command: write one of `record`, `introduce`, `cite`, `decide`, `supersede`, `correct`'],
    ['an unknown record', 'canimigrate: cite area/thin', 'no record `area/thin`; did you mean `area/thing`?'],
    ['no record', 'canimigrate: cite', '`cite` lacks the id of a record, such as `area/name`'],
    ['what is there already', 'canimigrate: introduce area/thing', '`area/thing` is there already: use `record`, `cite` or `correct`'],
    ['what cannot be an id', 'canimigrate: introduce area/../../x!', '`area/../../x!` cannot be an id'],
    ['a parent that is not', 'canimigrate: cite area/thing ^', '`^` is the message that this one answers, and it answers none'],
    ['a decision without words', 'canimigrate: decide some-policy', '`decide some-policy` lacks what was decided'],
    ['nothing to supersede it', 'canimigrate: supersede some-policy', '`supersede some-policy` lacks `by`'],
    ['an unknown successor', 'canimigrate: supersede some-policy by newest', 'no record `newest`'],
    ['itself', 'canimigrate: supersede some-policy by some-policy', '`some-policy` cannot supersede itself'],
    ['a correction without words', 'canimigrate: correct area/thing', '`correct area/thing` lacks what is wrong'],
  ])('is refused: %s', (_, text, reason) => {
    const found = read(text)
    expect(found).toMatchObject([{ status: 'refused' }])
    expect(found[0]?.reason).toContain(reason)
    expect(found[0]?.reason).not.toContain('\n')
  })

  it.each([
    ['in a quote', '> canimigrate: record area/thing\n\nYes.', {}],
    ['in a signature', 'Hello.\n\n-- \ncanimigrate: record area/thing\n', {}],
    ['in the midst of a paragraph', 'One may write\ncanimigrate: record area/thing\nfor that.', {}],
    ['in a line', 'One may write canimigrate: record area/thing.', {}],
    ['in code', 'For example\n\n    canimigrate: record area/thing\n', {}],
    ['its name alone', 'canimigrate is a program.\n\nCanimigrate, then.', {}],
    [
      'in the message of a commit',
      'Do a thing.\n\ncanimigrate: record area/thing\n\nSigned-off-by: Ada <ada@example.org>\n---\n a.c | 1 +\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1,2 @@\n a\n+b\n',
      patch,
    ],
    [
      'in a diff',
      'Do a thing.\n\nSigned-off-by: Ada <ada@example.org>\n---\n a.c | 1 +\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,4 @@\n a\n \n+canimigrate: record area/thing\n \n',
      patch,
    ],
  ])('does not count %s', (_, text, more) => {
    expect(read(text, more)).toEqual([])
  })

  it('counts in the notes of a patch, below the line of dashes', () => {
    const text =
      'Do a thing.\n\nSigned-off-by: Ada <ada@example.org>\n---\n\ncanimigrate: record area/thing\n\n a.c | 1 +\n 1 file changed, 1 insertion(+)\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1,2 @@\n a\n+b\n'
    expect(read(text, patch)).toMatchObject([{ line: 6, verb: 'record' }])
  })

  it('may stand under another, each with an id of its own that stays', () => {
    const text = 'canimigrate: cite area/thing\ncanimigrate: cite area/thing\ncanimigrate: cite area/other-thing\n'
    const ids = read(text).map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(read(`Something before.\n\n${text}`).map(({ id }) => id)).toEqual(ids)
  })

  it('is bounded in number and length', () => {
    expect(read(`canimigrate: correct area/thing ${'long '.repeat(10_000)}\n\n`.repeat(50))).toHaveLength(20)
    expect(read(`canimigrate: correct area/thing ${'long '.repeat(10_000)}`)[0]?.text.length).toBeLessThanOrEqual(1000)
  })

  it('never comes out of quoted text', () => {
    const command = fc.constantFrom('canimigrate: record area/thing', '#canimigrate cite: area/thing', 'canimigrate:', '@canimigrate ^cite area/thing')
    const line = fc.oneof(
      command,
      fc.constantFrom('', 'Some words.', 'On Monday Bob wrote:', '--', '-- ', '---', '+a', ' b', '#'),
      fc.string({ maxLength: 30 }).map((text) => text.replace(/[\r\n\u000b\f\u0085\u2028\u2029]/g, ' ')),
    )
    const mark = fc.constantFrom('> ', '>', '>> ', '> > ', '>>>')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mark, line), { minLength: 1, maxLength: 20 }),
        fc.array(fc.constantFrom('', 'Yes.', 'I see.'), { maxLength: 3 }),
        (quoted, own) => {
          const text = [...quoted.map(([marks, words]) => `${marks}${words}`), ...own].join('\n')
          expect(read(text, reply)).toEqual([])
        },
      ),
      { numRuns: 2000 },
    )
  })
})
