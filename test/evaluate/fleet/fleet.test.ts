import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../lib/evaluate/evaluate.ts'
import { evaluateFleet } from '../../../lib/evaluate/fleet/fleet.ts'
import { kindsOf } from '../../../lib/evaluate/fleet/kinds.ts'
import { moverOf } from '../../../lib/evaluate/fleet/mover.ts'
import { buildKnowledge } from '../../../lib/evaluate/knowledge.ts'
import { fleetOf } from '../../../lib/input/fleet.ts'
import {
  EMPTY_PROFILE,
  type Fleet,
  type FleetAnswer,
  type FleetHost,
  type FleetVm,
  type Knowledge,
  type Profile,
  type Verdict,
} from '../../../lib/model/index.ts'
import { madeUpFleet, randomNumbers } from '../../../scripts/bench/fleet.ts'
import { EVIDENCE, LINES, entry, guestFacts, knowledge } from '../../fixtures/world.ts'
import { projectKnowledge } from '../../fixtures/knowledge.ts'

const RUNS = Number(process.env.LAW_RUNS ?? 300)

/** The project's own, read once. */
const records = (): Promise<Knowledge> => (loaded ??= projectKnowledge())
let loaded: Promise<Knowledge> | undefined

/** Hosts of a family have one of each list's facts; an empty text says nothing. */
const FAMILIES: Record<string, { hosts: readonly (readonly string[])[]; vms: readonly string[] }> = {
  'x86 hosts under KVM': {
    hosts: [
      ['arch=x86_64 accel=kvm'],
      ['cpu=haswell', 'cpu=skylake-server', 'cpu=epyc-rome', ''],
      ['linux=3.10.0-1160.el7', 'linux=4.18.20', 'linux=5.10.50', 'linux=6.1', 'linux=6.12.1', ''],
      ['qemu=4.2.1', 'qemu=6.2.0', 'qemu=7.2.5', 'qemu=8.2.2', 'qemu=9.1.0', ''],
    ],
    vms: [
      'machine=pc-q35-4.2 vcpu=host',
      'machine=pc-i440fx-6.2 vcpu=Haswell-noTSX device=virtio-net-pci',
      'qemu-system-x86_64 -M pc-q35-6.2 -accel kvm -cpu EPYC-Rome -m 2G -device virtio-blk-pci,drive=d -drive if=none,id=d,file=d.img',
      'qemu-system-x86_64 -M pc-q35-7.2 -accel kvm -cpu Skylake-Server,hv_relaxed -device vhost-scsi-pci,wwpn=naa.1 -global virtio-net-pci.mq=on',
    ],
  },
  'x86 hosts that differ in their kernels alone': {
    hosts: [['arch=x86_64 accel=kvm cpu=icelake-server qemu=7.2.5'], ['linux=4.9.20', 'linux=4.18.20', 'linux=5.4.10', 'linux=5.10.50', 'linux=6.1.20']],
    vms: ['machine=pc-q35-6.2 vcpu=Icelake-Server', 'machine=pc-q35-6.2 vcpu=Haswell'],
  },
  'Arm hosts under KVM': {
    hosts: [
      ['arch=aarch64 accel=kvm'],
      ['cpu=cortex-a72', 'cpu=neoverse-n1', ''],
      ['linux=4.19.50', 'linux=6.1.20', 'linux=6.6.30', 'linux=6.12.1', 'linux=6.13', ''],
      ['qemu=6.2.0', 'qemu=7.2.0', 'qemu=9.1.0', 'qemu=11.1.0-rc2', ''],
    ],
    vms: ['machine=virt-6.2 vcpu=host', 'qemu-system-aarch64 -M virt-6.2 -accel kvm -cpu max', 'machine=virt-7.2 vcpu=cortex-a57'],
  },
  'hosts of more than one architecture and hypervisor': {
    hosts: [
      ['arch=x86_64 accel=kvm', 'arch=s390x accel=kvm', 'accel=tcg', 'xen=4.17', 'xen=4.19', 'libvirt=9.0'],
      ['linux=5.10.50', 'linux=6.1', ''],
      ['qemu=6.2.0', 'qemu=8.2.2', ''],
    ],
    vms: ['machine=pc-q35-6.2', 'machine=s390-ccw-virtio-6.2 vcpu=host', 'qemu-system-x86_64 -M pc-i440fx-6.2 -accel tcg -cpu max', 'memory=1024'],
  },
}
const HOSTS_OF_FAMILY = Number(process.env.FAMILY_HOSTS ?? 8)

/** Hosts of which much or little is known; some versions name a branch or a vendor's build. */
const host: fc.Arbitrary<Profile> = fc
  .record(
    {
      linux: fc.constantFrom('1.0.0', '2.0.0', '2.0.1', '2.0.2', '3.0.0', '3.0.2', '4.0.0', '3.0', '3.0.0-7.el9'),
      qemu: fc.constantFrom('1.0.0', '2.0.0', '2.0.2', '3.0.1', '5.0.0', '2.0'),
      cpu: fc.constantFrom('a', 'b'),
      accel: fc.constantFrom('kvm', 'tcg'),
    },
    { requiredKeys: ['accel'] },
  )
  .map((facts) => ({ ...EMPTY_PROFILE, facts: { arch: 'x86_64', ...facts } }))

const vm = guestFacts.map((facts): Profile => ({ ...EMPTY_PROFILE, facts: { machine: 'm', ...facts } }))

/** Small fleets; few profiles, so that hosts are alike. */
function fleets(most: { hosts: number; vms: number }): fc.Arbitrary<Fleet> {
  return fc.tuple(fc.array(host, { minLength: 1, maxLength: 3 }), fc.array(vm, { minLength: 1, maxLength: 2 })).chain(([profiles, definitions]) =>
    fc
      .record({
        hosts: fc.array(
          fc.tuple(fc.nat(profiles.length - 1), fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }), fc.option(fc.nat(profiles.length - 1))),
          {
            minLength: 1,
            maxLength: most.hosts,
          },
        ),
        vms: fc.array(fc.tuple(fc.nat(definitions.length - 1), fc.nat(most.hosts - 1), fc.option(fc.nat(profiles.length - 1))), {
          minLength: 1,
          maxLength: most.vms,
        }),
        accept: fc.constantFrom('yes' as const, 'conditional' as const),
      })
      .map(({ hosts, vms, accept }): Fleet => {
        const own = hosts.map(([kind, room], index): FleetHost => ({ name: `h${index}`, profile: profiles[kind] as Profile, room }))
        const load = own.map(() => 0)
        return {
          hosts: own,
          vms: vms.flatMap(([definition, at, boot], index): FleetVm[] => {
            const place = at % own.length
            if ((load[place] as number) >= (own[place]?.room ?? 99)) return []
            load[place] = (load[place] as number) + 1
            return [
              {
                name: `v${index}`,
                profile: definitions[definition] as Profile,
                host: `h${place}`,
                ...(boot === null ? {} : { boot: profiles[boot] as Profile }),
              },
            ]
          }),
          upgrade: new Map(hosts.flatMap(([, , next], index): [string, Profile][] => (next === null ? [] : [[`h${index}`, profiles[next] as Profile]]))),
          accept,
        }
      }),
  )
}

/** The verdict of a VM's next hop by `evaluate` alone, from where it was started over all stops. */
function verdictOf(of: Knowledge, definition: Profile, boot: Profile, from: Profile, to: Profile): Verdict {
  const source = { ...definition, facts: { ...boot.facts, ...definition.facts } }
  const { hops } = evaluate(of, { source, via: [from], destination: to, remedies: false })
  return hops?.[1]?.verdict ?? 'unknown'
}

describe('a fleet', { timeout: 300_000 }, () => {
  it('of real kinds of hosts, by the project’s own records, has the same verdicts and an order that can be carried out', async () => {
    const of = await records()
    const fleet = fleetOf(madeUpFleet({ hosts: 40, kinds: 16, load: 1 }), { options: of.options })
    const answer = evaluateFleet(of, fleet, { baseline: false })
    expectPairwise(of, fleet, answer)
    expect(answer.upgrade?.steps.length).toBeGreaterThan(0)
    replay(of, fleet, answer.upgrade?.steps ?? [])
  })

  it.each(Object.entries(FAMILIES))(
    'of %s, of which much or little is known, has the verdicts of each pair by itself',
    { timeout: 600_000 },
    async (_, family) => {
      const of = await records()
      const next = randomNumbers(7)
      const hosts = Array.from({ length: HOSTS_OF_FAMILY }, () => family.hosts.map((some) => some[next(some.length)]).join(' '))
      const vms = family.vms.map((definition, index) => [`v${index}`, { definition, guest: index % 2 ? 'uses=none linux=5.10' : undefined }] as const)
      const fleet = fleetOf(
        { hosts: Object.fromEntries(hosts.map((facts, index) => [`h${index}`, facts])), vms: Object.fromEntries(vms) },
        { options: of.options },
      )
      expectPairwise(of, fleet, evaluateFleet(of, fleet, { baseline: false }), true)
    },
  )

  it.each([
    ['told', '>=3.0', [1, 2, 3]],
    // An end that no release has: on none of these hosts it is known.
    ['not told', '>=9', [1, 3, 3]],
  ])('tells hosts apart by what the classes of the VM’s parts ask, those that they are like too, and by no others: %s', (_, since, expected) => {
    const shown = { cases: [{ if: { linux: since }, value: 'new' }, { value: 'old' }], differs: 'refused' }
    const of = buildKnowledge([
      ...LINES,
      entry({
        kind: 'rule',
        id: 'rules/parts',
        title: 't',
        summary: 's',
        parts: [
          { class: 'board', kind: 'machine', driver: ['m'], evidence: EVIDENCE },
          { class: 'shown', fields: { shown }, evidence: EVIDENCE },
          { class: 'net', driver: ['net'], section: 'net', like: ['shown'], evidence: EVIDENCE },
          {
            class: 'copied',
            driver: ['copied'],
            section: 'copied',
            fields: { on: { cases: [{ value: '{fact:linux}' }], differs: 'refused' } },
            evidence: EVIDENCE,
          },
        ],
      }),
    ])
    const hosts = { h1: 'accel=tcg linux=1.0.0', h2: 'accel=tcg linux=2.0.0', h3: 'accel=tcg linux=3.0.0' }
    const vms = { plain: { definition: 'machine=m' }, net: { definition: 'machine=m device=net' }, copied: { definition: 'machine=m device=copied' } }
    const fleet = fleetOf({ hosts, vms }, { options: of.options })
    const answer = evaluateFleet(of, fleet, { baseline: false })
    expectPairwise(of, fleet, answer)
    const kinds = kindsOf(fleet)
    const classes = fleet.vms.map(({ profile }) => {
      const mover = moverOf(of, profile, kinds)
      return mover.classes(mover.bootOf(0)).length
    })
    expect(classes).toEqual(expected)
  })

  it('offers a baseline with which the VM goes everywhere, as evaluate says', async () => {
    const of = await records()
    const fleet = fleetOf({ ...madeUpFleet({ hosts: 12, kinds: 6, load: 2, seed: 3 }), upgrade: {} }, { options: of.options })
    const answer = evaluateFleet(of, fleet)
    const found = answer.definitions.filter(({ baseline }) => baseline.status === 'found')
    expect(found.length).toBeGreaterThan(0)
    for (const { vms, baseline } of found) {
      const definition = fleet.vms.find(({ name }) => name === vms[0])?.profile as Profile
      for (const { facts: from } of answer.kinds)
        for (const { facts: to } of answer.kinds) {
          const source = { ...definition, facts: { ...definition.facts, ...baseline.set, ...from } }
          expect(evaluate(of, { source, destination: { ...EMPTY_PROFILE, facts: to }, remedies: false }).verdict).toBe('yes')
        }
    }
  })

  it('has a matrix of what evaluate says of each pair', () => {
    fc.assert(
      fc.property(knowledge, fleets({ hosts: 6, vms: 2 }), (of, fleet) => {
        const answer = evaluateFleet(of, fleet, { baseline: false })
        expectPairwise(of, fleet, answer)
      }),
      { numRuns: RUNS },
    )
  })

  it('is upgraded in an order in which no VM is ever stranded; where there is none, no order does', () => {
    const seen: Record<string, number> = {}
    fc.assert(
      fc.property(knowledge, fleets({ hosts: 4, vms: 3 }), (of, fleet) => {
        const { upgrade } = evaluateFleet(of, fleet, { baseline: false })
        if (!upgrade) return
        seen[upgrade.status] = (seen[upgrade.status] ?? 0) + 1
        expect(upgrade.status).toBe(bruteForce(of, fleet) ? 'order' : 'impossible')
        replay(of, fleet, upgrade.steps)
        if (upgrade.status === 'impossible') expect(upgrade.stranded.length).toBeGreaterThan(0)
      }),
      { numRuns: RUNS },
    )
    expect(Object.keys(seen).sort()).toEqual(['impossible', 'order'])
  })
})

/** @param isStated whether the destination is given the definition, too, which it has from the source otherwise */
function expectPairwise(of: Knowledge, fleet: Fleet, answer: FleetAnswer, isStated = false): void {
  for (const { vms, verdicts } of answer.definitions) {
    const definition = fleet.vms.find(({ name }) => name === vms[0])?.profile as Profile
    const said = answer.kinds.map(({ facts }) => {
      const on = (host: Profile['facts']): Profile => ({
        ...definition,
        facts: { ...definition.facts, ...host, ...(definition.facts.accel === undefined ? {} : { accel: definition.facts.accel }) },
      })
      return answer.kinds.map((to) => {
        const destination = isStated ? on(to.facts) : { ...EMPTY_PROFILE, facts: to.facts }
        return evaluate(of, { source: on(facts), destination, remedies: false, proofs: false }).verdict
      })
    })
    expect(verdicts).toEqual(said)
  }
}

function changing(of: Knowledge, fleet: Fleet) {
  const known = new Map<string, boolean>()
  const now = new Map(fleet.hosts.map(({ name, profile }) => [name, profile] as const))
  return {
    now,
    accepts: (one: FleetVm, from: Profile, to: Profile): boolean => {
      const boot = one.boot ?? (fleet.hosts.find(({ name }) => name === one.host)?.profile as Profile)
      const key = JSON.stringify([one.profile.facts, boot.facts, from.facts, to.facts])
      const verdict = known.get(key) ?? ['yes', fleet.accept].includes(verdictOf(of, one.profile, boot, from, to))
      known.set(key, verdict)
      return verdict
    },
  }
}

/** Does what the steps say and fails where they cannot be done. */
function replay(of: Knowledge, fleet: Fleet, steps: NonNullable<FleetAnswer['upgrade']>['steps']): void {
  const { now, accepts } = changing(of, fleet)
  const at = new Map(fleet.vms.map(({ name, host: on }) => [name, on as string]))
  for (const { host: down, moves } of steps) {
    for (const { vm: name, from, to } of moves) {
      const one = fleet.vms.find((other) => other.name === name) as FleetVm
      expect(at.get(name)).toBe(from)
      expect(from).not.toBe(to)
      expect(accepts(one, now.get(from) as Profile, now.get(to) as Profile)).toBe(true)
      at.set(name, to)
      expect([...at.values()].filter((on) => on === to).length).toBeLessThanOrEqual(fleet.hosts.find((other) => other.name === to)?.room ?? 99)
    }
    expect([...at.values()]).not.toContain(down)
    now.set(down, fleet.upgrade.get(down) as Profile)
  }
}

/** Whether anything at all can be done, by trying everything. */
function bruteForce(of: Knowledge, fleet: Fleet): boolean {
  const { accepts } = changing(of, fleet)
  const hosts = fleet.hosts.map(({ name, profile, room }) => ({ profile, next: fleet.upgrade.get(name), room: room ?? 99 }))
  const todo = hosts.flatMap(({ next, profile }, index) => (next && JSON.stringify(next.facts) !== JSON.stringify(profile.facts) ? [index] : []))
  const seen = new Set<string>()
  const go = (done: readonly number[], at: readonly number[]): boolean => {
    const key = `${[...done].sort()}/${at}`
    if (seen.has(key)) return false
    seen.add(key)
    if (done.length === todo.length) return true
    const profileOf = (index: number): Profile => (done.includes(index) ? hosts[index]?.next : hosts[index]?.profile) as Profile
    for (const index of todo) if (!done.includes(index) && !at.includes(index) && go([...done, index], at)) return true
    for (const [index, from] of at.entries())
      for (const [to, { room }] of hosts.entries())
        if (to !== from && at.filter((on) => on === to).length < room && accepts(fleet.vms[index] as FleetVm, profileOf(from), profileOf(to)))
          if (go(done, at.with(index, to))) return true
    return false
  }
  return go(
    [],
    fleet.vms.map(({ host: on }) => fleet.hosts.findIndex(({ name }) => name === on)),
  )
}
