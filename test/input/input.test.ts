import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument, parseShorthand, shorthandOf, withHost } from '../../lib/input/index.ts'
import { InputError } from '../../lib/model/index.ts'

const options = { options: ['cap-htm', 'ic-mode'], name: 'input' }
const messages = (read: () => unknown): string[] => {
  try {
    read()
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ message }) => message)
    throw error
  }
  return []
}

describe('shorthand', () => {
  it('spreads lists and prefixes into facts, with their places', () => {
    const read = parseShorthand(
      'qemu=7.2 cap-htm=off config=CONFIG_X config=Y=n guest.uses=scv,-ail2,none device=vhost-scsi-pci,wwpn=naa.5,migratable=true xenfeat.dom0=yes',
      options,
    )
    expect(read.facts).toEqual({
      qemu: '7.2',
      'cap-htm': 'off',
      'config.CONFIG_X': 'y',
      'config.CONFIG_Y': 'n',
      'guest.uses.scv': 'yes',
      'guest.uses.ail2': 'no',
      'guest.uses.*': 'no',
      'xenfeat.dom0': 'yes',
    })
    expect(read.devices).toEqual([{ kind: 'device', driver: 'vhost-scsi-pci', properties: { wwpn: 'naa.5', migratable: 'true' } }])
    expect(read.places.qemu).toBe('input, word 1')
    expect(read.complete).toBe(false)
  })
  it('quotes as a shell, and takes a prefix', () => {
    expect(parseShorthand(`linux='5.10' uses="scv"`, { ...options, prefix: 'guest.' }).facts).toEqual({ 'guest.linux': '5.10', 'guest.uses.scv': 'yes' })
  })
  it.each([
    ['qmeu=7.2', '`qmeu` is not a key of input; did you mean `qemu`?'],
    ['qemu=7.2 qemu=8.0', '`qemu` is given twice, as `7.2` and `8.0`; keep one'],
    ['qemu', '`qemu` in input is not `key=value`; write facts such as `qemu=7.2`, or name a file'],
    ['qemu=', '`qemu` has no value; write `qemu=…`'],
    ['qemu="7.2', '`input` has a quote that is not closed; close it or escape it with `\\`'],
    ['guest.uses=;', '`;` is not the name of a use; write `guest.uses=scv` or `guest.uses=-scv`'],
    ['config=lower', '`lower` is not a kernel option; write `config=CONFIG_ARM_LPAE` or `config=CONFIG_ARM_LPAE=n`'],
    ['', '`input` is empty; write facts such as `qemu=7.2 linux=5.15 kvm=hv cpu=power9`'],
    ['a\u0000b=1', '`input` holds a control character (code 0) at position 2; give plain text'],
  ])('%j', (text, message) => expect(messages(() => parseShorthand(text, options))).toEqual([message]))
  it('refuses more than it will read, at once', () =>
    expect(messages(() => parseShorthand('x'.repeat(1_000_000), options))[0]).toMatch(/1000000 characters long/))
})

describe('documents', () => {
  it('reads JSON and YAML', () => {
    expect(parseDocument('{"qemu": "7.2", "guest": {"linux": "5.10", "uses": ["scv"]}, "config": {"CONFIG_X": "y"}}', options).facts).toEqual({
      qemu: '7.2',
      'guest.linux': '5.10',
      'guest.uses.scv': 'yes',
      'config.CONFIG_X': 'y',
    })
    expect(parseDocument('qemu: "7.10"\ncap-htm: off\ndevice: ["virtio-net-pci,mq=on"]\n', options)).toMatchObject({
      facts: { qemu: '7.10', 'cap-htm': 'off' },
      devices: [{ kind: 'device', driver: 'virtio-net-pci', properties: { mq: 'on' } }],
    })
  })
  it('is not harmed by hostile keys, tags or aliases', () => {
    expect(messages(() => parseDocument('{"__proto__": {"polluted": "x"}, "constructor": "y"}', options)).length).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
      .join('\n')}`
    expect(messages(() => parseDocument(bomb, options))[0]).toMatch(/not valid JSON or YAML|not a key/)
    expect(messages(() => parseDocument('qemu: !!js/function "x"', options))[0]).toMatch(/not valid JSON or YAML: unresolved tag/)
  })
})

describe('what is known of the host', () => {
  it('decides where it and the VM both speak, but for the accelerator', () =>
    expect(withHost(parseShorthand('accel=tcg machine=m linux=5.4', options), parseShorthand('accel=kvm linux=6.1', options)).facts).toEqual({
      accel: 'tcg',
      machine: 'm',
      linux: '6.1',
    }))
  it('says the accelerator where the VM does not', () =>
    expect(withHost(parseShorthand('machine=m', options), parseShorthand('accel=kvm', options)).facts).toEqual({ machine: 'm', accel: 'kvm' }))
  it('says what host-model is', () =>
    expect(withHost(parseShorthand('vcpu=host-model,kvm=off', options), parseShorthand('host-model=Haswell,rtm=off', options)).facts).toEqual({
      vcpu: 'Haswell,rtm=off,kvm=off',
    }))
})

it('a profile of a host written as shorthand is the same', () =>
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text)),
      (value) => {
        const profile = parseShorthand('linux=6.1 config=CONFIG_X=n guest.uses=-scv xenfeat.dom0=yes device=a,b=c', options)
        const with_value = { ...profile, facts: { ...profile.facts, vcpu: value }, devices: [{ kind: 'device', driver: 'a', properties: { b: value } }] }
        const { facts, devices } = parseShorthand(shorthandOf(with_value), options)
        expect({ facts, devices }).toEqual({ facts: with_value.facts, devices: with_value.devices })
      },
    ),
  ))

describe('smp in few words', () => {
  const facts = (text: string) => parseShorthand(text).facts
  it('says what -smp says', () => {
    expect(facts('smp=4,maxcpus=8,cores=2')).toMatchObject({
      'smp.cpus': '4',
      'smp.maxcpus': '8',
      'smp.cores': '2',
      'smp.by-cores': '4 sockets, 2 cores, 1 threads',
    })
    expect(facts('smp.cores=2 smp=4')).toMatchObject({ 'smp.cpus': '4', 'smp.maxcpus': '4', 'smp.cores': '2' })
    expect(facts('smp=4 smp.maxcpus=8')).toMatchObject({ 'smp.cpus': '4', 'smp.maxcpus': '8' })
  })
  it('says what is wrong with it', () => {
    expect(() => facts('smp=two')).toThrow('`smp=two` is no number of vCPUs; write `smp=4`')
  })
})
