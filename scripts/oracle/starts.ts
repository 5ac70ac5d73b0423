// Writes scenarios of which a side may not start: each device that a program lists, options of machines, places of drives, odd sizes and topologies; see docs/oracle.md.
import { arches } from './arches.ts'
import { Catalog } from './catalog.ts'
import { type Configuration, type Device, write } from './configuration.ts'
import { patternOf, readOptions, refuse } from './options.ts'
import type { Scenario } from './scenario.ts'

const USAGE = `usage: node scripts/oracle/starts.ts [--arch ${Object.keys(arches).join(',')}] [--machines PATTERN] [--host qemu=7.2] [--programs FOLDER]
  --machines  those whose names match, e.g. '^(isapc|microvm)$'; default the newest with a version of each name
  --host      shorthand for the host of both sides
  --programs  folder with the qemu-system-… programs; default $QEMU_PROGRAMS, then PATH`

const { values } = readOptions(USAGE, {
  options: {
    arch: { type: 'string', default: Object.keys(arches).join(',') },
    machines: { type: 'string' },
    host: { type: 'string', default: 'qemu=7.2' },
    programs: { type: 'string' },
  },
})
const names = values.arch.split(',')
const odd = names.find((name) => !arches[name])
if (odd !== undefined) refuse(USAGE, `--arch ${odd} is none that is known`)
const pattern = values.machines === undefined ? undefined : patternOf(USAGE, '--machines', values.machines)
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
const VALUES = ['on', 'off', '1']
/** Options that machines give themselves, which QEMU's help does not list. */
const OF_OBJECTS =
  'cxl hmat ic-mode kernel-addr kernel-irqchip max-cpu-compat modern-hotplug-events msel nvdimm nvdimm-persistence resize-hpt serial via vsmt'.split(' ')
/** Of a path on the host, or of a form of their own. */
const OF_PATHS = /^(append|boot|dtb|dumpdtb|firmware|initrd|kernel|memory|memory-backend|pflash\d|smp|sgx-epc|cxl-fmw)$/
const INTERFACES = ['ide', 'scsi', 'floppy', 'pflash', 'mtd', 'sd', 'virtio', 'xen', 'none']

let count = 0
for (const name of names)
  for (const scenario of scenariosOf(name)) {
    console.log(JSON.stringify(scenario))
    count++
  }
if (count === 0) refuse(USAGE, `--machines ${values.machines}: no machine of ${names.join(', ')} has such a name`)

function* scenariosOf(name: string): Generator<Scenario> {
  const arch = arches[name]
  if (!arch) return
  const catalog = new Catalog(arch.program, values.programs ?? process.env.QEMU_PROGRAMS)
  const drivers = catalog.drivers().filter(({ driver }) => !/-cpu(-|$)|^host|^vfio/.test(driver))
  const machines = newest(catalog.machines().filter((one) => (pattern ?? arch.machines).test(one)))
  // One machine's options are tried on the others too.
  const options = new Set([...machines.flatMap((machine) => catalog.machineOptions(machine).map(({ name }) => name)), ...OF_OBJECTS])
  for (const machine of machines) {
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
      yield alike(pair('alike', `${driver} on both`, { devices: [device] }))
    }
    for (const option of options)
      for (const value of OF_PATHS.test(option) ? [] : VALUES) yield pair('option', `${option}=${value}`, { machineOptions: { [option]: value } })
    for (const face of INTERFACES)
      yield alike(withOptions(pair('drive', `if=${face}`, {}), ['-drive', `if=${face},driver=null-co,size=67108864,read-zeroes=on`]))
    for (const memory of MEMORY) yield pair('memory', `-m ${memory}`, { memory })
    for (const smp of SMP) yield pair('smp', `-smp ${smp}`, { smp })
  }
}

/** The destination's definition on both sides. */
function alike({ to, ...rest }: Scenario): Scenario {
  return { ...rest, from: to, to }
}

function withOptions({ to, ...rest }: Scenario, words: readonly string[]): Scenario {
  return { ...rest, to: { ...to, cmdline: [...to.cmdline, ...words] } }
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
