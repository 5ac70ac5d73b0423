// Draws pairs of VMs that differ in one or two things and writes them as scenarios; see docs/oracle.md.
import { arches } from './arches.ts'
import { Catalog } from './catalog.ts'
import { type Configuration, type Device, write } from './configuration.ts'
import { type Change, drawChange } from './differences.ts'
import { fixtureOf } from './fixture.ts'
import { RefusedToStart, withMachine } from './machine.ts'
import { migrate } from './migrate.ts'
import { type Random, randomOf } from '../lib/random.ts'
import type { Scenario } from './scenario.ts'
import { patternOf, readOptions, refuse } from './options.ts'
import { otherValues } from './values.ts'

const USAGE = `usage: node scripts/oracle/generate.ts --count N [--seed 1] [--arch ${Object.keys(arches).join(',')}] [--kind PATTERN] [--programs FOLDER]
  --kind      only differences of kinds that match, e.g. 'device|property'
  --programs  folder with the qemu-system-… programs; default $QEMU_PROGRAMS, then PATH`

const { values } = readOptions(USAGE, {
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    arch: { type: 'string', default: Object.keys(arches).join(',') },
    kind: { type: 'string', default: '' },
    programs: { type: 'string' },
  },
})
const names = values.arch.split(',')
const odd = names.find((name) => !arches[name])
if (odd !== undefined) refuse(USAGE, `--arch ${odd} is none that is known`)
if (!values.count) refuse(USAGE, '--count is missing')
const programs = values.programs ?? process.env.QEMU_PROGRAMS
const random = randomOf(Number(values.seed))
const catalogs = new Map<string, Catalog>()
const kinds = patternOf(USAGE, '--kind', values.kind)
for (let n = 0; n < Number(values.count); ) {
  const scenario = await draw(random.of(names), n)
  if (!scenario) continue
  console.log(JSON.stringify(scenario))
  n++
}

/** A pair whose two sides differ and of which one side migrates to its like; undefined if what was drawn is not that. */
async function draw(name: string, n: number): Promise<Scenario | undefined> {
  const arch = arches[name]
  if (!arch) return undefined
  const catalog = catalogs.get(name) ?? new Catalog(arch.program, programs)
  catalogs.set(name, catalog)
  const addDevice = (at: number, machine: string) => drawDevice(catalog, arch.busses, arch.hasPci, machine, at)
  const base = drawBase(name, catalog, addDevice)
  if (!base || !(await isControl(base))) return undefined
  let changed = base
  const changes: Change[] = []
  for (let wanted = random.chance(0.75) ? 1 : 2; changes.length < wanted; ) {
    const change = drawChange(random, changed, { arch, catalog, addDevice: (at) => addDevice(at, base.machine) })
    if (!change || !kinds.test(change.kind)) continue
    changes.push(change)
    changed = change.apply(changed)
  }
  const [from, to] = random.chance(0.5) ? [base, changed] : [changed, base]
  const sides = { from: { cmdline: write(from), host: 'qemu=7.2' }, to: { cmdline: write(to), host: 'qemu=7.2' } }
  if (JSON.stringify(sides.from) === JSON.stringify(sides.to)) return undefined
  // A side that does not start is a finding; few of them will do.
  if (random.chance(0.8) && !(await starts(changed))) return undefined
  const what = `${from === base ? 'base > ' : ''}${changes.map((change) => change.what).join(' ')}${from === base ? '' : ' > base'}`
  return { id: `${values.seed}-${n} ${name} ${base.machine} ${what}`, group: `${name}-${changes[0]?.kind}`, ...sides }
}

function drawBase(name: string, catalog: Catalog, addDevice: (at: number, machine: string) => Device | undefined): Configuration | undefined {
  const arch = arches[name]
  if (!arch) return undefined
  const machines = catalog.machines().filter((machine) => arch.machines.test(machine))
  // Newer machines are more often used.
  const machine = random.chance(0.6) ? (machines.filter((machine) => /-7\.2$|^virt$/.test(machine))[0] ?? random.of(machines)) : random.of(machines)
  const count = random.of([0, 1, 1, 2, 2, 3])
  const devices = Array.from({ length: count }, (_, at) => addDevice(at + 1, machine)).filter((device) => device !== undefined)
  const models = arch.models ?? catalog.models()
  const cpu = random.chance(0.4) || name === 'aarch64' ? [random.of(models)] : []
  return {
    program: arch.program,
    machine,
    machineOptions: {},
    cpu,
    smp: random.chance(0.15) ? random.of(['2', '4', '1,maxcpus=4']) : '',
    memory: '256',
    devices,
    globals: [],
  }
}

function drawDevice(catalog: Catalog, busses: readonly string[], hasPci: boolean, machine: string, n: number): Device | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const { driver, bus } = pickDriver(random, catalog, busses)
    if (bus === 'virtio-bus' && !driver.endsWith('-device')) continue
    const properties = catalog.properties(driver)
    const fixture = fixtureOf(driver, bus, properties, n, machine)
    if (!fixture || properties.length === 0) continue
    const own: Record<string, string> = { ...fixture.properties }
    if (bus === 'PCI' && hasPci && random.chance(0.8)) own.addr = String(n + 4)
    // Something set on both sides.
    const settable = properties.filter((property) => !(property.name in own) && otherValues(property).length > 0)
    if (random.chance(0.2) && settable.length > 0) {
      const property = random.of(settable)
      own[property.name] = random.of(otherValues(property))
    }
    const options = random.chance(0.7) ? fixture.options.map((option) => option.replace(/^hubport,hubid=\d+,/, 'user,')) : fixture.options
    return { driver, properties: own, options }
  }
  return undefined
}

/** Half of the draws are of virtio, which is what VMs have. */
function pickDriver(random: Random, catalog: Catalog, busses: readonly string[]) {
  const drivers = catalog.drivers().filter(({ bus }) => busses.includes(bus))
  return random.of(random.chance(0.5) ? drivers.filter(({ driver }) => driver.startsWith('virtio-')) : drivers)
}

/** Whether a VM migrates to its like. Few that do not are kept: that they are blocked is a finding too. */
async function isControl(vm: Configuration): Promise<boolean> {
  const side = { cmdline: write(vm), host: '' }
  const { outcome } = await migrate({ id: '', group: '', from: side, to: side }, { programs })
  return outcome === 'completed' || (outcome === 'failed' && random.chance(0.1))
}

async function starts(vm: Configuration): Promise<boolean> {
  try {
    await withMachine(write(vm), { programs }, async ({ qmp }) => qmp.run('query-status'))
    return true
  } catch (error) {
    if (error instanceof RefusedToStart) return false
    throw error
  }
}
