/** A fleet as `fleetOf` reads it. */
export interface MadeUpFleet {
  readonly hosts: Record<string, { profile: string; names: string[]; room: number }>
  readonly vms: Record<string, { definition: string; guest: string; host: string }>
  readonly upgrade: Record<string, string>
}

export interface FleetShape {
  /** How many hosts. Default: 1000. */
  readonly hosts?: number
  /** Most different profiles of hosts. Default: 96. */
  readonly kinds?: number
  /** VMs per host. Default: 2. */
  readonly load?: number
  /** VMs that a host takes. Default: twice `load`, and 2. */
  readonly room?: number
  /** Which fleet of this shape; the same number gives the same fleet. Default: 1. */
  readonly seed?: number
}

const KERNELS = ['4.19.50', '5.4.100', '5.10.50', '5.15.30', '5.15.80', '6.1.20', '6.6.30', '6.12.1']
const QEMUS = ['4.2.1', '5.2.0', '6.2.0', '7.1.0', '7.2.0', '7.2.5']
const CPUS = ['power8', 'power9']
const DEFINITIONS = [
  'machine=pseries-4.2 max-cpu-compat=power8',
  'machine=pseries-4.2',
  'machine=pseries-4.1 cap-large-decr=off',
  'machine=pseries-4.2 ic-mode=xics',
]
const GUESTS = ['uses=none linux=5.10', 'uses=none linux=4.18', 'uses=scv linux=5.15']
const TARGET = 'qemu=8.0.0 linux=6.12.1'

/** A made-up fleet of POWER hosts, all of which are to be upgraded but for one in fifty. Deterministic. */
export function madeUpFleet({ hosts = 1000, kinds = 96, load = 2, room = 2 * load + 2, seed = 1 }: FleetShape = {}): MadeUpFleet {
  const next = randomNumbers(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)] as Item
  const profiles = CPUS.flatMap((cpu) => KERNELS.flatMap((linux) => QEMUS.map((qemu) => `arch=ppc64 accel=kvm kvm=hv cpu=${cpu} linux=${linux} qemu=${qemu}`)))
  const used = Array.from({ length: Math.min(kinds, profiles.length) }, () => profiles.splice(next(profiles.length), 1)[0] as string)
  const fleet: MadeUpFleet = { hosts: {}, vms: {}, upgrade: {} }
  const groups = used.map((profile, index) => ({ name: `rack${index + 1}`, profile, names: [] as string[] }))
  for (let host = 0; host < hosts; host++) {
    const group = groups[host % groups.length] as (typeof groups)[number]
    const name = `h${String(host + 1).padStart(String(hosts).length, '0')}`
    group.names.push(name)
    if (next(50) > 0) fleet.upgrade[name] = TARGET
    for (let vm = 0; vm < load; vm++) fleet.vms[`${name}-vm${vm + 1}`] = { definition: pick(DEFINITIONS), guest: pick(GUESTS), host: name }
  }
  for (const { name, profile, names } of groups) if (names.length > 0) fleet.hosts[name] = { profile, names, room }
  return fleet
}

/** Whole numbers below a bound, the same row for the same seed (Park and Miller's generator). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = (seed % 2147483646) + 1
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}
