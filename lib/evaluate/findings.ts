import type { Clause, Entry, Feature, Finding, Proof, Rule, Truth } from '../model/index.ts'
import { compareReceived, compareSides } from './comparisons.ts'
import { type SideValue, judge, sameInputs } from './condition.ts'
import { type Found, foundOf } from './found.ts'
import { type PairScope, explainedSide } from './pair-scope.ts'
import type { PlannedRecord } from './plan.ts'
import { fill, knownValue, statement } from './said.ts'
import type { Judgement, MissingFact } from './truth.ts'
import { judgeUse } from './uses.ts'

/**
 * Everything that one record says about the pair (its comparisons, its uses and its clauses), added to `found`. Where no side is known to be what the record
 * is about nothing of it is certain.
 */
export function recordFindings(record: PlannedRecord, scope: PairScope, found: Found[]): void {
  const before = found.length
  if (record.comparisons.length > 0 || record.uses.length > 0) featureFindings(record, scope, found)
  clauseFindings(record, scope, found)
  if (found.length === before || [scope.source, scope.destination].some((side) => side.applies(record) === 'yes')) return
  const missing = judgedApplies(record.entry, scope).flatMap((one) => one.missing)
  for (let index = before; index < found.length; index++) found[index] = doubted(found[index] as Found, missing)
}

function doubted(found: Found, missing: readonly MissingFact[]): Found {
  // Nobody has seen it yet; a copy would ask for its proof.
  found.finding.certain = 'unknown'
  return { ...found, missing: [...found.missing, ...missing] }
}

function featureFindings(record: PlannedRecord, scope: PairScope, found: Found[]): void {
  const source = scope.source.valueAt(record)
  const destination = scope.destination.valueAt(record)
  const alike = isAlike(source, destination)
  const before = found.length
  for (const comparison of record.comparisons) {
    if (comparison.encoding) compareReceived(record, comparison, comparison.encoding, destination, scope, found)
    // A guest sees nothing of a value that is refused.
    else if (!alike && !isRefused(found, before)) compareSides(record, comparison, source, destination, scope, found)
  }
  if (record.uses.length === 0) return
  const boot = scope.sides.boot === scope.sides.source ? source : (scope.valueOf(record.entry.data.id, scope.sides.boot) as SideValue)
  if (!isAlike(boot, destination)) for (const use of record.uses) judgeUse(record, use, boot, destination, scope, found)
}

/** Whether there is nothing to compare: one value, known or not. */
function isAlike(a: SideValue, b: SideValue): boolean {
  return (a.only !== undefined && a.only === b.only) || sameInputs(a, b)
}

/** Whether something that was found since is a refusal. */
function isRefused(found: readonly Found[], since: number): boolean {
  for (let index = since; index < found.length; index++) {
    const { finding } = found[index] as Found
    if (finding.effect === 'refused' && finding.certain === 'yes') return true
  }
  return false
}

/** What clauses of a feature or a rule say about the pair; `start` clauses about each side. */
function clauseFindings(record: PlannedRecord, scope: PairScope, found: Found[]): void {
  for (const { of, test } of record.pair) {
    const truth = test(scope, scope.side)
    if (truth !== 'no') found.push(fromClause(record, of, truth, undefined, scope))
  }
  if (record.start.length === 0) return
  for (const name of ['source', 'destination'] as const) {
    const truths = scope[name].startTruths(record)
    for (let index = 0; index < truths.length; index++) {
      const truth = truths[index] as Truth
      if (truth !== 'no') found.push(fromClause(record, record.start[index]?.of as Clause, truth, name, scope))
    }
  }
}

function fromClause(record: PlannedRecord, clause: Clause, truth: Truth, side: 'source' | 'destination' | undefined, scope: PairScope): Found {
  const { entry } = record
  const text = fill(clause.summary, scope, side)
  const lacking: MissingFact[] = clause.lacks ? [{ fact: `knowledge.${entry.data.id}.${clause.id}`, why: clause.lacks }] : []
  const open = truth === 'unknown' ? judge(clause.if, side ? scope[side].scope : scope).missing : []
  const said: Omit<Finding, 'because'> = {
    record: entry.data.id,
    revision: entry.revision,
    claim: clause.id,
    stage: clause.stage,
    source: knownValue(record, scope.source),
    destination: knownValue(record, scope.destination),
    effect: clause.effect,
    guest: clause.guest,
    harmless: clause.harmless,
    certain: lacking.length > 0 || truth === 'unknown' ? 'unknown' : 'yes',
    summary: text,
    cites: clause.evidence,
    policies: clause.policies.length > 0 ? [...new Set([...clause.policies, ...entry.data.policies])] : entry.data.policies,
  }
  if (side) said.side = side
  if (clause.depends) said.depends = clause.depends
  return foundOf(
    said,
    () => [
      {
        kind: 'step',
        text,
        because: [
          ...whyApplies(entry, scope),
          ...judge(clause.if, side ? explainedSide(scope, scope.sides[side]) : scope.explained).because,
          ...lacking.map((one) => ({ kind: 'missing', ...one }) as const),
          statement(entry, `clauses.${clause.id}`, text, clause.inferred, clause.evidence),
        ],
      },
    ],
    scope.proofs,
    { missing: lacking.length > 0 ? [...open, ...lacking] : open },
  )
}

/** Why a record with `applies` is about the pair: a side on which it holds, else all on which it may. */
function whyApplies({ data }: Pick<Entry<Feature | Rule>, 'data'>, scope: PairScope): Proof[] {
  if (!data.applies) return []
  const judged = judgedApplies({ data }, scope)
  const holding = judged.find(({ truth }) => truth === 'yes')
  const because = holding ? holding.because : judged.filter(({ truth }) => truth === 'unknown').flatMap((one) => one.because)
  return [{ kind: 'step', text: `${data.id} is about such machines`, because: [...new Set(because)] }]
}

/** What `applies` comes to on each side. */
function judgedApplies({ data: { applies } }: Pick<Entry<Feature | Rule>, 'data'>, scope: PairScope): Judgement[] {
  return applies ? [scope.sides.source, scope.sides.destination].map((side) => judge(applies, explainedSide(scope, side))) : []
}
