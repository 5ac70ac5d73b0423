// Finds out, for each device that a QEMU offers, what it puts into the stream and what a receiver makes of its properties; see docs/oracle.md.
import { parseArgs } from 'node:util'
import { Catalog, type Driver, type PropertyHelp } from '../oracle/catalog.ts'
import { type Configuration, write } from '../oracle/configuration.ts'
import { fixtureOf } from '../oracle/fixture.ts'
import { RefusedToStart } from '../oracle/machine.ts'
import { migrate } from '../oracle/migrate.ts'
import { inOrder } from '../oracle/pool.ts'
import type { Outcome } from '../oracle/scenario.ts'
import { otherValues } from '../oracle/values.ts'
import { readStream, type Stream } from './stream.ts'

const USAGE = `usage: node scripts/mine/devices.ts PROGRAM MACHINE [--cpu MODEL] [--devices PATTERN] [--skip PATTERN] [--enough 3] [--programs FOLDER] [--parallel 2]
  --devices  only drivers that match;  --skip  not those that match
  --enough   a property that so many devices have with the same type and default, and that gave the same with all of them, is not tried again
Prints a line of JSON per device that starts.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cpu: { type: 'string' },
    devices: { type: 'string', default: '' },
    skip: { type: 'string', default: '^$' },
    enough: { type: 'string', default: '3' },
    programs: { type: 'string' },
    parallel: { type: 'string', default: '2' },
  },
})
const [program, machine] = positionals
if (!program || !machine) {
  console.error(USAGE)
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
const programs = values.programs ?? process.env.QEMU_PROGRAMS
const catalog = new Catalog(program, programs)
const bare: Configuration = { program, machine, machineOptions: {}, cpu: values.cpu ? [values.cpu] : [], smp: '', memory: '256', devices: [], globals: [] }
/** Results by property, type and default: how often each was seen. */
const seen = new Map<string, Map<string, number>>()
const wanted = catalog
  .drivers()
  .filter(({ driver }, index, all) => all.findIndex((other) => other.driver === driver) === index)
  .filter(({ driver }) => new RegExp(values.devices).test(driver) && !new RegExp(values.skip).test(driver))
for await (const found of inOrder(wanted, Number(values.parallel), mine)) if (found) console.log(JSON.stringify(found))

async function mine({ driver, bus }: Driver) {
  const properties = catalog.properties(driver)
  const fixture = fixtureOf(driver, bus, properties, 1, machine)
  if (!fixture) return { driver, bus, problem: 'needs more than a process' }
  const own = bus === 'PCI' ? { ...fixture.properties, addr: '5' } : fixture.properties
  const without = { ...bare, devices: fixture.options.length > 0 ? [{ driver: '', options: fixture.options, properties: {} }] : [] }
  const withIt = (more: Record<string, string> = {}): string[] =>
    write({ ...bare, devices: [{ driver, options: fixture.options, properties: { ...own, ...more } }] })
  try {
    const stream = await readStream(withIt(), programs)
    const before = await readStream(write(without).slice(0, fixture.options.length > 0 ? -2 : undefined), programs)
    const lone = stream.blocked ? undefined : await pair(write(without).slice(0, fixture.options.length > 0 ? -2 : undefined), withIt())
    const tests = []
    for (const property of properties) if (!(property.name in own)) tests.push({ ...property, tests: stream.blocked ? [] : await tryAll(property, withIt) })
    return { driver, bus, ...added(before, stream), gained: lone && short(lone), properties: tests }
  } catch (error) {
    if (error instanceof RefusedToStart) return { driver, bus, problem: error.message }
    return { driver, bus, problem: String(error) }
  }
}

async function tryAll(property: PropertyHelp, withIt: (more: Record<string, string>) => string[]) {
  const tests = []
  for (const value of otherValues(property)) {
    const key = `${property.name} ${property.type} ${property.default} ${value}`
    const known = seen.get(key) ?? seen.set(key, new Map()).get(key)
    if (known?.size === 1 && [...known.values()].every((times) => times >= Number(values.enough))) {
      tests.push({ value, asElsewhere: [...known.keys()][0] })
      continue
    }
    const there = await pair(withIt({}), withIt({ [property.name]: value }))
    const back = there.outcome === 'dst-refused-to-start' ? undefined : await pair(withIt({ [property.name]: value }), withIt({}))
    tests.push({ value, there: short(there), back: back && short(back) })
    const result = `${there.outcome} ${back?.outcome}`
    known?.set(result, (known.get(result) ?? 0) + 1)
  }
  return tests
}

function pair(from: string[], to: string[]): Promise<Outcome> {
  return migrate({ id: '', group: '', from: { cmdline: from, host: '' }, to: { cmdline: to, host: '' } }, { programs })
}

function short({ outcome, error, guest_visible_difference: differences }: Outcome) {
  return outcome === 'completed' ? `completed: ${(differences ?? []).slice(0, 6).join('; ')}` : `${outcome}: ${error.slice(0, 160)}`
}

/** What a device brings. */
function added(before: Stream, after: Stream) {
  const isNew = (list: readonly string[]) => (one: string) => !list.includes(one)
  return {
    sections: after.sections.filter(isNew(before.sections)),
    blocks: after.blocks.filter(isNew(before.blocks)),
    ...(after.blocked && { blocked: after.blocked }),
    pci: after.pci.filter(isNew(before.pci)),
  }
}
