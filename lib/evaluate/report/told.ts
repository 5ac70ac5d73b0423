import { type Answer, DERIVED_FACTS, type Finding, type Knowledge, factKey } from '../../model/index.ts'
import { type Moved, type Numbered, movedInWords, movedOf } from './moved.ts'
import { leavesOf } from './tree.ts'
import { effectInWords } from './words.ts'

/** What findings are listed under, worst first. */
export const TITLES = ['What stands in the way', 'What may stand in the way', 'What the guest would notice', 'What no guest is known to mind'] as const
export type Title = (typeof TITLES)[number]

/** Findings with one cause, told together under the title of the worst. */
export interface Told {
  readonly title: Title
  /** Their statements, worst first; findings that say the same are one. */
  readonly statements: readonly Statement[]
}

/** What one or several findings say. */
export interface Statement {
  /** The numbers of the findings in the answer, from 1. */
  readonly numbers: readonly number[]
  readonly findings: readonly [Finding, ...Finding[]]
  /** What it does, in two or three words. */
  readonly effect: string
  readonly text: string
}

/**
 * The findings of an answer as they are told: what one device or one feature causes is told together, the same is said once (whichever side and record it
 * comes from), and a part that is lost on one side and gained on the other has moved or was exchanged.
 */
export function tell({ findings }: Pick<Answer, 'findings'>, knowledge?: Knowledge): Told[] {
  const bySubject = new Map<string, Numbered[]>()
  for (const [index, finding] of findings.entries()) {
    const key = subjectOf(finding, knowledge)
    const numbered = { number: index + 1, finding }
    const known = bySubject.get(key)
    if (known) known.push(numbered)
    else bySubject.set(key, [numbered])
  }
  const told = [...bySubject.values()].map((some): Told => ({ title: titleOf((some[0] as Numbered).finding), statements: statementsOf(some) }))
  return TITLES.flatMap((title) => movedTogether(told.filter((one) => one.title === title)))
}

/** Whether a finding alone keeps the VM from being migrated, for certain. */
export function titleOf({ certain, depends, effect, guest, harmless }: Finding): Title {
  const stops = effect === 'refused' || guest === 'broken'
  if (stops || guest === 'unknown')
    return certain === 'yes' && depends === undefined && guest !== 'unknown' ? 'What stands in the way' : 'What may stand in the way'
  return harmless || guest === 'unchanged' ? 'What no guest is known to mind' : 'What the guest would notice'
}

/** A fact of the question that a finding rests on. */
interface Given {
  readonly key: string
  readonly source?: string
  readonly destination?: string
}

/**
 * What was given that a statement rests on, and where: `cap-htm=on (vm.cmd, word 10: -machine)`. Where it is about both sides, what differs between them, of
 * the VM's definition or else of the hosts; where about the start of one, what was given of that.
 */
export function givenFor({ findings }: Statement): { source: readonly string[]; destination: readonly string[] } {
  const [{ side }] = findings
  const places = new Map<string, string>()
  for (const leaf of findings.flatMap(({ because }) => leavesOf(because))) if (leaf.kind === 'fact' && leaf.place) places.set(leaf.fact, ` (${leaf.place})`)
  const all = givenOf(findings).filter(({ key }) => key !== 'arch' && key !== 'accel' && !DERIVED_FACTS.has(key))
  const some = side === undefined || side === 'both' ? differing(all) : all.filter((one) => one[side] !== undefined)
  const ofVm = some.filter(({ key }) => factKey(key).subject === 'vm')
  const ofHost = some.filter(({ key }) => factKey(key).subject === 'host')
  const shown = (side === undefined ? (ofVm.length > 0 ? ofVm : ofHost) : [...ofVm, ...ofHost]).slice(0, MOST_FACTS)
  const on = (which: 'source' | 'destination'): string[] =>
    shown.flatMap((one) => {
      const value = one[which]
      return value === undefined || value.length > LONGEST ? [] : [`${one.key}=${value}${places.get(`${which}.${one.key}`) ?? ''}`]
    })
  return { source: side === 'destination' ? [] : on('source'), destination: side === 'source' ? [] : on('destination') }
}

/** Most facts that are named beside a finding, and most characters of a value. */
const MOST_FACTS = 3
const LONGEST = 60

function givenOf(findings: readonly Finding[]): Given[] {
  const given = new Map<string, Given>()
  for (const leaf of findings.flatMap(({ because }) => leavesOf(because))) {
    const [, side, key] = (leaf.kind === 'fact' && /^(source|destination)\.(.+)$/.exec(leaf.fact)) || []
    if (leaf.kind === 'fact' && side && key) given.set(key, { ...(given.get(key) ?? { key }), [side]: leaf.value })
  }
  return [...given.values()]
}

/** What differs; where that is the list of devices alone, what is on one side only says more: the drive or the option that it is about. */
function differing(all: readonly Given[]): readonly Given[] {
  const found = all.filter(differs)
  const single = all.filter(
    ({ key, source, destination }) => key !== 'device' && (source === undefined) !== (destination === undefined) && factKey(key).subject === 'vm',
  )
  return found.every(({ key }) => key === 'device') && single.length > 0 ? single : found
}

function differs({ source, destination }: Given): boolean {
  return source !== undefined && destination !== undefined && source !== destination
}

/** What is told together: the findings of one part by its id, of one feature, of the one fact of the VM that differs; else one claim at both sides. */
function subjectOf(finding: Finding, knowledge: Knowledge | undefined): string {
  if (knowledge?.entries.get(finding.record)?.data.kind === 'feature') return finding.record
  const facts = leavesOf(finding.because).filter((leaf) => leaf.kind === 'fact')
  const id = finding.claim.startsWith('parts.') && facts.flatMap(({ value }) => /(?:^|,)(?:id|node-name)=([^,]+)/.exec(value)?.[1] ?? [])[0]
  if (id) return `part ${id}`
  const differing = givenOf([finding]).filter((one) => differs(one) && factKey(one.key).subject === 'vm')
  if (differing.length === 1) return `fact ${differing[0]?.key}`
  return `${finding.record} ${finding.claim} ${finding.claim.startsWith('parts.') ? finding.summary : ''}`
}

function statementsOf(some: readonly Numbered[]): Statement[] {
  const moved = movedOf(some)
  const rest = moved ? some.filter(({ number }) => !moved.numbers.includes(number)) : some
  const byText = new Map<string, Numbered[]>()
  for (const one of rest) {
    // What is certain of one side and open of the other is not said of both.
    const text = `${effectInWords({ ...one.finding, side: 'both' })} ${one.finding.summary}`
    byText.set(text, [...(byText.get(text) ?? []), one])
  }
  const statements = [...byText.values()].map((same): Statement => {
    const [first] = same as [Numbered]
    const sides = new Set(same.map(({ finding }) => finding.side))
    const effect = effectInWords(sides.size > 1 ? { ...first.finding, side: 'both' } : first.finding)
    return {
      numbers: same.map(({ number }) => number),
      findings: same.map(({ finding }) => finding) as [Finding, ...Finding[]],
      effect,
      text: first.finding.summary,
    }
  })
  return [...(moved ? [statementOf(moved)] : []), ...statements]
}

function statementOf(moved: Moved): Statement {
  return { numbers: moved.numbers, findings: moved.findings, effect: effectInWords(moved.findings[0]), text: movedInWords([moved]) }
}

/** Parts that moved in the same way and do the same, as one. */
function movedTogether(told: readonly Told[]): Told[] {
  const groups = new Map<string, Moved[]>()
  const alone = new Map<Told, string>()
  for (const one of told) {
    const [statement] = one.statements
    const moved =
      one.statements.length === 1 && statement
        ? movedOf(statement.findings.map((finding, index) => ({ number: statement.numbers[index] as number, finding })))
        : undefined
    if (!moved || moved.driver.from !== moved.driver.to) continue
    const key = `${(statement as Statement).effect} ${moved.where}`
    alone.set(one, key)
    groups.set(key, [...(groups.get(key) ?? []), moved])
  }
  const said = new Set<string>()
  return told.flatMap((one) => {
    const key = alone.get(one)
    const some = key === undefined ? [] : (groups.get(key) ?? [])
    if (key === undefined || some.length < 2) return [one]
    if (said.has(key)) return []
    said.add(key)
    const [first] = one.statements as readonly [Statement]
    const findings = some.flatMap((moved) => moved.findings) as [Finding, ...Finding[]]
    return [
      {
        title: one.title,
        statements: [{ numbers: some.flatMap(({ numbers }) => numbers).sort((a, b) => a - b), findings, effect: first.effect, text: movedInWords(some) }],
      },
    ]
  })
}
