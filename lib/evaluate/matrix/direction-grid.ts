import type { Entry, Feature, Finding, Knowledge, Profile } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Decision, decide } from '../decide.ts'
import { recordFindings } from '../findings.ts'
import type { Found } from '../found.ts'
import { pairScope } from '../pair-scope.ts'
import { tick } from '../patience.ts'
import { planOf } from '../plan.ts'
import { completeSides } from '../sides.ts'
import { showValue } from '../values.ts'
import { axisOf } from './axis.ts'
import { between } from './component-grid.ts'
import type { Grid, GridCell, GridState } from './grid.ts'
import { folded, withVersions } from './joint-grid.ts'

/** The component whose version differs between the sides, and the rest of both hosts. */
export interface Direction {
  readonly component: string
  readonly profile: Profile
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly every?: boolean | undefined
}

/** What one feature's record does to a migration from each version of a component (rows) to each (columns): its findings, folded as an answer's are. */
export function directionGrid(knowledge: Knowledge, entry: Entry<Feature>, { component, profile, from, to, every = false }: Direction): Grid {
  const versions = between(knowledge.lines.get(component), axisOf(knowledge, entry.data.id, component, profile, every), { from, to })
  const profiles = versions.map((version) => withVersions(profile, { [component]: version }))
  const cells = profiles.map((source) =>
    profiles.map((destination, at) => ({
      ...directionOf(knowledge, entry, source, destination, false),
      run: { first: versions[at] as string, last: versions[at] as string },
    })),
  )
  return folded(knowledge, {
    component,
    down: component,
    corner: `${component}: from ↓ to →`,
    feature: entry.data.id,
    rows: versions,
    columns: versions,
    cells,
    every,
  })
}

/** One pair of sides. @param proofs whether findings carry theirs */
export function directionOf(
  knowledge: Knowledge,
  entry: Entry<Feature>,
  source: Profile,
  destination: Profile,
  proofs: boolean,
): Omit<GridCell, 'at' | 'span' | 'run'> & Required<Pick<GridCell, 'move'>> {
  tick()
  const sides = completeSides(knowledge, source, destination)
  const scope = pairScope(knowledge, sides, proofs)
  const { id, applies } = entry.data
  const record = planOf(knowledge).records.find((one) => one.entry.data.id === id)
  const isHere = !applies || [scope.source, scope.destination].some((state) => truthOf(applies, state.scope) !== 'no')
  const found: Found[] = []
  for (const state of [scope.source, scope.destination]) found.push(...state.limits(proofs).filter(({ finding }) => finding.record === id))
  if (record && isHere) recordFindings(record, scope, found)
  const decision = decide(found, true)
  const [before, after] = [scope.source, scope.destination].map((state) => {
    const value = state.scope.valueOf(id, state.scope.side)
    return { known: value?.only !== undefined, text: value?.only === undefined ? 'not known' : showValue(value.only) }
  }) as [Told, Told]
  const findings = found.map(({ finding }) => finding)
  const missing = [...new Set(found.flatMap((one) => one.missing.map(({ fact }) => fact)))]
  const state = isHere || found.length > 0 ? stateOf(decision, findings, before, after, record?.speaks ?? false) : 'none'
  return {
    state,
    text: textOf(state, decision, before, after),
    deprecated: false,
    inferred: false,
    says: [],
    notes: [
      `${before.text} → ${after.text}`,
      ...findings.map(
        ({ effect, certain, depends, summary }) => `${effect}${certain === 'unknown' ? ', not certain' : ''}: ${summary}${depends ? ` (${depends})` : ''}`,
      ),
      ...missing.map((fact) => `not known: ${fact}`),
    ],
    move: { findings, verdict: decision.verdict, missing, source: before.text, destination: after.text },
  }
}

interface Told {
  readonly known: boolean
  readonly text: string
}

function stateOf({ verdict, start, stream, guest }: Decision, findings: readonly Finding[], before: Told, after: Told, speaks: boolean): GridState {
  const isAccepted = stream === 'accepted' && start.source !== 'no' && start.destination !== 'no'
  const isSilent = findings.some(({ effect, certain, harmless }) => effect === 'silent' && certain === 'yes' && !harmless)
  if (isAccepted && isSilent && (guest === 'broken' || guest === 'changed' || guest === 'degraded')) return 'silent'
  if (verdict !== 'yes' || findings.length > 0) return verdict
  if (speaks) return 'yes'
  if (!before.known || !after.known) return 'unknown'
  return before.text === after.text ? 'yes' : 'differs'
}

function textOf(state: GridState, { start, stream, guest }: Decision, before: Told, after: Told): string {
  const change = before.known && after.known && before.text !== after.text ? `, ${before.text} → ${after.text}` : ''
  switch (state) {
    case 'silent':
      return `silently ${guest}`
    case 'no':
      return start.source === 'no' ? 'source does not start' : start.destination === 'no' ? 'does not start' : stream === 'refused' ? 'refused' : 'breaks'
    case 'conditional':
      return `${guest === 'degraded' || guest === 'changed' ? guest : 'conditional'}${change}`
    case 'differs':
      return `${before.text} → ${after.text}`
    case 'yes':
      return `yes${change}`
    case 'unknown':
    case 'none':
      return ''
    default:
      return state
  }
}
