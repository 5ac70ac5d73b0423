import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blocksOf, type Written } from '../../../lib/mail/index.ts'
import type { Block } from '../../../lib/model/index.ts'

const ann = { name: 'Ann Archer', address: 'ann@example.org' }
const bob = { name: 'Bob Baker', address: 'bob@example.net' }
const message = (text: string, more: Partial<Written> = {}): Written => ({ text, from: ann, to: [bob], cc: [], references: [], ...more })
/** One line per block: kind, depth, who, lines, `~` when inferred. */
const outline = (blocks: readonly Block[]) =>
  blocks.map(
    ({ kind, depth, author, lines, inferred }) => `${kind} ${depth} ${author?.name || author?.address || '-'} ${lines.join('-')}${inferred ? ' ~' : ''}`,
  )
const outlineOf = (text: string, more?: Partial<Written>) => outline(blocksOf(message(text, more)))

describe('blocks of a message', () => {
  test('answers between quotes', () => {
    const text =
      'On Tue, 3 Mar 2020 10:00:00 +0100, Bob Baker wrote:\n> On 02/03/2020 09:00, Cyd wrote:\n>> May we drop it?\n>\n> No.\n\nWhy not?\n\n> It is ABI.\n\nI see.\n'
    expect(outlineOf(text)).toEqual([
      'attribution 0 Ann Archer 1-1',
      'attribution 1 Bob Baker 2-2',
      'quote 2 Cyd 3-3',
      'quote 1 Bob Baker 4-5',
      'text 0 Ann Archer 6-8',
      'quote 1 Bob Baker 9-9',
      'text 0 Ann Archer 10-11',
    ])
    const blocks = blocksOf(message(text))
    expect(blocks[3]).toMatchObject({ text: '\nNo.', author: bob })
  })

  test('an answer on top of the whole', () => {
    expect(outlineOf('Agreed.\n\n-- \nAnn\n\nOn 3 Mar 2020, at 10:00, Bob Baker <bob@example.net>\nwrote:\n\n> Fine.\n')).toEqual([
      'text 0 Ann Archer 1-2',
      'signature 0 Ann Archer 3-5',
      'attribution 0 Ann Archer 6-8',
      'quote 1 Bob Baker 9-9',
    ])
  })

  test('a copied header without marks: what follows is quoted', () => {
    const text =
      'Yes.\n\n-----Original Message-----\nFrom: Bob Baker\nSent: Tuesday, March 3, 2020 10:00\nTo: Ann Archer\nSubject: RE: flag\n\nWill you?\n\nFrom: Cyd <cyd@example.com>\nSent: Monday\nTo: Bob Baker\n\nAsk Ann.\n'
    expect(outlineOf(text)).toEqual([
      'text 0 Ann Archer 1-2',
      'attribution 0 Ann Archer 3-8',
      'quote 1 Bob Baker 9-10 ~',
      'attribution 1 Bob Baker 11-14 ~',
      'quote 2 Cyd 15-15 ~',
    ])
  })

  test('a header or an attribution inside its own quote names the author of that quote', () => {
    expect(outlineOf('> On 3 Mar 2020, at 10:00, Bob Baker <bob@example.net> wrote:\n> \n> Fine?\n\nFine.\n')).toEqual([
      'attribution 1 - 1-1',
      'quote 1 Bob Baker 2-3',
      'text 0 Ann Archer 4-5',
    ])
    expect(outlineOf('> From: Bob Baker\n> Sent: Tuesday, March 3, 2020 10:00\n>\n> Fine?\n\nFine.\n')).toEqual([
      'attribution 1 - 1-2',
      'quote 1 Bob Baker 3-4',
      'text 0 Ann Archer 5-6',
    ])
  })

  test('nobody is named where no attribution is left', () => {
    expect(outlineOf('Bob Baker wrote:\n> > > Old words.\n> New words.\nMine.\n')).toEqual([
      'attribution 0 Ann Archer 1-1',
      'quote 3 - 2-2',
      'quote 1 Bob Baker 3-3',
      'text 0 Ann Archer 4-4',
    ])
    expect(outlineOf('> Whose?\nMine.\n')).toEqual(['quote 1 - 1-1', 'text 0 Ann Archer 2-2'])
    expect(outlineOf('The manual said:\n> It holds.\n')).toEqual(['text 0 Ann Archer 1-1', 'quote 1 - 2-2'])
  })

  test('a patch: words, trailers, diff, signature', () => {
    const text =
      'From: Cyd <cyd@example.com>\n\nKeep the flag.\n\nSigned-off-by: Cyd <cyd@example.com>\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\ndiff --git a/a.c b/a.c\nindex 1234567..89abcde 100644\n--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,2 @@\n-old\n+new\n same\n-- \n2.30.2\n'
    expect(outlineOf(text)).toEqual(['attribution 0 Ann Archer 1-1', 'text 0 Cyd 2-4', 'trailer 0 Cyd 5-5', 'diff 0 Cyd 6-17', 'signature 0 Cyd 18-19'])
  })

  test("what a list puts below is nobody's", () => {
    expect(
      outlineOf('Yes.\n\n--\nTo unsubscribe from this list: send the line "unsubscribe kvm" in\nthe body of a message to majordomo@example.org\n'),
    ).toEqual(['text 0 Ann Archer 1-2', 'footer 0 - 3-5'])
  })

  test('the warnings of build robots are not quotes', () => {
    expect(outlineOf('All warnings (new ones prefixed by >>):\n\n>> a.c:1: warning: unused\n   int b;\n')).toEqual(['text 0 Ann Archer 1-4'])
  })
})

describe('laws', () => {
  const piece = fc.constantFrom(
    ...[
      '\n',
      '> ',
      '>',
      '>> ',
      ' ',
      '| ',
      'On 3 Mar 2020, Bob wrote:\n',
      'wrote:\n',
      'From: Bob <b@c>\n',
      'Sent: now\n',
      'To: x\n',
      '-----Original Message-----\n',
      '-- \n',
      '--\n',
    ],
    ...[
      'diff --git a/a b/a\n',
      '@@ -1,3 +1,3 @@\n',
      '+x\n',
      '-y\n',
      '---\n',
      ' a | 1 +\n',
      'Acked-by: B <b@c>\n',
      '_____\nx mailing list\n',
      'words ',
      '>From me\n',
      'prefixed by >>):\n',
      'AB> ',
      '\u00a0',
      '\t',
    ],
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 300 }),
  )

  test('every line is in exactly one block, in order', () => {
    fc.assert(
      fc.property(text, (written) => {
        const lines = written.split('\n')
        if (lines.at(-1) === '') lines.pop()
        const covered: number[] = []
        for (const block of blocksOf(message(written))) {
          for (let line = block.lines[0]; line <= block.lines[1]; line++) covered.push(line)
          const contents = block.text.split('\n')
          expect(contents).toHaveLength(block.lines[1] - block.lines[0] + 1)
          for (const [index, content] of contents.entries()) expect(lines[block.lines[0] - 1 + index]?.endsWith(content)).toBe(true)
        }
        expect(covered).toEqual(lines.map((_, index) => index + 1))
      }),
      { numRuns: 2000 },
    )
  })
})
