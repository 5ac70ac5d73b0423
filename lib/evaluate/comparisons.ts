import type { Comparison, Encoding, Entry, Feature, Finding, Impact, Proof } from '../model/index.ts'
import { truthOf } from './compile.ts'
import { type SideValue, judge } from './condition.ts'
import { type Found, foundOf } from './found.ts'
import type { PairScope } from './pair-scope.ts'
import type { PlannedRecord } from './plan.ts'
import { type Received, receivedValue } from './received.ts'
import { fill, header, knownValue, shown, shownValue, statement } from './said.ts'
import { type Relation, relate, relationsBetween } from './values.ts'

/** Compares what the receiver takes the source's value for; a value that is sent to a version that has no place for it is refused. */
export function compareReceived(
  record: PlannedRecord,
  comparison: Comparison,
  encoding: Encoding,
  destination: SideValue,
  scope: PairScope,
  found: Found[],
): void {
  const entry = record.entry as Entry<Feature>
  const received = receivedValue(entry, encoding, scope)
  if (!received) return
  const { value, unread } = received
  const explained = (): Received => receivedValue(entry, encoding, scope.explained) as Received
  if (unread.truth !== 'yes') compareSides(record, comparison, value, destination, scope, found, () => explained().value)
  if (unread.truth === 'no') return
  const summary = `the stream brings a value of ${entry.data.control.option}, for which this version of the receiver has no place`
  const prove = (): Proof[] => {
    const because = [...explained().unread.because, statement(entry, `migration.${comparison.id}`, summary, comparison.inferred, comparison.evidence)]
    return [{ kind: 'step', text: summary, because }]
  }
  const said = { effect: 'refused', guest: 'unchanged', harmless: false, certain: unread.truth, summary } as const
  found.push(
    foundOf(
      { ...header(record, comparison.id, comparison.stage, scope), ...said, cites: comparison.evidence, policies: entry.data.policies },
      prove,
      scope.proofs,
      { missing: unread.missing },
    ),
  )
}

/**
 * Compares two values of a record's feature; what their difference does is added to `found`.
 * @param explain the source's value with its reasons, where it is not what the source has
 */
export function compareSides(
  record: PlannedRecord,
  comparison: Comparison,
  source: SideValue,
  destination: SideValue,
  scope: PairScope,
  found: Found[],
  explain?: () => SideValue,
): void {
  const outcome = outcomeBetween(comparison, source, destination)
  const when = outcome && comparison.when ? truthOf(comparison.when, scope) : 'yes'
  if (!outcome || when === 'no') return
  const { worst } = outcome
  const certain: Finding['certain'] = outcome.certain && when === 'yes' ? 'yes' : 'unknown'
  const entry = record.entry as Entry<Feature>
  const { id, policies } = entry.data
  const text = comparison.summary.includes('{') ? fill(comparison.summary, scope).replaceAll('{received}', shownValue(source)) : comparison.summary
  const said = {
    record: id,
    revision: entry.revision,
    claim: comparison.id,
    stage: comparison.stage,
    source: knownValue(record, scope.source),
    destination: knownValue(record, scope.destination),
    effect: worst.effect,
    guest: worst.guest,
    harmless: worst.harmless,
    certain,
    summary: text,
    cites: comparison.evidence,
    policies,
  }
  const missing = certain === 'yes' ? [] : [...(comparison.when ? judge(comparison.when, scope).missing : []), ...source.missing, ...destination.missing]
  found.push(
    foundOf(
      said,
      () => [
        {
          kind: 'step',
          text,
          because: [
            ...(comparison.when ? judge(comparison.when, scope.explained).because : []),
            explain ? shown('received', explain()) : shown('source', scope.explained.valueOf(id, scope.sides.source) as SideValue),
            shown('destination', scope.explained.valueOf(id, scope.sides.destination) as SideValue),
            statement(entry, `migration.${comparison.id}`, text, comparison.inferred, comparison.evidence),
          ],
        },
      ],
      scope.proofs,
      { missing },
    ),
  )
}

/** What the difference of two values does, or may do at worst; undefined where it does nothing. */
function outcomeBetween(comparison: Comparison, source: SideValue, destination: SideValue): { worst: Outcome; certain: boolean } | undefined {
  const { domain } = source
  if (source.only !== undefined && destination.only !== undefined) {
    const worst = outcomeOf(comparison, relate(domain, source.only, destination.only))
    return worst && { worst, certain: true }
  }
  const open = source.open || destination.open
  const outcomes = [...relationsBetween(domain, source.candidates, destination.candidates)].map((relation) => outcomeOf(comparison, relation))
  if (!open && outcomes.every((outcome) => outcome === undefined)) return undefined
  const certain = !open && outcomes.length === 1
  const worst = (certain ? outcomes[0] : undefined) ?? worstOf(comparison)
  return worst && { worst, certain }
}

interface Outcome {
  readonly effect: Finding['effect']
  readonly guest: Impact
  readonly harmless: boolean
}

function outcomeOf(comparison: Comparison, relation: Relation): Outcome | undefined {
  const direct = relation === 'equal' ? undefined : comparison[relation]
  const fallback =
    relation === 'changed' && comparison.compare === 'dst>=src'
      ? comparison.lowered
      : relation !== 'equal' && comparison.compare === 'equal'
        ? comparison.changed
        : undefined
  const outcome = direct ?? fallback
  return outcome && (outcome.effect !== 'none' || outcome.guest !== 'unchanged') ? outcome : undefined
}

function worstOf(comparison: Comparison): Outcome | undefined {
  return (['lowered', 'changed', 'raised'] as const).map((relation) => outcomeOf(comparison, relation)).find((outcome) => outcome !== undefined)
}
