import { describe, expect, it } from 'vitest'
import { buildKnowledge, evaluate, matrixAt, matrixOf, reportMarkdown, reportText, validateProfile } from '../../lib/evaluate/index.ts'
import type { Answer, Knowledge } from '../../lib/model/index.ts'
import { EVIDENCE, entry, LINES, profile } from '../fixtures/world.ts'

const base = { title: 't', summary: 's', rely: 'r', surface: { kind: 'other', text: 't' } }
const knowledge: Knowledge = buildKnowledge([
  ...LINES,
  entry({
    kind: 'rule',
    id: 'rules/words',
    title: 't',
    summary: 's',
    vocabulary: [
      {
        fact: 'machine',
        component: 'qemu',
        evidence: EVIDENCE,
        values: [
          { name: 'm-1', versions: [{ introduced: '1.0' }, { removed: '4.0' }] },
          { name: 'm-2', versions: [{ introduced: '2.0' }] },
          {
            name: 'm',
            'stands-for': [
              { version: '1.0', name: 'm-1' },
              { version: '2.0', name: 'm-2' },
            ],
          },
          { name: 'm-*-vendor' },
        ],
      },
      { fact: 'cpu', evidence: EVIDENCE, values: [{ name: 'p8', aliases: ['P8'] }, { name: 'p9' }] },
    ],
    derive: [{ when: { cpu: ['p8', 'p9'] }, set: { arch: 'ppc64' }, evidence: EVIDENCE }],
    clauses: [
      {
        id: 'machine',
        stage: 'stream',
        if: { differs: 'machine' },
        effect: 'refused',
        summary: 'machine {destination.machine}, not {source.machine}',
        evidence: EVIDENCE,
        remedies: [{ set: { machine: '{source.machine}' }, sides: ['destination'], applies: 'running' }],
      },
    ],
  }),
  entry({
    ...base,
    kind: 'feature',
    id: 'x/cap',
    control: { by: 'machine-option', text: 't', option: 'cap', versions: { component: 'qemu', events: [{ introduced: '2.0' }] }, evidence: EVIDENCE },
    values: { type: 'boolean' },
    applies: { arch: 'ppc64' },
    support: [
      { component: 'linux', versions: [{ reserved: '1.0' }, { introduced: '3.0' }], value: true, evidence: EVIDENCE },
      { component: 'cpu', when: { cpu: 'p9' }, value: true, evidence: EVIDENCE },
      { component: 'cpu', when: { cpu: 'p8' }, value: false, evidence: EVIDENCE },
    ],
    uses: [
      {
        name: 'it',
        summary: 'it is gone',
        needs: true,
        without: { guest: 'broken' },
        known: [{ when: { 'guest.linux': '<2.0' }, used: false, evidence: EVIDENCE }],
        evidence: EVIDENCE,
        remedies: [{ set: { cap: 'off' }, sides: ['source', 'destination'], applies: 'before-boot' }],
      },
    ],
  }),
])
const ask = (from: string, to: string, more: { via?: string[] } = {}): Answer =>
  evaluate(knowledge, { source: profile(from), destination: profile(to), ...(more.via ? { via: more.via.map(profile) } : {}) })

describe('evaluate', () => {
  it('breaks a guest that loses what it uses, and offers what helps, smallest first', () => {
    const answer = ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 guest.uses.it=yes', 'cpu=p9 linux=2.0 qemu=2.0')
    expect(answer).toMatchObject({ verdict: 'no', stream: 'accepted', guest: 'broken' })
    expect(
      answer.remedies.map(({ changes, applies, verdict }) => [changes.map(({ side, set, to }) => `${side}.${set}=${to}`).join(' '), applies, verdict]),
    ).toEqual([
      ['destination.linux=3.0', 'running', 'yes'],
      ['source.cap=off destination.cap=off', 'before-boot', 'yes'],
    ])
  })
  it('offers nothing that needs a restart to a guest that cannot have one', () => {
    const { remedies } = ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 guest.uses.it=yes guest.running=yes', 'cpu=p9 linux=2.0 qemu=2.0')
    expect(remedies.map(({ applies }) => applies)).toEqual(['running'])
  })
  it('asks for the guest when the hosts are known, and takes what the guest shows', () => {
    expect(ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2', 'cpu=p9 linux=2.0 qemu=2.0')).toMatchObject({
      verdict: 'conditional',
      guest: 'unknown',
      missing: [{ fact: 'guest.uses.it' }],
    })
    expect(ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 guest.linux=1.0', 'cpu=p9 linux=2.0 qemu=2.0').verdict).toBe('yes')
  })
  it('asks for a host when that decides', () => {
    const answer = ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 guest.uses.it=yes', 'cpu=p9 qemu=2.0')
    expect(answer).toMatchObject({ verdict: 'unknown', missing: [{ fact: 'destination.linux' }] })
  })
  it('carries what was fixed at boot along a chain', () => {
    expect(ask('cpu=p8 linux=3.0 qemu=2.0 machine=m-2 guest.uses.it=no', 'cpu=p8 linux=3.0 qemu=2.0', { via: ['cpu=p9 linux=3.0 qemu=2.0'] }).verdict).toBe(
      'yes',
    )
    const lost = ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 guest.uses.it=yes', 'cpu=p8 linux=3.0 qemu=2.0', { via: ['cpu=p9 linux=3.0 qemu=2.0'] })
    expect(lost.hops?.map(({ verdict }) => verdict)).toEqual(['yes', 'no'])
  })
  it('knows what a release cannot start, and what a short name means there', () => {
    expect(ask('cpu=p9 linux=3.0 qemu=4.0 machine=m-1', 'cpu=p9 linux=3.0 qemu=4.0')).toMatchObject({
      verdict: 'no',
      start: { source: 'no', destination: 'no' },
    })
    expect(ask('cpu=p9 linux=3.0 qemu=1.0 machine=m-2 cap=on', 'cpu=p9 linux=3.0 qemu=2.0').findings.map(({ claim }) => claim)).toContain('control')
    const short = ask('cpu=p9 linux=3.0 qemu=1.0 machine=m', 'cpu=p9 linux=3.0 qemu=2.0 machine=m')
    expect(short).toMatchObject({ verdict: 'no', stream: 'refused' })
    expect(short.findings[0]?.summary).toBe('machine m-2, not m-1')
  })
  it('never says yes where no record speaks of the machine', () => {
    expect(ask('arch=s390x', 'arch=s390x')).toMatchObject({ verdict: 'unknown', guest: 'unknown', missing: [{ fact: 'knowledge.coverage' }] })
  })
  it('says what it took for granted', () => {
    expect(ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 cap=off', 'cpu=p9 linux=3.0 qemu=2.0').assumptions).toContain(
      "the destination starts the VM with the source's cap (off)",
    )
  })
})

describe('reports', () => {
  const answer = ask('cpu=p9 linux=3.0 qemu=2.0 machine=m-2 guest.uses.it=yes', 'cpu=p9 linux=2.0 qemu=2.0 machine=m-1')
  it('lead with the verdict, list every finding, end with what to change, within 78 columns', () => {
    const text = reportText(answer, knowledge, { proof: 'full' })
    expect(text.startsWith('NO. The stream is refused, and the guest breaks. 2 things stand in the way.\n')).toBe(true)
    expect(text).toMatch(/1\. refused[\s\S]*rules\/words[\s\S]*2\. [\s\S]*x\/cap/)
    const end = text.split('\n\n').slice(-3)
    expect(end[0]).toMatch(/^Knowledge /)
    expect(end[1]).toMatch(/^What to change/)
    expect(text.split('\n').filter((line) => [...line].length > 78)).toEqual([])
  })
  it('escape markdown', () => {
    expect(reportMarkdown({ ...answer, conflicts: ['a *b* <c> | d'] })).toContain('- a \\*b\\* \\<c\\> \\| d')
  })
})

describe('matrixOf', () => {
  it('has a cell per branch, oldest first, with a reserved number told apart', () => {
    const cells = matrixOf(knowledge, 'x/cap', 'linux')?.cells ?? []
    expect(cells.map(({ version, state, reserved }) => `${version} ${state}${reserved ? ' reserved' : ''}`)).toEqual([
      '1.0 absent reserved',
      '2.0 absent reserved',
      '3.0 supported',
      '4.0 supported',
      '5.0 supported',
    ])
    expect(matrixOf(knowledge, 'x/nothing')).toBeUndefined()
    expect(matrixAt(knowledge, 'linux', '3.0')).toMatchObject([{ feature: 'x/cap', cells: [{ version: '3.0', state: 'supported' }] }])
  })
})

describe('validateProfile', () => {
  it.each([
    ['cpu=p99', '`cpu=p99` is not known; did you mean `p9`?'],
    ['linux=9.9', '`linux=9.9`: linux never had this release (the newest known here is 5.0)'],
    ['linux=banana', '`linux=banana` is not a version; write it as `linux=5.0`'],
    ['cap=maybe', '`cap=maybe` is not a value of cap; it takes on, off'],
    ['cpu=p9 arch=x86_64', '`arch=x86_64` contradicts `cpu=p9`, which means arch=ppc64; drop one of them'],
  ])('%s', (text, message) => expect(validateProfile(knowledge, profile(text), 'source').map((one) => one.message)).toEqual([message]))
  it.each(['cpu=P8', 'machine=m-9-vendor', 'linux=5.14.0-427.el9', 'linux=3.0.1 cap=off'])('lets %s pass', (text) =>
    expect(validateProfile(knowledge, profile(text), 'source')).toEqual([]),
  )
})
