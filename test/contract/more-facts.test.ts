import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseShorthand } from '../../lib/input/index.ts'
import type { Profile, Verdict } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

const knowledge = await projectKnowledge()
const options = { options: knowledge.options }

type Facts = Readonly<Record<string, string>>
type Values = Readonly<Record<string, readonly string[]>>

const RUNS = Number(process.env.MORE_FACTS ?? 300)
const SEED = Number(process.env.SEED ?? 7)

const QEMU = ['4.2', '5.2', '6.2', '7.2', '8.2', '9.1', '10.1']
const LINUX = ['3.10', '4.18', '5.4', '5.10', '5.15', '6.1', '6.6', '6.12']

/** What may be said of hosts, and of the VM, per kind of hosts. */
const KINDS: readonly { readonly host: Values; readonly vm: Values }[] = [
  {
    host: { arch: ['x86_64'], accel: ['kvm', 'tcg'], cpu: ['haswell', 'skylake-server', 'icelake-server', 'epyc', 'epyc-rome'], linux: LINUX, qemu: QEMU },
    vm: {
      machine: ['pc-q35-4.2', 'pc-q35-6.2', 'pc-q35-7.2', 'q35', 'pc', 'pc-i440fx-6.2', 'microvm'],
      vcpu: ['host', 'Haswell', 'Skylake-Server', 'EPYC-Rome', 'max', 'qemu64', 'kvm64', 'Haswell,+vmx'],
    },
  },
  {
    host: { arch: ['ppc64'], accel: ['kvm'], kvm: ['hv', 'pr'], cpu: ['power8', 'power9', 'power10'], linux: LINUX, qemu: QEMU },
    vm: {
      machine: ['pseries', 'pseries-4.2', 'pseries-6.2', 'pseries-7.2'],
      vcpu: ['host', 'power8', 'power9'],
      'max-cpu-compat': ['power8', 'power9'],
      'cap-large-decr': ['on', 'off'],
    },
  },
  {
    host: { arch: ['aarch64'], accel: ['kvm', 'tcg'], cpu: ['cortex-a57', 'cortex-a72', 'neoverse-n1'], linux: LINUX, qemu: QEMU },
    vm: { machine: ['virt', 'virt-5.2', 'virt-6.2', 'virt-7.2', 'sbsa-ref', 'raspi3b'], vcpu: ['host', 'max', 'cortex-a57', 'cortex-a72'] },
  },
  {
    host: { arch: ['s390x'], accel: ['kvm', 'tcg'], cpu: ['z13', 'z14', 'gen15a'], linux: LINUX, qemu: QEMU },
    vm: { machine: ['s390-ccw-virtio', 's390-ccw-virtio-4.2', 's390-ccw-virtio-6.2'], vcpu: ['host', 'z13', 'z14', 'qemu', 'max'] },
  },
  { host: { xen: ['4.4', '4.11', '4.17', '4.19', '4.20'], arch: ['x86_64'], cpu: ['haswell', 'epyc'], linux: ['5.10', '6.1'], qemu: QEMU }, vm: {} },
  { host: { arch: ['riscv64'], accel: ['tcg', 'kvm'], linux: LINUX, qemu: QEMU }, vm: { machine: ['virt', 'spike', 'sifive_u'], vcpu: ['rv64', 'max'] } },
]

/** Some of the facts, most of the time; a destination is often as its source. */
const asked = fc.constantFrom(...KINDS).chain(({ host, vm }) =>
  fc.record({
    host: fc.constant(host),
    from: someOf({ ...host, ...vm }),
    to: someOf(host),
    alike: fc.subarray(Object.keys(host)),
  }),
)

it('a fact more about a host never turns a yes of our own records into a no (MORE_FACTS=5000 SEED=1 for others)', { timeout: 600_000 }, () => {
  let yes = 0
  fc.assert(
    fc.property(asked, ({ host, from, to, alike }) => {
      const source = from
      const destination = { ...to, ...Object.fromEntries(alike.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) }
      if (verdictOf(source, destination) !== 'yes') return
      yes++
      for (const [key, values] of Object.entries(host))
        for (const value of values) {
          if (source[key] === undefined)
            expect(verdictOf({ ...source, [key]: value }, destination), `${told(source, destination)}: from.${key}=${value}`).not.toBe('no')
          if (destination[key] === undefined)
            expect(verdictOf(source, { ...destination, [key]: value }), `${told(source, destination)}: to.${key}=${value}`).not.toBe('no')
        }
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect(yes).toBeGreaterThan(RUNS / 50)
})

function someOf(values: Values): fc.Arbitrary<Facts> {
  const one = ([key, some]: readonly [string, readonly string[]]) =>
    [key, fc.option(fc.constantFrom(...some), { nil: undefined, freq: key === 'machine' || key === 'vcpu' ? 2 : 5 })] as const
  return fc
    .record(Object.fromEntries(Object.entries(values).map(one)))
    .map((facts) => Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))))
}

/** What contradicts itself is no question. */
function verdictOf(source: Facts, destination: Facts): Verdict | undefined {
  try {
    return evaluate(knowledge, { source: profile(source), destination: profile(destination), remedies: false, proofs: false }).verdict
  } catch {
    return undefined
  }
}

function profile(facts: Facts): Profile {
  return parseShorthand(shorthand(facts) || 'libvirt=9.0', options)
}

function shorthand(facts: Facts): string {
  return Object.entries(facts)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}

function told(source: Facts, destination: Facts): string {
  return `"${shorthand(source)}" to "${shorthand(destination)}"`
}
