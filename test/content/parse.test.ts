import { describe, expect, test } from 'vitest'
import { parseFile } from '../../lib/content/parse.ts'
import { revisionOf } from '../../lib/content/revision.ts'
import { CLEAN } from '../lint/fixture.ts'

const PATH = 'features/test/alpha.md'
const ALPHA = CLEAN[PATH] ?? ''
const LINE = 'kind: release-line\nid: releases/linux\n'

describe('parseFile', () => {
  test('reads a record, frozen, with its revision and body', () => {
    const { entry, problems } = parseFile(PATH, ALPHA)
    expect(problems).toEqual([])
    expect(entry).toMatchObject({ path: PATH, revision: revisionOf(ALPHA), data: { id: 'test/alpha', kind: 'feature' } })
    expect(entry?.body.trimStart()).toMatch(/^## What it is/)
    expect(Object.isFrozen(entry?.data)).toBe(true)
    expect(entry?.data.kind === 'feature' && Object.isFrozen(entry.data.support[0]?.evidence[0])).toBe(true)
  })

  test('dates stay text, short events are written out', () => {
    const { entry } = parseFile(PATH, ALPHA)
    expect(entry?.data).toMatchObject({ support: [{ versions: [{ event: 'reserved', version: '5.4' }, {}, {}], evidence: [{ date: '2020-01-01' }] }, {}] })
  })

  test('line ends and a byte order mark make no difference, not even to the revision', () => {
    const crlf = ALPHA.replaceAll('\n', '\r\n')
    expect(parseFile(PATH, crlf)).toEqual({ ...parseFile(PATH, ALPHA), positions: expect.anything() })
    expect(parseFile(PATH, `\uFEFF${ALPHA}`).entry?.data).toEqual(parseFile(PATH, ALPHA).entry?.data)
  })

  test('a wrong key is named with the nearest, at its place, and not missed as well', () => {
    const text = ALPHA.replace('title: Alpha', 'titel: Alpha')
    expect(parseFile(PATH, text).problems).toEqual([
      { file: PATH, line: 4, column: 1, rule: 'unknown-key', message: 'unknown key `titel`: write `title`', expected: 'title', actual: 'titel' },
    ])
  })

  test('all problems come at once', () => {
    const text = ALPHA.replace('title: Alpha\n', '').replace('stage: stream', 'stage: strem').replace('0123456789', '12345')
    expect(parseFile(PATH, text).problems.map(({ line, rule, actual }) => [line, rule, actual])).toEqual([
      [2, 'schema', 'nothing'],
      [13, 'schema', '12345'],
      [30, 'schema', 'strem'],
    ])
  })

  test('a number where text belongs is shown as written, to be quoted', () => {
    const text = ALPHA.replace('"0123456789"', '0123456789')
    expect(parseFile(PATH, text).problems).toMatchObject([
      { line: 14, column: 50, message: '`control.evidence[0].commit` must be text, not `0123456789`; quote it: "0123456789"' },
    ])
  })

  test('of a union, the option that the data chose speaks', () => {
    expect(parseFile(PATH, ALPHA.replace('{kind: commit, repo: sources/repo, ', '{kind: commit, ')).problems).toMatchObject([
      { message: '`control.evidence[0].repo` is missing: add text' },
    ])
    expect(parseFile(PATH, ALPHA.replace('kind: commit', 'kind: comit')).problems).toMatchObject([
      { expected: 'one of mail, commit, source, test', message: expect.stringContaining('did you mean `commit`?') },
    ])
    expect(parseFile(PATH, ALPHA.replace('value: fixed', 'value: [true]')).problems).toMatchObject([
      { message: '`support[0].value[0]` must be text or a number, not `true`' },
    ])
  })

  test('a condition that cannot be read has the place of its bad part', () => {
    expect(parseFile(PATH, ALPHA.replace('{guest.linux: ">=5.5"}', '{guest.linux: ">=5.5 foo"}')).problems).toMatchObject([
      { line: 43, column: 29, rule: 'schema', actual: '>=5.5 foo' },
    ])
  })

  test('kind, id and place must agree', () => {
    const found = (path: string, text: string) => parseFile(path, text).problems.map(({ rule, line, expected }) => [rule, line, expected])
    expect(found('features/test/beta.md', ALPHA)).toEqual([['id-path', 3, 'test/beta']])
    expect(found('rules/test/alpha.md', ALPHA)).toEqual([
      ['id-path', 2, 'rule'],
      ['id-path', 3, 'rules/test/alpha'],
    ])
    expect(found('features/alpha.md', ALPHA.replace('id: test/alpha\n', 'id: alpha\n'))).toEqual([['bad-id', 3, '<area>/<name>']])
    expect(found('features/Test/Alpha.md', ALPHA)).toEqual([
      ['bad-id', 1, 'a path of lower-case parts'],
      ['id-path', 3, 'Test/Alpha'],
    ])
    expect(parseFile('featurs/test/alpha.md', ALPHA).problems).toMatchObject([
      { rule: 'id-path', message: '`featurs/test/alpha.md` is in no folder of records: did you mean `features/`?' },
    ])
    expect(parseFile('releases/linux.md', ALPHA).problems).toMatchObject([
      { rule: 'id-path', message: '`releases/linux.md` is no record: files in `releases/` end in `.yaml`' },
    ])
  })

  test('only http(s) addresses are evidence', () => {
    expect(parseFile(PATH, ALPHA.replace('"https://example.org/page"', '"javascript:alert(1)"')).problems).toMatchObject([
      { rule: 'schema', expected: 'an address that begins with https:// or http://' },
    ])
  })

  test.each([
    ['no front matter', PATH, '# Alpha\n'],
    ['front matter without an end', PATH, '---\nkind: feature\n'],
    ['a list instead of a mapping', PATH, '---\n- a\n---\n'],
    ['nothing', 'releases/linux.yaml', ''],
    ['an empty markdown file', PATH, ''],
    ['a key twice', 'releases/linux.yaml', `${LINE}id: releases/linux\n`],
    ['an unknown tag', 'releases/linux.yaml', `${LINE}title: !!binary aGk=\n`],
    ['a custom tag', 'releases/linux.yaml', `${LINE}title: !ruby/object x\n`],
    ['two documents', 'releases/linux.yaml', `${LINE}---\n${LINE}`],
    ['an alias to itself', 'releases/linux.yaml', 'a: &a [*a]\n'],
    ['an alias to nothing', 'releases/linux.yaml', 'a: *b\n'],
    [
      'aliases that multiply',
      'releases/linux.yaml',
      [
        'a: &a [x,x,x,x,x,x,x,x,x,x]',
        ...['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdef'[index]}`).join(',')}]`),
      ].join('\n'),
    ],
    ['nesting without end', 'releases/linux.yaml', '['.repeat(50_000)],
    ['a prototype', 'releases/linux.yaml', `${LINE}__proto__: {title: x}\n`],
    ['a megabyte and more', 'releases/linux.yaml', `${LINE}title: ${'x'.repeat(1_000_000)}\n`],
    ['bytes that are no text', 'releases/linux.yaml', '\u0000\u0001\uFFFD: {\n'],
  ])('%s is a problem, not an exception', (_, path, text) => {
    const { entry, problems } = parseFile(path, text)
    expect(entry).toBeUndefined()
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) {
      expect(problem.line).toBeGreaterThan(0)
      expect(problem.message).not.toContain('\n')
    }
  })
})
