import type { Finding } from '../../model/index.ts'

/** A finding with its number in the answer. */
export interface Numbered {
  readonly number: number
  readonly finding: Finding
}

/** A part that one side has and the other has elsewhere, or another in its place: two findings, one cause. */
export interface Moved {
  readonly numbers: readonly number[]
  readonly findings: readonly [Finding, Finding]
  readonly id: string
  readonly driver: { readonly from: string; readonly to: string }
  /** The properties that differ: `bus=pci.0 on the source, bus=pcie.0 on the destination`; empty where none does. */
  readonly where: string
}

/** The finding that a part is lost and the one that a part with its id is gained; undefined where there are not both. */
export function movedOf(some: readonly Numbered[]): Moved | undefined {
  const lost = some.find(({ finding }) => /^parts\..*\.lost$/.test(finding.claim))
  const gained = some.find(({ finding }) => /^parts\..*\.gained$/.test(finding.claim))
  const from = lost && propertiesOf(lost.finding.source.value)
  const to = gained && propertiesOf(gained.finding.destination.value)
  const id = from?.given.get('id') ?? from?.given.get('node-name')
  if (!from || !to || id === undefined) return undefined
  const names = [...new Set([...from.given.keys(), ...to.given.keys()])].filter((name) => from.given.get(name) !== to.given.get(name))
  const list = (given: ReadonlyMap<string, string>): string => names.map((name) => (given.has(name) ? `${name}=${given.get(name)}` : `no ${name}`)).join(', ')
  return {
    numbers: [lost.number, gained.number].sort((a, b) => a - b),
    findings: [lost.finding, gained.finding],
    id,
    driver: { from: from.driver, to: to.driver },
    where: names.length > 0 ? `${list(from.given)} on the source, ${list(to.given)} on the destination` : '',
  }
}

/** Parts that moved in the same way, in words. */
export function movedInWords(some: readonly Moved[]): string {
  const [{ driver, id, where }] = some as [Moved]
  if (driver.from !== driver.to) return `${id} is ${driver.from} on the source, ${driver.to} on the destination`
  const names = some.map((one) => `${one.driver.from} ${one.id}`.trim()).join(', ')
  const verb = some.length > 1 ? 'are' : 'is'
  return where === '' ? `${names} ${verb} elsewhere on the destination, as what it is plugged into is another` : `${names} ${verb} elsewhere: ${where}`
}

function propertiesOf(value: unknown): { driver: string; given: Map<string, string> } {
  const [driver = '', ...rest] = String(value ?? '').split(',')
  return {
    driver,
    given: new Map(rest.flatMap((part) => (part.includes('=') ? [[part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const] : []))),
  }
}
