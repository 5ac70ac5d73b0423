import type { BlockedMove, FleetAnswer, FleetDefinition, UpgradeAnswer } from '../../model/index.ts'
import { wrap } from './wrap.ts'

export interface FleetTextOptions {
  /** Columns; default 78. */
  readonly width?: number
  /** Steps of the upgrade that are told; default 60. */
  readonly steps?: number
}

/** Kinds of hosts of which a whole matrix is drawn. */
const WIDEST = 20
const SIGNS = { yes: '+', conditional: '~', unknown: '?', no: '-' } as const

type Line = (text: string, indent?: number, hang?: number) => string

/** What is known of a fleet, for a terminal or a mail: the upgrade first, then the kinds of hosts, then each definition with its matrix. */
export function reportFleet(answer: FleetAnswer, { width = 78, steps = 60 }: FleetTextOptions = {}): string {
  const line: Line = (text, indent = 0, hang = indent) => wrap(text, width, ' '.repeat(indent), ' '.repeat(hang))
  const shared = sharedFacts(answer)
  return `${[
    line(
      `FLEET. ${count(answer.hosts, 'host')} of ${count(answer.kinds.filter((kind) => kind.count > 0).length, 'kind')}, ${count(answer.vms, 'VM')} of ${count(answer.definitions.length, 'definition')}.`,
    ),
    ...(answer.accept === 'conditional' ? [line('Moves are accepted with the verdict `conditional`, too.')] : []),
    '',
    ...(answer.upgrade ? [...upgradeLines(answer.upgrade, line, steps), ''] : []),
    'KINDS OF HOSTS',
    ...(shared.length > 0 ? [line(`all of them: ${shared.map(([key, value]) => `${key}=${value}`).join(' ')}`, 2, 4)] : []),
    ...answer.kinds.flatMap((kind) => {
      const own = Object.entries(kind.facts).filter(([key]) => !shared.some(([other]) => other === key))
      const names = kind.hosts.length > 8 ? `${kind.hosts.slice(0, 6).join(' ')} and ${kind.hosts.length - 6} more` : kind.hosts.join(' ')
      const becomes = kind.after !== kind.count ? `; ${kind.after || 'none'} after the upgrade` : ''
      return [
        line(`${kind.name.padEnd(3)} ${own.map(([key, value]) => `${key}=${value}`).join(' ') || 'nothing else'}`, 2, 6),
        line(`${kind.count === 0 ? 'none now' : `${kind.count}: ${names}`}${becomes}`, 6),
      ]
    }),
    '',
    ...(answer.definitions.length > 0 ? ['VMS (+ yes   ~ conditional   ? not known   - no)', ''] : []),
    ...answer.definitions.flatMap((definition) => [...definitionLines(answer, definition, line), '']),
    line(`Knowledge ${answer.knowledge.digest} of ${answer.knowledge.date}`),
  ].join('\n')}\n`
}

/** Where a definition goes, in a sentence. */
export function domainsInWords(answer: FleetAnswer, definition: FleetDefinition): string {
  const [first] = definition.domains
  if (definition.domains.length === 1 && first && !isStuck(answer, definition, first.kinds))
    return `goes from every host to every other${first.direct ? '' : ', though not always in one move'}`
  const free = definition.domains.filter(({ kinds }) => kinds.length > 1 || !isStuck(answer, definition, kinds))
  if (free.length === 0) return 'goes nowhere'
  const [several, single] = [true, false].map((many) => free.filter(({ kinds }) => kinds.length > 1 === many))
  return [
    ...(several?.length ? [`moves freely among ${several.map(({ kinds }) => kinds.join(' ')).join(', and among ')}`] : []),
    ...(single?.length ? [`stays among hosts like ${single.map(({ kinds }) => kinds.join(' ')).join(', and among those like ')}`] : []),
  ].join('; ')
}

function isStuck(answer: FleetAnswer, { verdicts }: FleetDefinition, kinds: readonly string[]): boolean {
  const at = answer.kinds.findIndex(({ name }) => name === kinds[0])
  return kinds.length === 1 && !accepted(answer, verdicts[at]?.[at] ?? 'unknown')
}

function accepted(answer: FleetAnswer, verdict: string): boolean {
  return verdict === 'yes' || (verdict === 'conditional' && answer.accept === 'conditional')
}

function definitionLines(answer: FleetAnswer, definition: FleetDefinition, line: Line): string[] {
  const { baseline, domains, one_way, starts } = definition
  const name = (index: number): string => domains[index]?.kinds.join(' ') ?? ''
  const notStarting = answer.kinds.filter((_, index) => starts[index] !== 'yes')
  return [
    line(`${title(definition)}: ${domainsInWords(answer, definition)}`, 0, 2),
    ...(notStarting.length > 0
      ? [
          line(
            `not started by ${notStarting.map((kind) => `${kind.name}${starts[answer.kinds.indexOf(kind)] === 'unknown' ? ' (not known)' : ''}`).join(', ')}`,
            2,
            4,
          ),
        ]
      : []),
    ...one_way.map(({ from, to }) => line(`one way only: from ${name(from)} to ${name(to)}`, 2, 4)),
    ...matrixLines(answer, definition),
    ...definition.blocked.flatMap((move) => blockedLines(move, line)),
    ...baselineLines(baseline, line),
  ]
}

/** A definition by its VMs. */
export function title({ vms }: FleetDefinition): string {
  return vms.length <= 3 ? vms.join(', ') : `${vms.slice(0, 2).join(', ')} and ${vms.length - 2} more`
}

function matrixLines({ kinds }: FleetAnswer, { verdicts }: FleetDefinition): string[] {
  if (kinds.length < 2 || kinds.length > WIDEST) return kinds.length > WIDEST ? [`  (a matrix of ${kinds.length} kinds is in the JSON)`] : []
  const wide = Math.max(2, ...kinds.map(({ name }) => name.length))
  return [
    `  from \\ to ${kinds.map(({ name }) => name.padStart(wide)).join(' ')}`,
    ...kinds.map(({ name }, from) => `  ${name.padEnd(9)} ${kinds.map((_, to) => SIGNS[verdicts[from]?.[to] ?? 'unknown'].padStart(wide)).join(' ')}`),
  ]
}

function blockedLines({ from, to, verdict, findings, missing, full }: BlockedMove, line: Line): string[] {
  const head = `${from} to ${to}: ${full ? 'no room' : verdict}`
  const reasons = findings.map(({ record, summary }) => line(`${record}: ${summary}`, 6, 8))
  const asked = verdict === 'unknown' && missing.length > 0 ? [line(`not known: ${missing.slice(0, 6).join(', ')}`, 6, 8)] : []
  return [line(head, 4, 6), ...reasons, ...asked]
}

function baselineLines({ status, set, costs, left }: FleetDefinition['baseline'], line: Line): string[] {
  if (status === 'as-is') return []
  if (status === 'none') return left.length === 0 ? [] : [line('No options known here let it go everywhere.', 2)]
  return [
    line(
      `Started with ${Object.entries(set)
        .map(([key, value]) => `${key}=${value}`)
        .join(' ')}, it goes from every host to every other.`,
      2,
    ),
    ...costs.map(({ feature, from, to, kinds }) => line(`cost on ${kinds.join(' ')}: ${feature} is ${to} instead of ${from}`, 4, 6)),
    ...(costs.length === 0 ? [line('It costs the guest nothing that is recorded.', 4)] : []),
  ]
}

function upgradeLines(upgrade: UpgradeAnswer, line: Line, most: number): string[] {
  const head = {
    order: 'UPGRADE: there is an order in which no VM is stranded.',
    impossible: 'UPGRADE: no order does without stranding a VM.',
    undecided: 'UPGRADE: no order was found, and that there is none is not shown.',
  }[upgrade.status]
  const steps = upgrade.steps
    .slice(0, most)
    .flatMap(({ host, moves }, index) => [
      line(`${String(index + 1).padStart(String(upgrade.steps.length).length)}. ${host}${moves.length === 0 ? ' (empty)' : ''}`, 2, 6),
      ...moves.map(({ vm, from, to }) => line(`${vm}: ${from} to ${to}`, 7, 9)),
    ])
  return [
    line(head),
    line(`${upgrade.why}.`, 2),
    ...steps,
    ...(upgrade.steps.length > most ? [line(`and ${upgrade.steps.length - most} more steps; all are in the JSON`, 2)] : []),
    ...upgrade.stranded.flatMap(({ host, vm, blocked }) => [line(`${vm} cannot leave ${host}:`, 2), ...blocked.flatMap((move) => blockedLines(move, line))]),
  ]
}

/** Facts that every kind has alike. */
function sharedFacts({ kinds }: FleetAnswer): [string, string][] {
  const first = kinds[0]
  return kinds.length < 2 || !first ? [] : Object.entries(first.facts).filter(([key, value]) => kinds.every(({ facts }) => facts[key] === value))
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
