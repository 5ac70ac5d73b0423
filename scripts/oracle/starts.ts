// Writes scenarios of which the destination may not start: each device that a program lists, alone and twice, and odd sizes and topologies; see docs/oracle.md.
import { parseArgs } from 'node:util'
import { arches } from './arches.ts'
import { Catalog } from './catalog.ts'
import { type Configuration, type Device, write } from './configuration.ts'
import type { Scenario } from './scenario.ts'

const USAGE = `usage: node scripts/oracle/starts.ts [--arch ${Object.keys(arches).join(',')}] [--host qemu=7.2] [--programs FOLDER]
  --host      shorthand for the host of both sides
  --programs  folder with the qemu-system-… programs; default $QEMU_PROGRAMS, then PATH`

const { values } = parseArgs({
  options: { arch: { type: 'string', default: Object.keys(arches).join(',') }, host: { type: 'string', default: 'qemu=7.2' }, programs: { type: 'string' } },
})
const names = values.arch.split(',')
if (names.some((name) => !arches[name])) {
  console.error(USAGE)
  process.exit(2)
}
const MEMORY = [
  '1',
  '100',
  '255',
  '257',
  '1000',
  '3583',
  '8G',
  '256,slots=1',
  '256,maxmem=512',
  '512,slots=2,maxmem=256M',
  '256,slots=2,maxmem=256M',
  '256,slots=300,maxmem=1G',
]
const SMP = [
  '3',
  '9',
  '255',
  '256',
  '289',
  '2,maxcpus=1',
  '2,sockets=1,cores=1,threads=1',
  '6,sockets=2,cores=2',
  '4,threads=2',
  '4,dies=2',
  '4,clusters=2',
  '4,books=2',
]

for (const name of names) for (const scenario of scenariosOf(name)) console.log(JSON.stringify(scenario))

function* scenariosOf(name: string): Generator<Scenario> {
  const arch = arches[name]
  if (!arch) return
  const catalog = new Catalog(arch.program, values.programs ?? process.env.QEMU_PROGRAMS)
  const drivers = catalog.drivers().filter(({ driver }) => !/-cpu(-|$)|^host|^vfio/.test(driver))
  for (const machine of newest(catalog.machines().filter((one) => arch.machines.test(one)))) {
    const base: Configuration = {
      program: arch.program,
      machine,
      machineOptions: {},
      cpu: name === 'aarch64' ? ['cortex-a57'] : [],
      smp: '',
      memory: '256',
      devices: [],
      globals: [],
    }
    const pair = (kind: string, what: string, changed: Partial<Configuration>): Scenario => ({
      id: `${name} ${machine} ${what}`,
      group: `${name}-${kind}`,
      from: { cmdline: write(base), host: values.host },
      to: { cmdline: write({ ...base, ...changed }), host: values.host },
    })
    for (const { driver } of drivers) {
      const device: Device = { driver, properties: {}, options: [] }
      yield pair('alone', driver, { devices: [device] })
      yield pair('twice', `${driver} ${driver}`, { devices: [device, device] })
    }
    for (const memory of MEMORY) yield pair('memory', `-m ${memory}`, { memory })
    for (const smp of SMP) yield pair('smp', `-smp ${smp}`, { smp })
  }
}

/** Of machines that differ in their version, the newest. */
function newest(machines: readonly string[]): string[] {
  const byName = new Map<string, string>()
  for (const machine of machines) {
    const family = machine.replace(/-[\d.]+$/, '')
    const known = byName.get(family)
    if (known === undefined || known.localeCompare(machine, 'en', { numeric: true }) < 0) byName.set(family, machine)
  }
  return [...byName.values()]
}
