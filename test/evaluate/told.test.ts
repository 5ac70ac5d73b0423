import { describe, expect, it } from 'vitest'
import { TITLES, classInWords, reportMarkdown, reportText, tell } from '../../lib/evaluate/index.ts'
import { type Answer, type Finding, PartClass, type Proof, type RemedyOffer } from '../../lib/model/index.ts'

const ANSWER: Answer = {
  verdict: 'no',
  start: { source: 'yes', destination: 'yes' },
  stream: 'refused',
  guest: 'changed',
  findings: [],
  missing: [],
  remedies: [],
  assumptions: ['a'],
  conflicts: [],
  not_understood: [],
  knowledge: { digest: 'd', date: '2026-11-21' },
}

function finding(more: Partial<Finding>): Finding {
  return {
    record: 'rules/r',
    revision: '0',
    claim: 'c',
    stage: 'stream',
    effect: 'refused',
    guest: 'unchanged',
    harmless: false,
    certain: 'yes',
    source: { value: null },
    destination: { value: null },
    summary: 's',
    because: [],
    cites: [],
    policies: [],
    ...more,
  }
}

const fact = (name: string, value: string, place?: string): Proof => ({ kind: 'fact', fact: name, value, origin: 'given', ...(place ? { place } : {}) })

function lost(text: string): Finding {
  return finding({
    claim: 'parts.x.lost',
    summary: `${text} is on the source only`,
    source: { value: text },
    because: [fact('source.device', text)],
  })
}

function gained(text: string): Finding {
  return finding({
    claim: 'parts.x.gained',
    stage: 'guest',
    effect: 'silent',
    guest: 'changed',
    summary: `${text} is on the destination only`,
    destination: { value: text },
    because: [fact('destination.device', text)],
  })
}

const told = (...findings: Finding[]) =>
  tell({ findings }).map(({ title, statements }) => [title, ...statements.map(({ numbers, text }) => `${numbers.join(' ')}: ${text}`)])

describe('findings of one cause are told together', () => {
  it('a device in another place, or another in its place, is one', () => {
    expect(told(lost('net,id=n,bus=a'), gained('net,id=n,bus=b'))).toEqual([
      ['What stands in the way', '1 2: net n is elsewhere: bus=a on the source, bus=b on the destination'],
    ])
    expect(told(lost('net,id=n'), gained('e1000,id=n'))).toEqual([['What stands in the way', '1 2: n is net on the source, e1000 on the destination']])
  })
  it('devices that moved alike are one, and others are not', () => {
    const all = [
      lost('net,id=n,bus=a'),
      lost('disk,id=d,bus=a'),
      lost('gpu,id=g,bus=c'),
      gained('net,id=n,bus=b'),
      gained('disk,id=d,bus=b'),
      gained('gpu,id=g,bus=d'),
    ]
    expect(told(...all)).toEqual([
      ['What stands in the way', '1 2 4 5: net n, disk d are elsewhere: bus=a on the source, bus=b on the destination'],
      ['What stands in the way', '3 6: gpu g is elsewhere: bus=c on the source, bus=d on the destination'],
    ])
  })
  it('what differs of one device goes with the worst of it', () => {
    const of = (name: string, more: Partial<Finding>): Finding =>
      finding({ claim: `parts.x.${name}`, summary: name, because: [fact('source.device', 'net,id=n'), fact('destination.device', 'net,id=n,q=2')], ...more })
    expect(told(of('vectors', {}), finding({ summary: 'other' }), of('queues', { stage: 'guest', effect: 'silent', guest: 'changed' }))).toEqual([
      ['What stands in the way', '1: vectors', '3: queues'],
      ['What stands in the way', '2: other'],
    ])
  })
  it('what both sides say is said once', () => {
    const start = finding({ stage: 'start', side: 'source', summary: 'no such option' })
    const [one] = tell({ findings: [start, { ...start, side: 'destination' }] })
    expect(one?.statements.map(({ effect, numbers }) => [effect, ...numbers])).toEqual([['refused at start, on both sides', 1, 2]])
  })
  it('what is certain of one side and open of the other is not said of both', () => {
    const start = finding({ stage: 'start', side: 'destination', summary: 'no such option' })
    const all = tell({ findings: [start, { ...start, side: 'source', certain: 'unknown' }] })
    expect(all.flatMap(({ statements }) => statements.map(({ effect, numbers }) => [effect, ...numbers]))).toEqual([
      ['refused at start, on the destination', 1],
      ['may be refused at start, on the source', 2],
    ])
  })
  it('every finding is told, under each title the worst first', () => {
    const findings = [
      finding({ summary: 'a' }),
      finding({ summary: 'b', certain: 'unknown', claim: 'd' }),
      finding({ summary: 'c', claim: 'e', effect: 'silent', guest: 'changed' }),
      finding({ summary: 'd', claim: 'f', effect: 'silent', guest: 'changed', harmless: true }),
    ]
    expect(tell({ findings }).map(({ title }) => title)).toEqual([...TITLES])
  })
})

describe('the text', () => {
  const blocked = finding({
    summary: 'the receiver takes it for yes',
    because: [
      fact('source.cap', 'on', 'a.cmd, word 4: -machine'),
      fact('destination.cap', 'off', 'b.cmd, word 4: -machine'),
      fact('source.linux', '5.1', '--from-host, word 1'),
      fact('destination.linux', '6.1', '--to-host, word 1'),
    ],
  })
  it('says what was given that causes a finding, and where', () => {
    const text = reportText({ ...ANSWER, findings: [blocked] })
    expect(text).toContain('   source: cap=on (a.cmd, word 4: -machine)\n   destination: cap=off (b.cmd, word 4: -machine)\n')
    expect(text).not.toContain('linux=')
  })
  it('lists every blocker, however many', () => {
    const findings = Array.from({ length: 30 }, (_, index) => finding({ summary: `blocker ${index}`, claim: `c${index}` }))
    const text = reportText({ ...ANSWER, findings })
    expect(text.split('\n')[0]).toBe('NO. The stream is refused. 30 things stand in the way.')
    for (const { summary } of findings) expect(text).toContain(`refused at load: ${summary}\n`)
  })
  it('ends with what to change, a long set one change a line', () => {
    const offer: RemedyOffer = {
      applies: 'running',
      verdict: 'yes',
      changes: [
        { side: 'destination', set: 'memory', to: '8192' },
        { side: 'destination', set: 'add.device', to: `net,id=${'n'.repeat(60)}` },
      ],
    }
    const lesser: RemedyOffer = { ...offer, verdict: 'unknown', changes: [{ side: 'destination', set: 'cap', to: 'on' }] }
    const text = reportText({ ...ANSWER, findings: [blocked], remedies: [offer, lesser] })
    expect(text.split('\n\n').at(-1)).toBe(
      `What to change (the guest may keep running)\n  - all of this, then yes:\n    on the destination\n      memory=8192 (-m)\n      add -device\n        net,id=${'n'.repeat(60)}\n`,
    )
  })
  it('asks for what is missing once a side, and says how it is given', () => {
    const missing = [
      { fact: 'source.qemu', why: 'the version of qemu is not given', matters_to: [] },
      { fact: 'source.cpu', why: 'host CPU, e.g. power9 is not given', matters_to: [] },
      { fact: 'guest.uses.scv', why: 'whether the guest uses scv is not known', matters_to: [] },
      { fact: 'knowledge.x/y.linux', why: 'no record says', matters_to: [] },
    ]
    const text = reportText({ ...ANSWER, verdict: 'unknown', missing })
    expect(text).toContain('- of the source: qemu=… (version of QEMU), cpu=… (host CPU, e.g. power9 or\n    haswell)\n')
    expect(text).toContain('- of the guest: uses=scv or uses=-scv\n')
    expect(text).toContain('- linux: no record says\n')
  })
  it('says that something was not understood where it says yes', () => {
    expect(reportText({ ...ANSWER, verdict: 'yes', stream: 'accepted', guest: 'unchanged', not_understood: ['-x'] }).split('\n\n')[0]).toBe(
      'YES. Nothing recorded stands in the way. But a part of the input was not\nunderstood.',
    )
    expect(reportText({ ...ANSWER, verdict: 'yes', stream: 'accepted', guest: 'unchanged', not_understood: ['-x', '-y'] }).split('\n\n')[0]).toBe(
      'YES. Nothing recorded stands in the way. But 2 parts of the input were not\nunderstood.',
    )
  })
})

it('markdown has the same headings', () => {
  const findings = [finding({ summary: 'a' }), finding({ summary: 'd', claim: 'f', effect: 'silent', guest: 'changed', harmless: true })]
  const heads = reportMarkdown({ ...ANSWER, findings })
    .split('\n')
    .filter((line) => line.startsWith('## '))
  expect(heads).toEqual(['## What stands in the way', '## What no guest is known to mind', '## Assumed'])
})

it('a class of parts is told by what a difference comes to', () => {
  const one = PartClass.parse({
    class: 'card',
    driver: ['net-pci'],
    section: 'net',
    properties: { mac: { differs: 'changed' }, id: { differs: 'changed' }, queues: { differs: [{ direction: 'lowered', effect: 'refused' }] } },
    refuses: [{ id: 'old', stage: 'stream', if: { qemu: '<2' }, with: { ready: 'off' }, summary: '{part} has no state' }],
  })
  expect(classInWords(one)).toEqual({
    title: 'net-pci',
    lines: [
      'the stream calls it `net`',
      'another mac, id: accepted, and the guest sees it',
      'another queues: lowered: refused at load',
      'cannot be migrated where ready=off and qemu<2: it has no state',
    ],
  })
})
