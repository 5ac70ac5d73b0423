import { describe, expect, it } from 'vitest'
import { blocksOf, compileNames, mentionsOf, namesOf } from '../../../lib/mail/index.ts'
import { CITATION_FORMATS, type Citation, citationOf, formatCitation } from '../../../lib/evaluate/index.ts'
import { type Message, parseCitation } from '../../../lib/model/index.ts'
import { entryOf, mailOf, namesOfAliases } from './mail.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const names = namesOfAliases(
  [
    'FOO_CAP_THING',
    'cap-foo-thing',
    'thing-er',
    'THNG',
    'thing',
    'plain thing',
    { name: 'zed', with: ['processor'] },
    { name: 'quux', alone: true },
    { name: 'Norf', case: 'exact', alone: true },
  ],
  { support: [{ evidence: [{ kind: 'commit', commit: COMMIT }] }] },
)

function found(text: string, more: Partial<Message> = {}, by = names): string[] {
  const message = mailOf(text, more)
  return mentionsOf(message, blocksOf(message), by).map(
    ({ kind, line, where, name, revision }) => `${line} ${where} ${kind === 'alias' ? '' : `${kind} `}${name}${revision ? ` at ${revision}` : ''}`,
  )
}

describe('what counts as a mention', () => {
  it.each([
    ['a symbol', 'We need FOO_CAP_THING here.', ['1 own FOO_CAP_THING']],
    ['an option in a command line', 'Try\n\n  -machine some,cap-foo-thing=off\n', ['3 own cap-foo-thing']],
    ['a weak name alone', 'The thing is broken.', []],
    ['a weak name beside a strong one', 'The thing is broken.\n\nSo FOO_CAP_THING it is.', ['1 own thing', '3 own FOO_CAP_THING']],
    ['two weak names', 'A THNG is a plain thing.', ['1 own THNG', '1 own plain thing']],
    ['a weak name twice', 'THNG or not THNG.\nTHNG.', []],
    ['a weak name and a word that the record asks for', 'A zed on any Processor.', ['1 own zed']],
    ['that word without the name', 'On any processor.', []],
    ['a weak name that the record lets stand alone', 'It QUUX and quux.', ['1 own QUUX', '1 own quux']],
    ['the case that the record asks for', 'It is a norf, a Norf.', ['1 own Norf']],
    ['each name once in a line', 'quux quux quux', ['1 own quux']],
    ['a commit in short', 'Fixed by commit 0123456789ab ("x").', ['1 own commit 0123456789ab']],
    ['a commit in full', `Fixed by ${COMMIT}.`, [`1 own commit ${COMMIT}`]],
    ['another commit that begins the same', 'Fixed by 0123456789ab00.', []],
    ['too short a commit', 'Fixed by 012345678.', []],
    [
      'a citation',
      'See https://example.org/r/area/thing@0a1b2c3d and /features/area/thing.',
      ['1 own citation /r/area/thing at 0a1b2c3d', '1 own citation /features/area/thing'],
    ],
    ['a citation with an ending', '<http://127.0.0.1:3000/r/area/thing.txt>', ['1 own citation /r/area/thing']],
    ['a citation in short', 'As area/thing@0a1b2c3d has it.', ['1 own citation area/thing@0a1b2c3d at 0a1b2c3d']],
    [
      'a citation of one claim, at the end of a sentence',
      'See (area/thing@0a1b2c3d#support.linux.00ff00ff).\nhttps://example.org/r/area/thing@0a1b2c3d#position.ada-1.',
      ['1 own citation area/thing@0a1b2c3d#support.linux.00ff00ff at 0a1b2c3d', '2 own citation /r/area/thing@0a1b2c3d#position.ada-1 at 0a1b2c3d'],
    ],
    ['a Message-ID or an address that only looks like one', '<thing@0a1b2c3d.example> area/thing@0a1b2c3d9 other@0a1b2c3d', []],
    ['a citation of nothing known', 'See https://example.org/r/area/other@0a1b2c3d.', []],
    ['an address of a page with a name in it', 'See https://example.org/quux/thing-er.html or www.example.org/quux', []],
    ['an address of a page with a symbol in it', 'See https://example.org/search?q=FOO_CAP_THING', ['1 own FOO_CAP_THING']],
    ['a mail address or Message-ID', 'Ask quux@example.org, see <FOO_CAP_THING.1@mail.quux.example>.', []],
    ['a signature', 'Hello.\n\n-- \nquux\n', []],
    ['somebody else in a quote', '> is it quux?\n\nYes.\n', ['1 quoted quux']],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected.map((line) => line.replace('/r/area/thing at', '/r/area/thing@0a1b2c3d at')))
  })

  it('reads the subject as line 0', () => {
    expect(found('Hello.', { subject: 'Re: [PATCH] drop FOO_CAP_THING' })).toEqual(['0 subject FOO_CAP_THING'])
  })

  it('takes the changed lines of a diff, and symbols in the others', () => {
    const diff = [
      'Hello.',
      '',
      '---',
      ' a.c | 2 +-',
      '',
      'diff --git a/a.c b/a.c',
      'index 1..2 100644',
      '--- a/a.c',
      '+++ b/a.c',
      '@@ -1,4 +1,4 @@ quux',
      ' quux one',
      '-quux two',
      '+quux three',
      ' FOO_CAP_THING four',
      '',
    ]
    expect(found(diff.join('\n'))).toEqual(['12 patch quux', '13 patch quux', '14 patch FOO_CAP_THING'])
  })

  it('takes no unchanged line of a diff alone', () => {
    const diff = [
      'Hello.',
      '',
      '---',
      ' a.c | 2 +-',
      '',
      'diff --git a/a.c b/a.c',
      '--- a/a.c',
      '+++ b/a.c',
      '@@ -1,2 +1,3 @@',
      ' FOO_CAP_THING',
      '+one',
      ' two',
      '',
    ]
    expect(found(diff.join('\n'))).toEqual([])
  })

  it.each([
    ['base64', [...Array.from({ length: 4 }, () => `${'abcd+/1x'.repeat(7)}quux/abcdefg/THNG/ab`), 'abcd=']],
    ['uuencoded text', ['begin 644 a.txt', ...Array.from({ length: 3 }, () => `M${'A'.repeat(20)} QUUX ${'B'.repeat(34)}`), '`', 'end']],
    ['a PGP signature', ['-----BEGIN PGP SIGNATURE-----', '', 'iQ quux', '=abcd', '-----END PGP SIGNATURE-----']],
  ])('does not look into %s', (_, lines) => {
    expect(found(['Before quux.', '', ...lines, '', 'After quux.'].join('\n'))).toEqual(['1 own quux', `${lines.length + 4} own quux`])
  })

  it('gives at most ten of a kind', () => {
    expect(found(Array.from({ length: 50 }, (_, line) => `quux ${line}`).join('\n'))).toHaveLength(10)
  })

  it('is not slowed by a message of nothing but names', () => {
    const text = 'FOO_CAP_THING THNG zed plain thing https://x/quux '.repeat(40_000)
    expect(found(text).length).toBeLessThanOrEqual(10)
  })
})

describe('the sentence around a mention', () => {
  it.each([
    ['one of several', 'First one. The quux\nis new, e.g. Here. Then more.', 'The quux is new, e.g. Here.'],
    ['the end of a paragraph', 'No mark here\n\nquux without one\n\nNext.', 'quux without one'],
    ['an item of a list', '- one\n- two quux\n  goes on\n- three', '- two quux goes on'],
    ['a wrapped quote', '> Is there a\n> quux in it?  Yes.', 'Is there a quux in it?'],
    ['control characters', 'A \u001b[31m quux\u0007\u202e is.', 'A [31m quux is.'],
  ])('%s', (_, text, sentence) => {
    const message = mailOf(text)
    expect(mentionsOf(message, blocksOf(message), names).map((mention) => mention.sentence)).toEqual([sentence])
  })

  it('is cut around the name', () => {
    const message = mailOf(`${'word '.repeat(100)}quux ${'more '.repeat(100)}`.trim())
    const sentence = mentionsOf(message, blocksOf(message), names)[0]?.sentence ?? ''
    expect(sentence.length).toBeLessThanOrEqual(300)
    expect(sentence).toMatch(/^…word .*quux more .*…$/)
  })
})

describe('names of records', () => {
  it('come from ids, options and commits that few records cite', () => {
    const evidence = [{ kind: 'commit', commit: COMMIT }]
    const shared = ['b', 'c', 'd', 'e', 'f'].map((id) => entryOf(`area/${id}`, { history: [{ evidence }] }))
    const [first] = namesOf([
      entryOf('area/a-long-name', { control: { option: 'cap-that' }, history: [{ evidence: [{ kind: 'commit', commit: 'abcdefabcdef' }] }] }),
      ...shared,
    ])
    expect(first?.names.map(({ text }) => text)).toEqual(['area/a-long-name', 'a-long-name', 'cap-that'])
    expect(first?.commits).toEqual(['abcdefabcdef'])
    expect(namesOf(shared).flatMap(({ commits }) => commits)).toEqual([])
  })

  it('of two records with one option both count', () => {
    const both = compileNames(namesOf([entryOf('area/a', { control: { option: 'cap-that' } }), entryOf('area/b', { control: { option: 'cap-that' } })]))
    const message = mailOf('Set cap-that=on.')
    expect(mentionsOf(message, blocksOf(message), both).map(({ record }) => record)).toEqual(['area/a', 'area/b'])
  })

  it('survive being sent to another thread', () => {
    const list = structuredClone(namesOf([entryOf('area/a', { aliases: ['A_SYMBOL'] })]))
    const message = mailOf('A_SYMBOL')
    expect(mentionsOf(message, blocksOf(message), compileNames(list))).toHaveLength(1)
  })
})

describe('a record that had another id', () => {
  const record = entryOf('area/thing', { formerly: ['area/old-thing'] })
  const by = compileNames(namesOf([record]))

  it.each([
    ['a citation of its page', 'https://example.org/features/area/old-thing', undefined],
    ['a citation of a revision', 'https://example.org/r/area/old-thing@0a1b2c3d', '0a1b2c3d'],
    ['a citation in short', 'area/old-thing@0a1b2c3d', '0a1b2c3d'],
    ['its old id', 'what area/old-thing says', undefined],
  ])('%s leads to it', (_, text, revision) => {
    const message = mailOf(text)
    expect(mentionsOf(message, blocksOf(message), by)).toMatchObject([{ record: 'area/thing', ...(revision ? { revision } : {}) }])
  })
})

describe('what `cite` gives', () => {
  const policy = {
    kind: 'policy',
    id: 'some-policy',
    aliases: [],
    title: 'A policy, and what it says',
    summary: 'word '.repeat(40).trim(),
    outcome: { text: 'It may.' },
    scope: 'all',
    options: [],
    positions: [{ id: 'ada-1', person: 'Ada', date: '2020-01-01', text: 'it may' }],
    consequences: [],
    later: [],
  }
  const record = entryOf('some-policy', policy)
  const by = compileNames(namesOf([record]))

  for (const format of CITATION_FORMATS)
    for (const fragment of [undefined, 'position.ada-1'])
      it(`as ${format}, of ${fragment ?? 'the whole'}, is found in a mail, and read back`, () => {
        const cited = formatCitation(citationOf(record, 'https://example.org', fragment) as Citation, format)
        const message = mailOf(`Hello.\n\n${cited}\n`)
        const found = mentionsOf(message, blocksOf(message), by).filter(({ kind }) => kind === 'citation')
        expect(found.length).toBeGreaterThan(0)
        for (const { name, ...rest } of found) {
          expect(rest).toMatchObject({ record: 'some-policy', revision: '0a1b2c3d' })
          expect(parseCitation(name)).toEqual({ id: 'some-policy', revision: '0a1b2c3d', ...(fragment ? { fragment } : {}) })
        }
      })
})
