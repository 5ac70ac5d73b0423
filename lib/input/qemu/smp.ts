import type { Pairs } from './option-string.ts'

/** Levels of the topology, from the outside in. */
const LEVELS = ['drawers', 'books', 'sockets', 'dies', 'clusters', 'modules', 'cores', 'threads']

/**
 * What `-smp 2,maxcpus=4,sockets=2` says: the numbers of vCPUs as QEMU completes them, and the levels of the topology that are given.
 * Which of the others is then completed hangs on the machine: `smp.by-cores` is the topology where cores come first, `smp.by-sockets` where sockets do;
 * `impossible` where the levels do not multiply to the number of vCPUs.
 * @param pairs of which the last of a name counts
 * @returns the facts, and what is no part of it
 * Source: hw/core/machine-smp.c, machine_parse_smp_config
 */
export function smpFacts(pairs: Pairs): { readonly facts: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const given = new Map<string, number>()
  const rest: string[] = []
  for (const [key, value] of pairs) {
    if (['cpus', 'maxcpus', ...LEVELS].includes(key) && /^[1-9]\d{0,8}$/.test(value)) given.set(key, Number(value))
    else rest.push(`${key}=${value}`)
  }
  const product = LEVELS.reduce((so, level) => so * (given.get(level) ?? 1), 1)
  const maxcpus = given.get('maxcpus') ?? given.get('cpus') ?? product
  const facts = new Map([
    ['smp.cpus', String(given.get('cpus') ?? maxcpus)],
    ['smp.maxcpus', String(maxcpus)],
  ])
  for (const level of LEVELS) if (given.has(level)) facts.set(`smp.${level}`, String(given.get(level)))
  for (const first of ['cores', 'sockets'] as const) facts.set(`smp.by-${first}`, topology(given, maxcpus, first))
  return { facts, rest }
}

/** All levels, those completed that were not given. */
function topology(given: ReadonlyMap<string, number>, maxcpus: number, first: 'cores' | 'sockets'): string {
  const level = (name: string): number => given.get(name) ?? 1
  const others = LEVELS.filter((name) => !['sockets', 'cores', 'threads'].includes(name)).reduce((so, name) => so * level(name), 1)
  const order = first === 'cores' ? ['cores', 'sockets', 'threads'] : ['sockets', 'cores', 'threads']
  // The first level that was not given takes what is left, and those after it are one.
  const open = order.find((name) => !given.has(name))
  const known = ['sockets', 'cores', 'threads'].filter((name) => name !== open).reduce((so, name) => so * level(name), others)
  const values = new Map(LEVELS.map((name) => [name, name === open ? Math.floor(maxcpus / known) : level(name)]))
  const product = [...values.values()].reduce((so, value) => so * value, 1)
  if (product !== maxcpus || maxcpus < (given.get('cpus') ?? 0)) return 'impossible'
  return LEVELS.filter((name) => ['sockets', 'cores', 'threads'].includes(name) || (values.get(name) ?? 1) > 1)
    .map((name) => `${values.get(name)} ${name}`)
    .join(', ')
}
