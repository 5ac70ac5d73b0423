import { describe, expect, it } from 'vitest'
import { buildKnowledge, evaluate, reportText, validateProfile } from '../../lib/evaluate/index.ts'
import { completeSides } from '../../lib/evaluate/sides.ts'
import type { Answer } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry, profile } from '../fixtures/world.ts'

const knowledge = buildKnowledge([
  ...LINES,
  entry({
    kind: 'rule',
    id: 'rules/machine',
    title: 't',
    summary: 's',
    vocabulary: [
      {
        fact: 'machine',
        component: 'qemu',
        evidence: EVIDENCE,
        values: [
          { name: 'm-1' },
          { name: 'm-2' },
          {
            name: 'm',
            'stands-for': [
              { version: '1.0', name: 'm-1' },
              { version: '2.0', name: 'm-2' },
            ],
          },
        ],
      },
    ],
    clauses: [
      { id: 'machine', stage: 'stream', if: { differs: 'machine' }, effect: 'refused', summary: 'other machine', evidence: EVIDENCE },
      {
        id: 'old',
        stage: 'stream',
        if: { 'destination.linux': '<3.0' },
        effect: 'refused',
        summary: 'too old',
        evidence: EVIDENCE,
      },
    ],
  }),
  entry({
    kind: 'feature',
    id: 'x/any',
    title: 't',
    summary: 's',
    rely: 'r',
    surface: { kind: 'other', text: 't' },
    control: { by: 'host', text: 't' },
    values: { type: 'boolean' },
    support: [{ component: 'option', value: true, evidence: EVIDENCE }],
    uses: [{ name: 'scv', summary: 's', needs: true, without: { guest: 'broken' }, evidence: EVIDENCE }],
  }),
])
const ask = (from: string, to: string, via: string[] = []): Answer =>
  evaluate(knowledge, { source: profile(from), destination: profile(to), via: via.map(profile) })

describe("the VM's definition", () => {
  it('goes along a chain as the first host meant it', () => {
    expect(ask('qemu=1.0 linux=3.0 machine=m', 'qemu=2.0 linux=3.0').verdict).toBe('yes')
    expect(ask('qemu=1.0 linux=3.0 machine=m', 'qemu=2.0 linux=3.0', ['qemu=2.0 linux=3.0']).hops?.map(({ verdict }) => verdict)).toEqual(['yes', 'yes'])
    expect(ask('qemu=1.0 linux=3.0 machine=m', 'qemu=2.0 linux=3.0', ['qemu=2.0 linux=3.0 machine=m']).hops?.map(({ verdict }) => verdict)).toEqual([
      'no',
      'yes',
    ])
  })
  it('does not keep a remedy from being found', () =>
    expect(ask('qemu=1.0 linux=3.0 machine=m', 'qemu=2.0 linux=2.0').remedies).toEqual([
      { changes: [{ side: 'destination', set: 'linux', to: '3.0' }], applies: 'running', verdict: 'yes' },
    ]))
  it('is not known where a short word cannot be told', () => {
    const { source } = completeSides(knowledge, profile('machine=m'), profile(''))
    expect(source.facts.has('machine')).toBe(false)
  })
  it('is taken over, but not by a whole definition, and the guest is one', () => {
    const sides = completeSides(knowledge, profile('machine=m-1 cap=on guest.uses.scv=yes'), profile('machine=m-1 cap2=on'))
    expect([...sides.destination.facts.keys()].sort()).toEqual(['cap2', 'guest.uses.scv', 'machine'])
    const partial = completeSides(knowledge, profile('machine=m-1 cap=on'), profile('qemu=2.0'))
    expect(partial.destination.facts.get('cap')?.value).toBe('on')
    const whole = completeSides(knowledge, profile('machine=m-1 cap=on'), { ...profile('qemu=2.0'), complete: true })
    expect(whole.destination.facts.has('cap')).toBe(false)
    expect(whole.destination.facts.has('machine')).toBe(false)
  })
})

describe('a value that was not found out', () => {
  const dark = buildKnowledge([
    ...LINES,
    entry({
      kind: 'feature',
      id: 'x/dark',
      title: 't',
      summary: 's',
      rely: 'r',
      surface: { kind: 'other', text: 't' },
      control: { by: 'host', text: 't' },
      values: { type: 'boolean' },
      support: [
        { component: 'linux', when: { cpu: 'a' }, versions: [{ introduced: '2.0' }], status: 'unknown', note: 'not found out', evidence: EVIDENCE },
        { component: 'linux', when: { cpu: 'b', linux: '>=2.0' }, status: 'unknown', note: 'not found out', evidence: EVIDENCE },
        {
          component: 'linux',
          when: { any: [{ not: { cpu: 'b' } }, { not: { linux: '>=2.0' } }] },
          versions: [{ introduced: '5.0' }],
          value: true,
          evidence: EVIDENCE,
        },
      ],
      migration: [{ id: 'lost', summary: 's', stage: 'stream', compare: 'dst>=src', lowered: { effect: 'refused' }, evidence: EVIDENCE }],
    }),
  ])
  it.each([
    ['is the same on two hosts that are alike', 'linux=3.0 cpu=b', 'linux=3.0 cpu=b', 'yes'],
    ['is not the same on another release that the same statement speaks of', 'linux=4.0 cpu=b', 'linux=3.0 cpu=b', 'unknown'],
    ['is not known inside its versions', 'linux=4.0 cpu=a', 'linux=3.0 cpu=a', 'unknown'],
    ['leaves other versions to other statements', 'linux=1.0 cpu=a', 'linux=1.0.1 cpu=a', 'yes'],
  ])('%s', (_, from, to, verdict) => expect(evaluate(dark, { source: profile(from), destination: profile(to), via: [] }).verdict).toBe(verdict))
})

it('a report says that nothing helps only if that was tried', () => {
  const clauses = [{ id: 'never', stage: 'stream', if: { 'source.linux': '>=1.0' }, effect: 'refused', summary: 'never', evidence: EVIDENCE }]
  const closed = buildKnowledge([...LINES, entry({ kind: 'rule', id: 'rules/never', title: 't', summary: 's', clauses })])
  const answer = evaluate(closed, { source: profile('linux=3.0'), destination: profile('linux=3.0') })
  expect(reportText(answer)).toContain('No change known here lets it migrate live.')
  expect(reportText(answer)).toContain('stop the guest and start it anew')
  expect(reportText(answer, knowledge, { remedies: false })).not.toContain('No change known')
})

it('uses that no record knows are told', () => {
  expect(validateProfile(knowledge, profile('guest.uses.scvv=yes'), 'source')).toEqual([
    { path: 'source.guest.uses.scvv', message: '`guest.uses=scvv` is not a use that a record knows; did you mean `scv`?' },
  ])
  expect(validateProfile(knowledge, profile('guest.uses.scv=no guest.uses.*=no'), 'source')).toEqual([])
})
