import { describe, expect, test } from 'vitest'
import { buildKnowledge, cellFragments, citableOf, citationOf, matrixOf, noSuchClaim } from '../../lib/evaluate/index.ts'
import type { Entry } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry } from '../fixtures/world.ts'

const STATEMENTS = [
  { component: 'linux', when: { accel: 'kvm' }, versions: [{ introduced: '2.0' }], value: true, evidence: EVIDENCE },
  { component: 'qemu', versions: [{ introduced: '3.0' }, { removed: '4.0' }], value: true, evidence: EVIDENCE },
]
const BASE = {
  kind: 'feature',
  id: 'x/one',
  title: 'One',
  summary: 'made up',
  rely: 'no',
  surface: { kind: 'other', text: 'none' },
  control: { by: 'host', text: 'by the host' },
  values: { type: 'boolean' },
  support: STATEMENTS,
  history: [
    { date: '2020-01-01', text: 'begun', evidence: EVIDENCE },
    { date: '2020-01-01', text: 'done', evidence: EVIDENCE },
  ],
}
const fragments = (data: unknown): string[] => citableOf(entry(data)).map(({ fragment }) => fragment)

test('each claim of a record has a fragment of its own, and says itself', () => {
  const found = citableOf(entry(BASE))
  expect(new Set(found.map(({ fragment }) => fragment)).size).toBe(found.length)
  expect(found.find(({ fragment }) => fragment.startsWith('support.qemu.'))?.text).toBe('qemu from 3.0, until before 4.0: yes')
  expect(found.filter(({ fragment }) => /^history\.2020-01-01\.[0-9a-f]{8}$/.test(fragment)).map(({ text }) => text)).toEqual([
    '2020-01-01: begun',
    '2020-01-01: done',
  ])
})

test('a fragment survives edits of everything but what it stands for', () => {
  const before = fragments(BASE)
  const [linux, qemu] = STATEMENTS
  const edited = {
    ...BASE,
    title: 'Another',
    support: [
      { component: 'xen', value: false, evidence: EVIDENCE },
      { ...qemu, note: 'a note', probe: { repo: 'sources/qemu', path: 'a.c', symbol: 'A_B', means: 'implemented' } },
      { ...linux, evidence: [...EVIDENCE, { kind: 'test', what: 'another run', outcome: 'as stated', checked: '2026-11-22' }] },
    ],
    history: [{ date: '2019-01-01', text: 'thought of', evidence: EVIDENCE }, ...BASE.history],
  }
  expect(fragments(edited)).toEqual(expect.arrayContaining(before))
})

test.each([
  ['its range', { versions: [{ introduced: '3.0' }, { removed: '5.0' }] }],
  ['its value', { value: false }],
  ['its condition', { when: { accel: 'tcg' } }],
])('a statement is another one when %s changes', (_, change) => {
  const [linux, qemu] = STATEMENTS
  const before = fragments(BASE).find((one) => one.startsWith('support.qemu.'))
  expect(before).toBeDefined()
  expect(fragments({ ...BASE, support: [linux, { ...qemu, ...change }] })).not.toContain(before)
})

test('two statements that say the same are told apart', () => {
  const [linux] = STATEMENTS
  const twice = fragments({ ...BASE, support: [linux, { ...linux, note: 'again' }] }).filter((one) => one.startsWith('support.'))
  expect(twice[1]).toBe(`${twice[0]}-2`)
})

test('positions and clauses are cited by their own names', () => {
  const policy = {
    kind: 'policy',
    id: 'p',
    title: 'P',
    summary: 'made up',
    question: 'may it?',
    options: [{ id: 'yes', text: 'it may' }],
    positions: [{ id: 'ada-1', person: 'Ada', date: '2020-01-01', stance: 'for', text: 'it may', evidence: EVIDENCE }],
    status: 'agreed',
    outcome: { text: 'it may', evidence: EVIDENCE },
    scope: 'all',
    'in-force': 'yes',
  }
  expect(citableOf(entry(policy))).toContainEqual({ fragment: 'position.ada-1', text: 'Ada, 2020-01-01: it may' })
  expect(fragments(policy)).toEqual(['outcome', 'scope', 'option.yes', 'position.ada-1'])
})

describe('a cell of a matrix', () => {
  const [linux, qemu] = STATEMENTS
  const on = (data: unknown, lines: readonly Entry[] = LINES) => {
    const record = entry(data)
    const knowledge = buildKnowledge([...lines, record])
    return {
      knowledge,
      record,
      cells: cellFragments(knowledge, record),
      textOf: (fragment: string) => citationOf(record, '', fragment, knowledge)?.claim?.text,
    }
  }

  test('is cited by component, version and condition, and says what it says there', () => {
    const { cells, textOf, knowledge, record } = on(BASE)
    expect(new Set(cells).size).toBe(cells.length)
    expect(textOf('cell.qemu.3.0')).toBe('qemu 3.0: supported')
    expect(textOf('cell.qemu.4.0')).toBe('qemu 4.0: withdrawn')
    const conditional = cells.find((one) => /^cell\.linux\.2\.0\.[0-9a-f]{8}$/.test(one))
    expect(textOf(conditional as string)).toBe('linux 2.0, accel=kvm: supported')
    expect(citationOf(record, 'http://x', 'cell.qemu.3.0', knowledge)).toMatchObject({
      short: 'x/one@00000000#cell.qemu.3.0',
      url: 'http://x/r/x/one@00000000#cell.qemu.3.0',
    })
    expect(matrixOf(knowledge, 'x/one')?.cells.map(({ fragment }) => fragment)).toEqual(cells)
  })

  test('keeps its address when rows are put in another order, statements are added, and releases come', () => {
    const before = [...on(BASE).cells]
    const longer = LINES.map(({ data }) =>
      entry({
        ...data,
        branches: [
          { name: '0.9', releases: [{ version: '0.9' }] },
          ...(data as unknown as { branches: object[] }).branches,
          { name: '6.0', releases: [{ version: '6.0' }] },
        ],
      }),
    )
    const { cells, textOf } = on({ ...BASE, support: [qemu, { ...linux, when: { accel: 'tcg' } }, linux] }, longer)
    expect(cells).toEqual(expect.arrayContaining(before))
    expect(cells).toContain('cell.qemu.6.0')
    for (const fragment of before) expect(textOf(fragment)).toBe(on(BASE).textOf(fragment))
  })

  test('of what has no releases, and of a point release at which something changes, has one too', () => {
    const support = [
      { component: 'machine', value: true, evidence: EVIDENCE },
      { component: 'qemu', versions: [{ introduced: '3.0.1' }], value: true, evidence: EVIDENCE },
    ]
    const { textOf } = on({ ...BASE, support })
    expect(textOf('cell.machine.any')).toBe('machine of any version: supported')
    expect(textOf('cell.qemu.3.0.1')).toBe('qemu 3.0.1: supported')
  })

  test.each([
    ['cell.qemu.9.9', 'did you mean `cell.qemu.'],
    ['cell.qemu.3.0.1', 'did you mean `cell.qemu.3.0`?'],
    ['cell.qemu.3.0.00000000', 'did you mean `cell.qemu.3.0`?'],
    ['cell.linux.2.0', 'did you mean `cell.linux.2.0.'],
    ['cell.sparc.3.0', '`x/one@00000000` has no claim `cell.sparc.3.0`'],
    ['nothing of the kind', '--claims` lists'],
  ])('%s is not there, and one line says so', (fragment, line) => {
    const { knowledge, record } = on(BASE)
    expect(citationOf(record, '', fragment, knowledge)).toBeUndefined()
    expect(noSuchClaim(record, fragment, knowledge)).toContain(line)
    expect(noSuchClaim(record, fragment, knowledge)).not.toContain('\n')
  })
})
