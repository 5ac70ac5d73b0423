import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../lib/api/ask.ts'
import { type Fields, fieldsOf, queryOf } from '../../lib/api/fields.ts'
import { additionsOf, askedFor, refined, remedyAdditions } from '../../lib/api/refine.ts'
import type { Knowledge } from '../../lib/model/index.ts'
import { questions } from '../contract/questions.ts'
import { realService } from '../fixtures/service.ts'

const fields = (given: Partial<Fields>): Fields => ({ from: '', to: '', fromHost: '', toHost: '', guest: '', via: [], ...given })
const CMDLINE = 'qemu-system-x86_64 -M q35 -device vhost-scsi-pci,wwpn=naa.5'

describe('facts set in a question', () => {
  test.each([
    ['a new one', { from: 'qemu=7.2', to: 'qemu=7.2' }, 'source', 'linux', '6.1', { from: 'qemu=7.2 linux=6.1' }],
    ['one that was there', { from: 'linux=5.15 qemu=7.2', to: 'a=b' }, 'source', 'linux', '6.1', { from: 'linux=6.1 qemu=7.2' }],
    ['on the only side', { to: 'qemu=7.2' }, 'source', 'linux', '6.1', { to: 'qemu=7.2 linux=6.1' }],
    ['beside a command line', { from: CMDLINE, to: 'qemu=7.2' }, 'source', 'linux', '6.1', { fromHost: 'linux=6.1' }],
    ['beside a domain', { from: 'a=b', to: '<domain/>', toHost: 'qemu=7.2' }, 'destination', 'qemu', '8.0', { toHost: 'qemu=8.0' }],
    ['a use of the guest', { to: 'a=b', guest: 'linux=5.10 uses=-scv,ail2' }, 'source', 'guest.uses.scv', 'yes', { guest: 'linux=5.10 uses=ail2,scv' }],
    ['that a guest does not use it', { to: 'a=b' }, 'source', 'guest.uses.scv', 'no', { guest: 'uses=-scv' }],
    ['another fact of the guest', { to: 'a=b', guest: 'guest.linux=5.4' }, 'destination', 'guest.linux', '5.10', { guest: 'linux=5.10' }],
    ['a kernel option', { to: 'config=CONFIG_KVM xen=4.5' }, 'destination', 'config.CONFIG_KVM', 'n', { to: 'config=CONFIG_KVM=n xen=4.5' }],
    [
      'a device',
      { from: 'device=vhost-scsi-pci,migratable=off,wwpn=naa.5', to: 'a=b' },
      'source',
      'device.vhost-scsi*.migratable',
      'true',
      { from: 'device=vhost-scsi-pci,wwpn=naa.5,migratable=true' },
    ],
    ['a device of a command line', { from: CMDLINE, to: 'a=b' }, 'source', 'device.vhost-scsi-pci.migratable', 'true', { from: `${CMDLINE},migratable=true` }],
    [
      'a device by its id',
      { from: 'qemu-kvm -device e1000,id=n -device "e1000,id=m,mac=1"', to: 'a=b' },
      'source',
      'device.m.mac',
      '2',
      { from: 'qemu-kvm -device e1000,id=n -device "e1000,id=m,mac=2"' },
    ],
    ['a backend', { from: 'qemu-kvm -object ram,id=m,size=1G', to: 'a=b' }, 'source', 'object.m.size', '2G', { from: 'qemu-kvm -object ram,id=m,size=2G' }],
    [
      'a property that is left at its default',
      { from: 'qemu-kvm -device e1000,mac=1,id=n', to: 'a=b' },
      'source',
      'device.n.mac',
      '(default)',
      { from: 'qemu-kvm -device e1000,id=n' },
    ],
    ['an option that is left at its default', { from: 'a=b', to: 'usb=on qemu=7.2' }, 'destination', 'usb', '(default)', { to: 'qemu=7.2' }],
    ['another device', { from: 'a=b', to: CMDLINE }, 'destination', 'add.device', 'e1000,addr=3', { to: `${CMDLINE} -device e1000,addr=3` }],
    ['another device in shorthand', { from: 'a=b', to: 'a=b' }, 'destination', 'add.device', 'e1000', { to: 'a=b device=e1000' }],
    ['a device less', { from: 'a=b', to: `${CMDLINE} -device e1000,addr=3,id=n` }, 'destination', 'remove.device', 'e1000,id=n,addr=3', { to: CMDLINE }],
    ['a host on the way', { from: 'a=b', to: 'a=b', via: ['qemu=7.2', 'qemu=8.0'] }, 'via 2', 'linux', '6.1', { via: ['qemu=7.2', 'qemu=8.0 linux=6.1'] }],
    ['with a space in it', { to: 'qemu=7.2' }, 'destination', 'vcpu', 'a b', { to: "qemu=7.2 'vcpu=a b'" }],
  ])('%s', (_, given, place, set, to, expected) => {
    expect(refined(fields(given), [{ place, set, to }])).toEqual({ ...fields(given), ...expected })
  })

  test('a device that is not named cannot be changed', () => {
    expect(refined(fields({ to: 'qemu=7.2' }), [{ place: 'destination', set: 'device.x.y', to: 'on' }])).toBeUndefined()
  })

  test('a form sends them by place and name', () => {
    expect(additionsOf(new URLSearchParams('add.destination.linux=6.1&add.guest.linux=&add.via+1.qemu=8.0&add.source.guest.linux=5.10&to=x'))).toEqual([
      { place: 'destination', set: 'linux', to: '6.1' },
      { place: 'via 1', set: 'qemu', to: '8.0' },
      { place: 'source', set: 'guest.linux', to: '5.10' },
    ])
  })

  test('an address gives back the fields that made it', () => {
    const all = fields({ from: 'a=b "c=d e"', to: CMDLINE, toHost: 'x=+%&', guest: 'uses=ä', via: ['a=1', 'b=2'] })
    expect(fieldsOf(new URLSearchParams(queryOf(all)))).toEqual(all)
  })
})

describe('over the records', () => {
  let knowledge: Knowledge
  let close: () => Promise<void>
  beforeAll(async () => {
    const real = await realService()
    knowledge = await real.service.knowledge()
    close = real.close
  })
  afterAll(() => close())

  const asFields = ({ from, to, guest, via }: (typeof questions)[number]) => fields({ from, to, guest: guest ?? '', via: via ?? [] })

  test('what is wrong with a lone side names the field that it stands in', () => {
    for (const field of ['from', 'to'] as const) {
      const { problems } = ask(knowledge, fields({ [field]: 'in to qmeu=1' }))
      expect(problems.map((one) => one.field)).not.toContain(field === 'from' ? 'to' : 'from')
      expect(problems.map(({ message }) => message).join()).toContain(`a key of ${field};`)
      expect(problems.map(({ message }) => message).join()).toContain(`in ${field} is not`)
    }
  })

  test('every remedy, applied to the texts, gives the verdict that was promised', () => {
    let applied = 0
    for (const question of questions) {
      const given = asFields(question)
      const { answer } = ask(knowledge, given)
      for (const offer of answer?.hops ? [] : (answer?.remedies ?? [])) {
        const additions = remedyAdditions(given, answer!, offer)
        const changed = additions && refined(given, additions)
        expect(changed, `${question.name}: ${JSON.stringify(offer.changes)}`).toBeDefined()
        expect(ask(knowledge, changed!).answer?.verdict, `${question.name}: ${queryOf(changed!)}`).toBe(offer.verdict)
        applied++
      }
    }
    expect(applied).toBeGreaterThan(3)
  })

  test('every missing fact that can be given is no longer missing once it is', () => {
    for (const question of questions) {
      const given = asFields(question)
      const { answer } = ask(knowledge, given)
      for (const { fact } of answer?.missing ?? []) {
        const addition = askedFor(given, answer!, fact, fact.startsWith('guest.uses.') ? 'no' : 'power9')
        if (!addition || !fact.startsWith('guest.uses.')) continue
        const again = ask(knowledge, refined(given, [addition])!).answer
        expect(
          again?.missing.map((one) => one.fact),
          `${question.name}: ${fact}`,
        ).not.toContain(fact)
      }
    }
  })

  test('what is wrong stands with its field', () => {
    expect(
      ask(knowledge, fields({ from: 'qmeu=7.2', to: 'qemu', guest: 'lniux=5', via: ['qemu=7.2', 'foo=1'] }))
        .problems.map(({ field }) => field)
        .sort(),
    ).toEqual(['from', 'guest', 'to', 'via.1'])
    expect(ask(knowledge, fields({ from: 'cpu=power99', to: 'qemu=7.9' })).problems.map(({ field }) => field)).toEqual(['from', 'to'])
    expect(ask(knowledge, fields({ to: 'cpu=power99' })).problems.map(({ field }) => field)).toEqual(['to'])
    expect(ask(knowledge, fields({ from: 'cpu=power99' })).problems.map(({ field }) => field)).toEqual(['from'])
    expect(ask(knowledge, fields({}))).toEqual({ problems: [] })
  })

  test('the accelerator that a command line names is that of a host which says nothing of it, and of no other', () => {
    const from = 'qemu-system-x86_64 -M pc-q35-7.2 -accel kvm -m 2G'
    const { answer } = ask(knowledge, fields({ from, fromHost: 'qemu=7.2 linux=5.15 cpu=haswell', to: 'qemu=8.0 linux=6.1 cpu=haswell' }))
    expect([answer?.verdict, answer?.assumptions]).toEqual(['yes', expect.arrayContaining(["the destination starts the VM with the source's accel (kvm)"])])
    expect(ask(knowledge, fields({ from, fromHost: 'qemu=7.2 linux=5.15', to: 'qemu=8.0 xen=4.17' })).answer?.assumptions.join()).not.toContain('accel')
  })

  test('a command line takes facts beside it', () => {
    const { answer, problems } = ask(
      knowledge,
      fields({
        from: 'qemu-system-ppc64 -M pseries-7.2 -accel kvm',
        fromHost: 'qemu=7.2 linux=5.15 kvm=hv cpu=power9',
        to: 'qemu=7.2 linux=5.15 kvm=hv cpu=power9',
      }),
    )
    expect(problems).toEqual([])
    expect(answer?.missing.map(({ fact }) => fact)).not.toContain('source.cpu')
  })
})
