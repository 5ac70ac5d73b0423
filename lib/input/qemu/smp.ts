import type { FactSheet } from '../facts.ts'
import type { Pairs } from './option-string.ts'

/** Levels of the topology, from the outside in. */
const LEVELS = ['drawers', 'books', 'sockets', 'dies', 'clusters', 'modules', 'cores', 'threads']

/**
 * Takes `-smp 2,maxcpus=4,sockets=2`: the numbers of vCPUs as QEMU completes them, and the levels of the topology that are given.
 * Which of the others is then completed hangs on the machine, so it is not done here.
 * @returns what is no part of it
 * Source: hw/core/machine-smp.c, machine_parse_smp_config
 */
export function readSmp(text: string, pairs: Pairs, sheet: FactSheet, place: string): string[] {
  sheet.replace('smp', text, place)
  const given = new Map<string, number>()
  const rest: string[] = []
  for (const [key, value] of pairs) {
    if (['cpus', 'maxcpus', ...LEVELS].includes(key) && /^[1-9]\d{0,8}$/.test(value)) given.set(key, Number(value))
    else rest.push(`-smp ${key}=${value}`)
  }
  const product = LEVELS.reduce((so, level) => so * (given.get(level) ?? 1), 1)
  const maxcpus = given.get('maxcpus') ?? given.get('cpus') ?? product
  sheet.replace('smp.cpus', String(given.get('cpus') ?? maxcpus), place)
  sheet.replace('smp.maxcpus', String(maxcpus), place)
  for (const level of LEVELS) if (given.has(level)) sheet.replace(`smp.${level}`, String(given.get(level)), place)
  return rest
}
