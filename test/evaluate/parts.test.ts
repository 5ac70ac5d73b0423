import { describe, expect, it } from 'vitest'
import { buildKnowledge, evaluate, reportText } from '../../lib/evaluate/index.ts'
import { classesOf } from '../../lib/evaluate/parts/classes.ts'
import { withChanges } from '../../lib/evaluate/with-changes.ts'
import type { Answer, Device, Profile } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry, profile } from '../fixtures/world.ts'

const knowledge = buildKnowledge([
  ...LINES,
  entry({
    kind: 'rule',
    id: 'rules/parts',
    title: 't',
    summary: 's',
    buses: [
      { bus: 'pci', name: 'pci.0', first: 1, taken: [2], evidence: EVIDENCE },
      { bus: 'row', name: 'row.*', first: 3, step: -1, evidence: EVIDENCE },
      { bus: 'line', name: 'line', first: 0, form: 'fe.*', evidence: EVIDENCE },
    ],
    parts: [
      { class: 'unrecorded', driver: ['(unrecorded)'], evidence: EVIDENCE },
      { class: 'board', kind: 'machine', driver: ['m-*'], properties: { usb: { default: 'off', differs: 'refused' } }, evidence: EVIDENCE },
      {
        class: 'any',
        bus: 'pci',
        place: ['addr'],
        properties: { id: { differs: 'harmless' } },
        fields: {
          rom: {
            cases: [{ with: { romfile: '' }, value: 'none' }, { value: 'present' }],
            differs: [
              { from: 'present', effect: 'refused' },
              { stage: 'guest', effect: 'silent', guest: 'changed' },
            ],
          },
        },
        evidence: EVIDENCE,
      },
      {
        class: 'net',
        like: ['any'],
        driver: ['net-pci', 'net-pci-old'],
        section: 'net',
        properties: {
          romfile: { default: 'net.rom', differs: 'none' },
          mac: { differs: 'changed' },
          netdev: { refers: 'netdev', differs: 'none' },
          queues: { default: '{fact:smp.cpus}', differs: [{ direction: 'lowered', effect: 'refused' }, { effect: 'none' }] },
          tso: {
            default: 'on',
            differs: [
              { direction: 'lowered', if: { 'guest.linux': { given: true } }, effect: 'refused', depends: 'whether the guest took the feature' },
              { stage: 'guest', effect: 'silent', guest: 'changed' },
            ],
          },
        },
        fields: { ids: { cases: [{ with: { driver: 'net-pci' }, value: '1:1' }, { value: '1:2' }], differs: 'refused' } },
        evidence: EVIDENCE,
      },
      {
        class: 'ctl',
        like: ['any'],
        driver: ['ctl'],
        section: 'ctl',
        provides: [{ bus: 'disk' }],
        properties: { fast: { differs: 'none' } },
        evidence: EVIDENCE,
      },
      {
        class: 'disk',
        driver: ['disk'],
        bus: 'disk',
        place: ['unit'],
        section: 'disk',
        properties: { id: { differs: 'harmless' } },
        gained: 'refused',
        fields: { kind: { cases: [{ with: { 'bus.driver': 'ctl', 'bus.fast': 'on' }, value: 'fast' }, { value: 'slow' }], differs: 'refused' } },
        evidence: EVIDENCE,
      },
      {
        class: 'dated',
        driver: ['dated'],
        properties: { fresh: { default: 'off', differs: 'none' } },
        refuses: [{ id: 'no-fresh', stage: 'start', with: { fresh: { given: true } }, summary: 'no such property' }],
        evidence: EVIDENCE,
      },
      {
        class: 'shared',
        driver: ['shared'],
        refuses: [{ id: 'at-the-source', stage: 'stream', on: 'source', summary: '{part} cannot be sent' }],
        evidence: EVIDENCE,
      },
      {
        class: 'wire',
        kind: 'global',
        driver: ['wire'],
        properties: { packed: { default: 'off', differs: 'refused' }, slow: { default: '5', differs: 'none' } },
        evidence: EVIDENCE,
      },
      { class: 'slot', driver: ['slot'], bus: 'row', section: 'slot', evidence: EVIDENCE },
      { class: 'chan', driver: ['chan'], bus: 'line', place: ['dev'], section: 'chan', evidence: EVIDENCE },
      {
        class: 'tty',
        driver: ['tty'],
        bus: 'disk',
        place: ['unit'],
        section: 'tty',
        properties: { unit: { default: '0', differs: 'refused' } },
        evidence: EVIDENCE,
      },
      { class: 'odd', driver: ['odd'], refuses: [{ id: 'never', stage: 'stream', summary: '{part} cannot be migrated' }], evidence: EVIDENCE },
      {
        class: 'roamer',
        driver: ['roamer'],
        section: 'roamer',
        place: ['slot'],
        properties: { slot: { default: [{ if: { accel: 'kvm' }, value: '1' }], differs: 'none' } },
        evidence: EVIDENCE,
      },
      {
        class: 'moody',
        driver: ['moody'],
        properties: { mood: { default: [{ if: { 'guest.linux': '>=2.0' }, value: 'bad' }], differs: 'none' } },
        refuses: [{ id: 'mood', stage: 'stream', with: { mood: 'bad' }, if: { linux: '>=2.0' }, summary: '{part} is in no mood' }],
        evidence: EVIDENCE,
      },
      {
        class: 'dim',
        driver: ['dim'],
        section: 'ram:{mem.id}',
        properties: { mem: { refers: 'object', differs: 'none' }, id: { differs: 'none' } },
        evidence: EVIDENCE,
      },
      { class: 'ram', kind: 'object', driver: ['ram'], properties: { id: { differs: 'none' }, size: { differs: 'refused' } }, evidence: EVIDENCE },
      { class: 'user', kind: 'netdev', driver: ['user'], section: 'slirp', properties: { id: { differs: 'none' } }, evidence: EVIDENCE },
      { class: 'chip', kind: 'global', driver: ['chip'], properties: { poll: { default: 'off', differs: 'refused' } }, evidence: EVIDENCE },
      { class: 'tap', kind: 'netdev', driver: ['tap'], properties: { id: { differs: 'none' } }, evidence: EVIDENCE },
      {
        class: 'model',
        kind: 'cpu',
        driver: ['small', 'big'],
        dashes: true,
        properties: {
          'low-power': { default: 'off', differs: 'refused' },
          pmu: { default: 'on', differs: 'refused' },
          enforce: { default: 'off', differs: 'none' },
          family: { differs: 'changed' },
        },
        defaults: { family: '1' },
        refuses: [
          { id: 'enforce', stage: 'start', with: { enforce: 'on', unavailable: { not: '' } }, summary: '{unavailable}' },
          { id: 'given', stage: 'start', with: { pmu: { given: true }, 'word.a': 'off' }, summary: 's' },
        ],
        closed: { accel: 'tcg' },
        known: 'a b c d e',
        words: {
          cases: [{ with: { driver: 'small' }, value: 'a b' }, { value: 'a b c d' }],
          limits: [{ if: { accel: 'tcg' }, without: 'd' }],
          lost: [
            { from: 'c', stage: 'guest', effect: 'silent', guest: 'broken' },
            { stage: 'guest', effect: 'silent', guest: 'degraded' },
          ],
          gained: 'harmless',
        },
        evidence: EVIDENCE,
      },
      { class: 'other-model', kind: 'cpu', like: ['model'], driver: ['other'], defaults: { family: '2' } },
    ],
  }),
])

const HOST = 'qemu=1.0 machine=m-1 smp.cpus=2 accel=kvm'
const part = (text: string): Device => {
  const [name = '', ...rest] = text.split(',')
  const [kind, driver] = name.includes(':') ? (name.split(':') as [string, string]) : ['device', name]
  return { kind, driver, properties: Object.fromEntries(rest.map((one) => one.split('=') as [string, string])) }
}
const side = (parts: string, facts = ''): Profile => ({ ...profile(`${HOST} ${facts}`), complete: true, devices: parts.split(' ').filter(Boolean).map(part) })
const ask = (from: Profile, to: Profile): Answer => evaluate(knowledge, { source: from, destination: to })
const outcome = (from: string, to: string, facts = '', facts2 = facts): string => {
  const { verdict, stream, guest } = ask(side(from, facts), side(to, facts2))
  return `${verdict} ${stream} ${guest}`
}

describe('parts of the VM', () => {
  it.each([
    ['the same', 'net-pci,addr=3', 'net-pci,addr=0x3', 'yes accepted unchanged'],
    ['one that the destination lacks', 'net-pci', '', 'no refused unchanged'],
    ['one that only the destination has', '', 'net-pci', 'conditional accepted changed'],
    ['another slot', 'net-pci,addr=3', 'net-pci,addr=4', 'no refused changed'],
    ['the slot that an address would be taken from', 'net-pci ctl', 'net-pci,addr=1 ctl,addr=3', 'yes accepted unchanged'],
    ['a bus by another name', 'ctl,id=x disk,bus=x.0,unit=1', 'ctl,id=y disk,bus=y.0,unit=1', 'yes accepted changed'],
    ['what the bus makes of a part', 'ctl,id=x,fast=on disk,bus=x.0,unit=1', 'ctl,id=x disk,bus=x.0,unit=1', 'no refused unchanged'],
    ['one that its controller must not gain', 'ctl,id=x', 'ctl,id=x disk,bus=x.0,unit=1', 'no refused unchanged'],
    ['one that comes with its controller', '', 'ctl,id=x disk,bus=x.0,unit=1', 'conditional accepted changed'],
    ['the bus of a row that would be taken', 'slot slot', 'slot,bus=row.3 slot,bus=row.2', 'yes accepted unchanged'],
    ['another bus of a row', 'slot', 'slot,bus=row.2', 'no refused changed'],
    ['the address of a form that would be taken', 'chan chan', 'chan,dev=fe.0000 chan,dev=fe.0001', 'yes accepted unchanged'],
    ['another address of a form', 'chan', 'chan,dev=fe.000a', 'no refused changed'],
    ['a default place, which is free', 'ctl,id=x tty,bus=x.0', 'ctl,id=x tty,bus=x.0,unit=0', 'yes accepted unchanged'],
    ['another unit', 'ctl,id=x disk,bus=x.0,unit=1', 'ctl,id=x disk,bus=x.0,unit=2', 'no refused unchanged'],
    ['a property that can be seen', 'net-pci,mac=1', 'net-pci,mac=2', 'conditional accepted changed'],
    ['a property that no guest minds', 'net-pci,id=a', 'net-pci,id=b', 'yes accepted changed'],
    ['a default that is given', 'net-pci,tso=on', 'net-pci', 'yes accepted unchanged'],
    ['a default that is a fact', 'net-pci,queues=2', 'net-pci', 'yes accepted unchanged'],
    ['a lowered number', 'net-pci,queues=4', 'net-pci', 'no refused unchanged'],
    ['a raised number', 'net-pci', 'net-pci,queues=4', 'yes accepted unchanged'],
    ['a property that no record knows', 'net-pci,what=1', 'net-pci,what=2', 'unknown unknown unknown'],
    ['a field that is lost', 'net-pci', 'net-pci,romfile=', 'no refused unchanged'],
    ['a field that is gained', 'net-pci,romfile=', 'net-pci', 'conditional accepted changed'],
    ['a driver that the stream calls alike', 'net-pci', 'net-pci-old', 'no refused changed'],
    ['one that cannot be migrated', 'odd', 'odd', 'no refused unchanged'],
    ['a property that is not there, at its default', 'dated', 'dated', 'yes accepted unchanged'],
    ['a property that is not there', 'dated', 'dated,fresh=off', 'no accepted unchanged'],
    ['a driver that no record knows', 'what', 'what', 'unknown unknown unknown'],
    ['a backend by another name', 'object:ram,id=m,size=1 dim,mem=m', 'object:ram,id=n,size=1 dim,mem=n', 'no refused changed'],
    ['a backend of another size', 'object:ram,id=m,size=1G dim,mem=m', 'object:ram,id=m,size=2048M dim,mem=m', 'no refused unchanged'],
    ['a size in another unit', 'object:ram,id=m,size=1G dim,mem=m', 'object:ram,id=m,size=1024M dim,mem=m', 'yes accepted unchanged'],
    ['a backend with a section of its own', 'netdev:user,id=n net-pci,netdev=n', 'netdev:tap,id=n net-pci,netdev=n', 'no refused unchanged'],
    ['one that can be received and not sent', 'shared', 'shared', 'no refused unchanged'],
    ['one that can be received', '', 'shared', 'conditional accepted changed'],
    ['a setting of the process', 'global:wire,packed=on', '', 'no refused unchanged'],
    ['a setting of the process at its default', '', 'global:wire,packed=off', 'yes accepted unchanged'],
    ['two settings of the process', 'global:wire,slow=6 global:wire,packed=on', 'global:wire,packed=on', 'yes accepted unchanged'],
    ['a setting of what no record knows', 'global:what,mac=1', '', 'unknown unknown unknown'],
    ['what -global sets', 'global:net-pci,mac=1 net-pci', 'net-pci,mac=1', 'yes accepted unchanged'],
    ['what -global sets of a part that is always there', 'global:chip,poll=on', '', 'no refused unchanged'],
    ['its default, by -global', 'global:chip,poll=off', '', 'yes accepted unchanged'],
    ['the same by two -global', 'global:chip,poll=on global:chip,poll=off', 'global:chip,poll=off', 'yes accepted unchanged'],
    ['what -global sets of a device that may be there by default', 'global:net-pci,mac=1', '', 'unknown unknown unknown'],
    ['what -global sets of what no record knows', 'global:what,mac=1', '', 'unknown unknown unknown'],
    ['what -global sets of a class', 'global:any,mac=1 net-pci', 'net-pci,mac=2', 'conditional accepted changed'],
  ])('%s', (_, from, to, expected) => expect(outcome(from, to)).toBe(expected))

  it('what -global sets of a device that is not there: nothing', () =>
    expect(outcome('global:net-pci,mac=1', '', 'nodefaults=yes')).toBe('yes accepted unchanged'))

  it.each([
    ['a feature that a paused machine has not taken', '', 'conditional accepted changed'],
    ['a feature that a guest may have taken', 'guest.linux=1.0', 'conditional conditional unchanged'],
  ])('%s', (_, facts, expected) => expect(outcome('net-pci', 'net-pci,tso=off', facts)).toBe(expected))

  it.each([
    ['a machine option', 'usb=off', 'usb=on', 'no refused unchanged'],
    ['a machine option at its default', '', 'usb=off', 'yes accepted unchanged'],
    ['a feature of the CPU that breaks guests', 'vcpu=big', 'vcpu=small', 'no accepted broken'],
    ['one that only the destination has', 'vcpu=small', 'vcpu=big', 'conditional accepted changed'],
    ['a feature that is taken out', 'vcpu=big', 'vcpu=big,-d', 'conditional accepted degraded'],
    ['a feature that could not be given', 'vcpu=big accel=tcg', 'vcpu=big,-d accel=tcg', 'yes accepted unchanged'],
    ['a feature by the other sign', 'vcpu=small,+c', 'vcpu=small,c=on', 'yes accepted unchanged'],
    ['a feature that was asked for by force', 'vcpu=big,enforce accel=tcg', 'vcpu=big accel=tcg', 'no accepted unchanged'],
    ['a feature that can be had by force', 'vcpu=small,enforce accel=tcg', 'vcpu=small accel=tcg', 'yes accepted unchanged'],
    ['a property that is given with what excludes it', 'vcpu=small,pmu=on,-a', 'vcpu=small,pmu=on,-a', 'no accepted unchanged'],
    ['a property at its default with what excludes it', 'vcpu=small,-a', 'vcpu=small,-a', 'yes accepted unchanged'],
    ['a property that there is not', 'vcpu=small,what=on accel=tcg', 'vcpu=small,what=on accel=tcg', 'no accepted unchanged'],
    ['another known feature', 'vcpu=small,e=on accel=tcg', 'vcpu=small,e=on accel=tcg', 'yes accepted unchanged'],
    ['a property that there may be elsewhere', 'vcpu=small,what=on', 'vcpu=small,what=on', 'yes accepted unchanged'],
    ['a property of the CPU', 'vcpu=big,pmu=off', 'vcpu=big', 'no refused unchanged'],
    ['a property of the CPU in another spelling', 'vcpu=big,low_power=on', 'vcpu=big', 'no refused unchanged'],
    ['the same property in two spellings', 'vcpu=big,low_power', 'vcpu=big,low-power=on', 'yes accepted unchanged'],
  ])('%s', (_, from, to, expected) => expect(outcome('', '', from, to)).toBe(expected))
})

it('what neither side can migrate is said once, and a part that is lost without values', () => {
  expect(ask(side('odd'), side('odd')).findings).toHaveLength(1)
  expect(reportText(ask(side('net-pci'), side('')))).not.toContain('not known')
})

it('a part may be another one where it is not known where it is', () => {
  const from = side('roamer', 'accel=tcg')
  const { accel: _accel, ...facts } = from.facts
  const { verdict, missing } = ask(from, { ...from, facts })
  expect(verdict).toBe('unknown')
  expect(missing.map(({ fact }) => fact)).toContain('destination.accel')
  expect(ask(from, from).verdict).toBe('yes')
})

it('what either side may refuse hangs on what is missing of both', () => {
  const { stream, missing } = ask(side('moody', 'linux=3.0'), side('moody'))
  expect(stream).toBe('unknown')
  expect(missing.map(({ fact }) => fact).sort()).toEqual(['destination.linux', 'guest.linux'])
})

describe('remedies for parts', () => {
  it.each([
    ['net-pci', '', { set: 'add.device', to: 'net-pci' }],
    ['', 'net-pci', { set: 'remove.device', to: 'net-pci' }],
    ['net-pci,id=n,mac=1', 'net-pci,id=n,mac=2', { set: 'device.n.mac', to: '1' }],
    ['object:ram,id=m,size=1G dim,mem=m', 'object:ram,id=m,size=2G dim,mem=m', { set: 'object.m.size', to: '1073741824' }],
  ])('%s to %s', (from, to, change) => {
    const [source, destination] = [side(from), side(to)]
    expect(ask(source, destination).remedies[0]).toEqual({ changes: [{ side: 'destination', ...change }], applies: 'running', verdict: 'yes' })
    expect(ask(source, withChanges(destination, [{ side: 'destination', ...change }], 'destination')).verdict).toBe('yes')
  })
  it('give back the properties behind a field, and take in more than three changes', () => {
    const [offer] = ask(side('net-pci,id=n,addr=3,mac=1,queues=4 ctl,addr=4 ctl,addr=5', 'usb=on'), side('net-pci,id=n,addr=3,mac=2,romfile=')).remedies
    expect(offer?.verdict).toBe('yes')
    expect(offer?.changes.map(({ set }) => set).sort()).toEqual(['add.device', 'add.device', 'device.n.mac', 'device.n.queues', 'device.n.romfile', 'usb'])
  })
  it('undo several differences together', () => {
    const [offer] = ask(
      side('net-pci,id=a,addr=3,mac=1 ctl,addr=4 net-pci,id=b,addr=5,mac=3'),
      side('net-pci,id=a,addr=3,mac=2 net-pci,id=b,addr=5,mac=2'),
    ).remedies
    expect(offer?.verdict).toBe('yes')
  })
})

describe('stopping the guest instead', () => {
  const from = side('net-pci,addr=3 odd')
  it('is offered where nothing helps but to unplug what cannot be migrated, and works', () => {
    const answer = ask(from, from)
    expect(answer.verdict).toBe('no')
    const unplugged = (['source', 'destination'] as const).map((on) => ({ side: on, set: 'remove.device', to: 'odd' }))
    expect(answer.remedies).toEqual([
      { changes: unplugged, applies: 'running', verdict: 'yes' },
      { changes: [{ side: 'destination', set: 'guest.restart', to: 'yes' }], applies: 'restart', verdict: 'yes' },
    ])
    expect(ask(from, side('net-pci,addr=3 odd', 'guest.restart=yes')).verdict).toBe('yes')
  })
  it('is not offered where the guest can keep running', () => {
    expect(ask(side('net-pci,id=n,mac=1'), side('net-pci,id=n,mac=2')).remedies.map(({ applies }) => applies)).toEqual(['running'])
  })
})

it('classes that are like each other have the same from each other, whichever is asked for first', () => {
  const classes = [
    { class: 'a', driver: ['a'], like: ['b'], properties: { x: { default: '1', differs: 'refused' } }, evidence: EVIDENCE },
    { class: 'b', driver: ['b'], like: ['a'], properties: { y: { default: '2', differs: 'refused' } }, evidence: EVIDENCE },
    { class: 'c', driver: ['c'], like: ['a'], evidence: EVIDENCE },
  ]
  const properties = (order: string): unknown => {
    const found = classesOf(buildKnowledge([...LINES, entry({ kind: 'rule', id: 'rules/circle', title: 't', summary: 's', parts: classes })]))
    const whole = (driver: string) => found.of('device', driver).map(found.whole)
    for (const driver of order) whole(driver)
    return ['a', 'b', 'c'].map((driver) => whole(driver).map((one) => [...one.properties.keys()].sort()))
  }
  expect(properties('')).toEqual([[['x', 'y']], [['x', 'y']], [['x', 'y']]])
  for (const order of ['bac', 'cba', 'cab', 'bca']) expect(properties(order)).toEqual(properties(''))
})
