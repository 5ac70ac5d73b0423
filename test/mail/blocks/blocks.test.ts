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

describe('marks of other forms', () => {
  test('initials', () => {
    expect(outlineOf('>>>>> "BB" == Bob Baker <bob@example.net> writes:\n\n    BB> Is it?\n\nIt is.\n')).toEqual([
      'attribution 0 Ann Archer 1-2 ~',
      'quote 1 Bob Baker 3-3',
      'text 0 Ann Archer 4-5',
    ])
  })

  test('bars under an attribution, but not those of a table', () => {
    expect(outlineOf('+-- On Tue, 3 Mar 2020, Bob Baker wrote --+\n| Is it?\n|\n| Or not?\n\nIt is:\n\n| a | b |\n')).toEqual([
      'attribution 0 Ann Archer 1-1',
      'quote 1 Bob Baker 2-4',
      'text 0 Ann Archer 5-8',
    ])
  })

  test('a mailer that marks the attribution itself', () => {
    expect(outlineOf('>>> On 03.03.20 at 10:00, <bob@example.net> wrote:\n> > Old.\n> New.\nMine.\n')).toEqual([
      'attribution 1 - 1-1 ~',
      'quote 2 Bob Baker 2-2',
      'quote 1 - 3-3',
      'text 0 Ann Archer 4-4',
    ])
    expect(outlineOf('>>> On 03.03.20 at 10:00, <bob@example.net> wrote:\n> New.\nMine.\n')).toEqual([
      'attribution 0 Ann Archer 1-1 ~',
      'quote 1 Bob Baker 2-2',
      'text 0 Ann Archer 3-3',
    ])
  })

  test('a quoted line that was torn goes on without its mark', () => {
    const torn = 'Bob Baker wrote:\n> Every host of the second release clears the pages before the guest is\ngiven\n> them back.\nFine.\n'
    expect(outlineOf(torn)).toEqual(['attribution 0 Ann Archer 1-1', 'quote 1 Bob Baker 2-4 ~', 'text 0 Ann Archer 5-5'])
    const answered = 'Bob Baker wrote:\n> Does every host of the second release clear pages before they go back?\nYes.\n> Since when?\n'
    expect(outlineOf(answered)).toEqual(['attribution 0 Ann Archer 1-1', 'quote 1 Bob Baker 2-2', 'text 0 Ann Archer 3-3', 'quote 1 Bob Baker 4-4'])
  })
})

describe('with the messages that it answers', () => {
  const cyd = { name: 'Cyd', address: 'cyd@example.com' }
  const archive: Record<string, Written> = {
    first: { messageId: 'first', from: cyd, text: 'May we drop the flag from the next release?\n' },
    second: {
      messageId: 'second',
      references: ['first'],
      from: bob,
      text: 'Cyd wrote:\n> May we drop the flag from the next release?\n\nNo, guests rely on it being there.\nSorry.\n',
    },
  }
  const resolved = (text: string) =>
    blocksOf(message(text, { messageId: 'third', references: ['first', 'second'] }), (id) => archive[id]).map(
      ({ kind, depth, author, message: stood, inferred }) => `${kind} ${depth} ${author?.name ?? '-'} ${stood ?? '-'}${inferred ? ' ~' : ''}`,
    )

  test('quoted words are traced to the message that they stood in first', () => {
    expect(
      resolved('Bob Baker wrote:\n> Cyd wrote:\n>> May we drop the flag from the next\n>> release?\n> No, guests rely on it being there.\nI see.\n'),
    ).toEqual(['attribution 0 Ann Archer -', 'attribution 1 Bob Baker second', 'quote 2 Cyd first', 'quote 1 Bob Baker second', 'text 0 Ann Archer -'])
  })

  test('who is not named is found', () => {
    expect(
      resolved('> > May we drop the flag from the next release?\n> No, guests rely on it being there.\nI see.\n> Sorry.\nOh.\n> Altered words of somebody.\n'),
    ).toEqual([
      'quote 2 Cyd first ~',
      'quote 1 Bob Baker second ~',
      'text 0 Ann Archer -',
      'quote 1 Bob Baker second ~',
      'text 0 Ann Archer -',
      'quote 1 Bob Baker - ~',
    ])
  })

  test("words that stand in none of them are nobody's", () => {
    expect(resolved('> Words that neither of the two ever wrote.\nMine.\n')).toEqual(['quote 1 - -', 'text 0 Ann Archer -'])
  })

  test('a wrong name gives way to where the words stand', () => {
    expect(resolved('Dan wrote:\n> No, guests rely on it being there.\n')).toEqual(['attribution 0 Ann Archer -', 'quote 1 Bob Baker second ~'])
  })

  test('references in a circle end', () => {
    const circle: Record<string, Written> = {
      a: { messageId: 'a', references: ['b'], from: bob, text: 'x\n' },
      b: { messageId: 'b', references: ['a'], from: bob, text: 'y\n' },
    }
    expect(blocksOf(message('> z\n', { messageId: 'c', references: ['a'] }), (id) => circle[id])).toHaveLength(1)
  })
})

describe('attributions', () => {
  test.each([
    ['On Fri, Sep 11, 2020 at 10:01:33AM +0200, Bob Baker wrote:', 'Bob Baker', ''],
    ['On 21.08.2013, at 08:11, Bob Baker wrote:', 'Bob Baker', ''],
    ['On Wednesday, 27 October 2021 3:09:57 AM AEDT Bob Baker wrote:', 'Bob Baker', ''],
    ['On Fri, Mar 5, 2021 at 1:00 AM Bob Baker <bob@Example.NET> wrote:', 'Bob Baker', 'bob@example.net'],
    ['On 2020-01-01 10:00 (GMT+1), "Baker, Bob" <bob@example.net> wrote:', 'Bob Baker', 'bob@example.net'],
    ['On Mon, 3 Aug 2020, Bob Baker via Widgets <widgets@lists.example.org> wrote:', 'Bob Baker', ''],
    ['On Tue, 2019-08-06 at 17:25:38 UTC, =?utf-8?q?B=C3=B3b_Baker?= wrote:', 'Bób Baker', ''],
    ['Bob Baker <bob@example.net> writes:', 'Bob Baker', 'bob@example.net'],
    ['Bob Baker wrote:', 'Bob Baker', ''],
    ['At Tue, 20 Aug 2013 12:14:00 +0200, Bob Baker wrote:', 'Bob Baker', ''],
    ["Excerpts from Bob Baker's message of June 24, 2021 1:57 pm:", 'Bob Baker', ''],
    ["Bob Baker's on March 31, 2020 10:10 pm:", 'Bob Baker', ''],
    ['* Bob Baker <bob@example.net> [2019-01-10 10:11:12]:', 'Bob Baker', 'bob@example.net'],
    ['Quoting Bob Baker (2020-01-01 11:22:11)', 'Bob Baker', ''],
    ['Bob Baker (2020-01-01):', 'Bob Baker', ''],
    ['Am Do., 28. Okt. 2021 um 23:21 Uhr schrieb Bob Baker <bob@example.net>:', 'Bob Baker', 'bob@example.net'],
    ['Le 31/05/2020 à 04:27, Bob Baker a écrit\u00a0:', 'Bob Baker', ''],
    ['El 20/08/13 12:38, Bob Baker escribió:', 'Bob Baker', ''],
    ['Il 20/08/2013 12:14, Bob Baker ha scritto:', 'Bob Baker', ''],
    ['Em Mon, 10 Feb 2020 10:00:00 +0100 Bob Baker <bob@example.net> escreveu:', 'Bob Baker', 'bob@example.net'],
    ['W dniu 20.08.2013 12:14, Bob Baker pisze:', 'Bob Baker', ''],
    ['В Вт, 20/08/2013 в 12:14 +0200, Bob Baker пишет:', 'Bob Baker', ''],
    ['在 2020/1/1 上午10:00, Bob Baker 写道：', 'Bob Baker', ''],
    ['2013/8/20 Bob Baker <bob@example.net>:', 'Bob Baker', 'bob@example.net'],
    ['Bob Baker <bob@example.net> 於 2020年6月23日 週二 上午7:58寫道：', 'Bob Baker', 'bob@example.net'],
    ['----- On Jul 9, 2020, at 9:56 PM, Bob Baker bob@example.net wrote:', 'Bob Baker', 'bob@example.net'],
    ['On 09/17, Bob Baker wrote:', 'Bob Baker', ''],
    ['From: Bob Baker <bob@example.net>', 'Bob Baker', 'bob@example.net'],
    ['Bob Baker wrote on 10/02/2020 11:10:', 'Bob Baker', ''],
  ])('%s', (line, name, address) => {
    for (const text of [`${line}\n> Words.\n`, `Hello,\n\n${line}\n\n> Words.\n`, `Cyd wrote:\n> ${line}\n>> Words.\n`]) {
      const quote = blocksOf({ text, from: ann }).find((block) => block.kind === 'quote' && block.text.includes('Words'))
      expect(quote?.author).toEqual({ name, address })
    }
  })

  test('wrapped over lines', () => {
    const text = 'On Fri, Sep 11, 2020 at\n10:01:33AM +0200, Bob\nBaker <bob@example.net>\nwrote:\n> Words.\n'
    expect(outlineOf(text)).toEqual(['attribution 0 Ann Archer 1-4', 'quote 1 Bob Baker 5-5'])
  })
})

describe('a text of nothing but attributions', () => {
  test('is read to its end, and its attributions to a limit', () => {
    const blocks = blocksOf(message('On Mon, Jan 1, 2024 at 10:00, Ada Example wrote:\n> x\n\ny\n\n'.repeat(6000)))
    expect(blocks.at(-1)?.lines[1]).toBe(30_000)
    const quotes = blocks.filter(({ kind }) => kind === 'quote')
    expect(quotes[0]?.author?.name).toBe('Ada Example')
    expect(blocks.filter(({ kind }) => kind === 'attribution')).toHaveLength(5000)
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
