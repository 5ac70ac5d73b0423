import { describe, expect, it } from 'vitest'
import { buildKnowledge, componentGrid, directionGrid, evaluate, featureGrids, jointGrid, matrixOf, releaseGrid } from '../../lib/evaluate/index.ts'
import type { Entry, Feature, Knowledge } from '../../lib/model/index.ts'
import { EVIDENCE, entry, LINES, profile } from '../fixtures/world.ts'

const base = { title: 't', summary: 's', rely: 'r', kind: 'feature', surface: { kind: 'other', text: 't' }, control: { by: 'host', text: 't' } }
const support = (component: string, versions: unknown, more: object = {}) => ({ component, versions, value: true, evidence: EVIDENCE, ...more })

const knowledge: Knowledge = buildKnowledge([
  ...LINES,
  entry({ ...base, id: 'x/plain', values: { type: 'boolean' }, support: [support('linux', [{ reserved: '1.0' }, { introduced: '3.0' }])] }),
  entry({
    ...base,
    id: 'x/gone',
    values: { type: 'boolean' },
    support: [support('linux', [{ introduced: '2.0' }, { deprecated: '3.0' }, { removed: '4.0' }])],
  }),
  entry({
    ...base,
    id: 'x/partly',
    values: { type: 'boolean' },
    support: [support('linux', [{ introduced: '2.0' }], { status: 'partial', when: { cpu: 'a' }, note: 'half of it' })],
  }),
  entry({ ...base, id: 'x/open', values: { type: 'boolean' }, support: [{ component: 'linux', status: 'unknown', evidence: EVIDENCE }] }),
  entry({
    ...base,
    id: 'x/members',
    values: { type: 'set', members: [0, 2, 3] },
    support: [
      support('linux', undefined, { value: [0] }),
      support('linux', [{ introduced: '2.0' }], { value: [2] }),
      support('linux', [{ introduced: '3.0' }], { value: [3] }),
    ],
  }),
  entry({ ...base, id: 'x/stable', values: { type: 'boolean' }, support: [support('linux', [{ introduced: '2.0.2' }, { introduced: '3.0' }])] }),
  entry({
    ...base,
    id: 'x/between',
    values: { type: 'boolean' },
    support: [
      support('linux', undefined, { when: { linux: '>=2.0 <=3.0' } }),
      { component: 'linux', when: { not: { linux: '>=2.0 <=3.0' } }, status: 'unknown', evidence: EVIDENCE },
    ],
  }),
  entry({
    ...base,
    id: 'x/two',
    values: { type: 'boolean' },
    support: [support('linux', [{ introduced: '2.0' }]), support('qemu', [{ introduced: '3.0' }])],
    migration: [
      {
        id: 'lost',
        stage: 'stream',
        compare: 'dst>=src',
        lowered: { effect: 'refused' },
        raised: { effect: 'silent', guest: 'changed' },
        summary: 'it differs',
        evidence: EVIDENCE,
      },
    ],
  }),
])
const feature = (id: string) => knowledge.entries.get(id) as Entry<Feature>
const cells = (id: string) => matrixOf(knowledge, id, 'linux')?.cells ?? []
const shown = (id: string) =>
  featureGrids(knowledge, feature(id)).map(({ rows }) =>
    rows.map((row) => row.cells.map(({ run, state, text }) => `${run.first}-${run.last ?? ''} ${state} ${text}`.trim())),
  )

describe('the states of a cell', () => {
  it('are told apart: reserved, withdrawn, deprecated, partial, unknown', () => {
    expect(shown('x/plain')).toEqual([[['1.0-2.0 reserved', '3.0- supported']]])
    expect(shown('x/gone')).toEqual([[['1.0-1.0 absent', '2.0-2.0 supported', '3.0-3.0 supported', '4.0- withdrawn']]])
    expect(cells('x/gone').map(({ deprecated, withdrawn }) => [deprecated, withdrawn].map(Boolean))).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [false, true],
      [false, true],
    ])
    expect(shown('x/partly')).toEqual([[['1.0-1.0 absent', '2.0- partial']]])
    expect(shown('x/open')).toEqual([[['1.0- unknown']]])
  })
  it('join the statements that hold at once, with the evidence of each', () => {
    expect(shown('x/members')).toEqual([[['1.0-1.0 supported {0}', '2.0-2.0 supported {0, 2}', '3.0- supported {0, 2, 3}']]])
    expect(cells('x/members').at(-1)).toMatchObject({ value: [0, 2, 3], statements: expect.objectContaining({ length: 3 }) })
  })
  it('speak of the versions only at which their condition can hold', () => {
    expect(shown('x/between')).toEqual([
      [
        ['1.0-1.0 none', '2.0-3.0 supported', '4.0- none'],
        ['1.0-1.0 unknown', '2.0-3.0 none', '4.0- unknown'],
      ],
    ])
    const states = componentGrid(knowledge, 'linux', { words: 'between' })?.grid.rows[0]?.cells.map(({ state }) => state)
    expect(states).toEqual(['unknown', 'supported', 'unknown'])
  })
  it('say of a branch inside which something changes at which release', () => {
    expect(shown('x/stable')).toEqual([[['1.0-1.0 absent', '2.0-2.0 mixed at 2.0.2', '2.0.2- supported']]])
    expect(cells('x/stable').find(({ version }) => version === '2.0')).toMatchObject({ state: 'unknown', value: null, changes: ['2.0.2'] })
  })
})

describe('a table', () => {
  it('has what changes only, from and to, by state and words, and each release', () => {
    const ids = (more: object) => componentGrid(knowledge, 'linux', more)?.grid.rows.map(({ feature: id }) => id)
    expect(ids({})).toHaveLength(8)
    expect(ids({ states: ['withdrawn'] })).toEqual(['x/gone'])
    expect(ids({ words: 'PLAIN' })).toEqual(['x/plain'])
    expect(ids({ from: '3.0', to: '5.0', changing: true })).toEqual(['x/between', 'x/gone'])
    const { grid } = componentGrid(knowledge, 'linux', { words: 'gone', every: true }) ?? { grid: { columns: [], rows: [] } }
    expect(grid.columns.map(({ first }) => first)).toEqual(['1.0', '2.0', '3.0', '4.0', '5.0'])
    expect(grid.rows[0]?.cells.map(({ at, span }) => [at, span])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 2],
    ])
    expect(componentGrid(knowledge, 'cpu')).toBeUndefined()
  })
  it('leaves out what cannot hold on a host', () => {
    expect(componentGrid(knowledge, 'linux', { profile: profile('cpu=b') })?.grid.rows.map(({ feature: id }) => id)).not.toContain('x/partly')
    expect(releaseGrid(knowledge, 'linux', '2.0', { profile: profile('cpu=a') }).grid.rows.map(({ feature: id }) => id)).toContain('x/partly')
  })
})

describe('two components', () => {
  it('have a value for each pair, runs of versions together', () => {
    const grid = jointGrid(knowledge, feature('x/two'), { down: 'linux', across: 'qemu', profile: profile('') })
    expect(grid.columns).toEqual([{ first: '1.0', last: '2.0' }, { first: '3.0' }])
    expect(grid.rows.map(({ run, cells: row }) => [run?.first, run?.last, ...row.map(({ state, span }) => `${state} ${span}`)])).toEqual([
      ['1.0', '1.0', 'absent 2'],
      ['2.0', undefined, 'absent 1', 'supported 1'],
    ])
  })
})

describe('a direction', () => {
  it('is what evaluate says of each pair, and not the same there and back', () => {
    const grid = directionGrid(knowledge, feature('x/two'), { component: 'qemu', profile: profile('linux=2.0') })
    expect(grid.rows.map(({ cells: row }) => row.map(({ state, text }) => `${state}: ${text}`))).toEqual([
      ['yes: yes', 'silent: silently changed'],
      ['no: refused', 'yes: yes'],
    ])
    const asked = (from: string, to: string) => evaluate(knowledge, { source: profile(`linux=2.0 qemu=${from}`), destination: profile(`linux=2.0 qemu=${to}`) })
    expect([asked('1.0', '3.0').verdict, asked('3.0', '1.0').verdict]).toEqual(['conditional', 'no'])
    expect(grid.rows[1]?.cells[0]?.move?.verdict).toBe('no')
  })
})
