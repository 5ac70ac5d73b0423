import { describe, expect, it } from 'vitest'
import {
  CITATION_FORMATS,
  buildKnowledge,
  citationOf,
  drawProof,
  formatCitation,
  recordMarkdown,
  reportMarkdown,
  reportRecord,
  shareProofs,
  wrap,
} from '../../lib/evaluate/index.ts'
import { globMatches } from '../../lib/evaluate/glob.ts'
import { type Answer, type Proof, buildLinks } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry } from '../fixtures/world.ts'

const fact: Proof = { kind: 'fact', fact: 'source.cpu', value: 'p9', origin: 'given', place: '--from, word 1' }
const shared: Proof = { kind: 'step', text: 'shared', because: [fact] }

describe('proofs', () => {
  it('draw a branch per part, each once among its neighbours', () => {
    const other: Proof = { kind: 'assumed', text: 'b' }
    const lines = drawProof([{ kind: 'step', text: 'a', because: [fact, fact, { kind: 'missing', fact: 'source.linux', why: 'not given' }] }, other])
    expect(lines.map(({ prefix, text }) => prefix + text)).toEqual([
      '├─ a',
      '│  ├─ source.cpu = p9 (--from, word 1)',
      '│  └─ not known: source.linux (not given)',
      '└─ assumed: b',
    ])
  })
  it('draw what is shared once, and refer to it by its number', () => {
    const proofs: Proof[] = [
      { kind: 'step', text: 'a', because: [shared] },
      { kind: 'step', text: 'b', because: [shared, shared] },
    ]
    const drawn = ['├─ a', '│  └─ #1 shared', '│     └─ source.cpu = p9 (--from, word 1)', '└─ b', '   └─ #1 shared (see above)']
    expect(drawProof(proofs).map(({ prefix, text }) => prefix + text)).toEqual(drawn)
    expect(
      shareProofs([[proofs[0] as Proof], [proofs[1] as Proof]])
        .flat()
        .map(({ parts }) => parts.map(({ number, isAgain }) => [number, isAgain])),
    ).toEqual([[[1, false]], [[1, true]]])
  })
})

describe('markdown', () => {
  const answer: Answer = {
    verdict: 'yes',
    start: { source: 'yes', destination: 'yes' },
    stream: 'accepted',
    guest: 'unchanged',
    findings: [],
    missing: [],
    remedies: [],
    assumptions: [],
    conflicts: [],
    not_understood: [],
    knowledge: { digest: 'd', date: '2026-11-21' },
  }
  it('shows hostile text as it is', () => {
    const hostile = '<img src=x onerror=a> | `b` [c](javascript:d)\n# e'
    const text = reportMarkdown({ ...answer, assumptions: [hostile], not_understood: [hostile] })
    expect(text).toContain('- \\<img src=x onerror=a\\> \\| \\`b\\` \\[c\\](javascript:d) \\# e\n')
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toEqual(['# YES: nothing recorded stands in the way'])
  })
})

describe('citations', () => {
  const record = entry(
    {
      kind: 'source',
      id: 'sources/x',
      title: 'A title with {braces}, [brackets] and 100% more',
      summary: 'word '.repeat(60).trim(),
      type: 'repository',
    },
    '3f2a9c1d',
  )
  const citation = citationOf(record, 'http://127.0.0.1:3000')
  it.each(CITATION_FORMATS)('%s names the revision', (format) => expect(formatCitation(citation, format)).toContain('sources/x@3f2a9c1d'))
  it('keep to 72 columns in a mail', () =>
    expect(
      formatCitation(citation, 'text')
        .split('\n')
        .filter((line) => line.length > 72),
    ).toEqual([]))
  it('escape what BibTeX and markdown would read', () => {
    expect(formatCitation(citation, 'bibtex')).toContain('title = {{A title with \\{braces\\}, [brackets] and 100\\% more}}')
    expect(formatCitation(citation, 'markdown')).toContain('\\[brackets\\]')
  })
})

it('wrap breaks at spaces only, and indents', () => {
  expect(wrap('aa bb cc', 5, '- ', '  ')).toBe('- aa\n  bb\n  cc')
  expect(
    wrap('a '.repeat(100), 20)
      .split('\n')
      .every((line) => line.length <= 20),
  ).toBe(true)
  expect(wrap('x'.repeat(100), 20)).toBe('x'.repeat(100))
  expect(wrap('', 20, '- ')).toBe('- ')
})

it.each([
  ['m-*', 'm-2', true],
  ['*-rhel*', 'pc-rhel7', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['aa*aa', 'aaa', false],
  ['*', '', true],
  [`${'a*'.repeat(1000)}b`, 'a'.repeat(100_000), false],
])('the pattern %s and a text', (pattern, text, fits) => expect(globMatches(pattern, text)).toBe(fits))

describe('a rule', () => {
  const rule = entry({
    kind: 'rule',
    id: 'rules/words',
    title: 't',
    summary: 's',
    vocabulary: [
      {
        fact: 'cpu',
        evidence: EVIDENCE,
        values: [
          { name: 'small', aliases: ['tiny'] },
          { name: 'big', note: 'since ever' },
        ],
      },
    ],
    derive: [{ when: { cpu: 'small' }, set: { arch: 'ppc64' }, inferred: true, evidence: EVIDENCE }],
  })
  const knowledge = buildKnowledge([...LINES, rule])
  it('tells its words and what follows from what, as text and as markdown', () => {
    for (const text of [reportRecord(rule, '', knowledge), recordMarkdown(rule, { knowledge, links: buildLinks([rule]), url: 'http://x' })]) {
      expect(text).toMatch(/- `?cpu`? can be small \(also tiny\), big \(since ever\)/)
      expect(text).toMatch(/- if cpu=small: arch=ppc64 \(inferred\)/)
    }
  })
})
