import { expect, test } from 'vitest'
import { citableOf } from '../../lib/evaluate/index.ts'
import { EVIDENCE, entry } from '../fixtures/world.ts'

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
