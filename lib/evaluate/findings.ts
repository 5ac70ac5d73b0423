import type { Clause, Comparison, Encoding, Entry, Evidence, Feature, Finding, Impact, Proof, Rule, Truth, Use, Value } from '../model/index.ts'
import { truthOf } from './compile.ts'
import { type Scope, type SideValue, judge, sameInputs } from './condition.ts'
import { type Found, foundOf } from './found.ts'
import { type PairScope, explainedSide } from './pair-scope.ts'
import type { PlannedRecord, PlannedUse } from './plan.ts'
import { type Received, receivedValue } from './received.ts'
import type { SideFacts } from './sides.ts'
import { type Judgement, type MissingFact, and, not } from './truth.ts'
import { type Relation, offers, relate, showValue } from './values.ts'

/** Everything that one record says about the pair (its comparisons, its uses and its clauses), added to `found`. */
export function recordFindings(record: PlannedRecord, scope: PairScope, found: Found[]): void {
  if (record.comparisons.length > 0 || record.uses.length > 0) featureFindings(record, record.entry as Entry<Feature>, scope, found)
  clauseFindings(record, scope, found)
}

function featureFindings({ comparisons, uses }: PlannedRecord, entry: Entry<Feature>, scope: PairScope, found: Found[]): void {
  const { id } = entry.data
  const source = scope.valueOf(id, scope.sides.source) as SideValue
  const destination = scope.valueOf(id, scope.sides.destination) as SideValue
  const alike = source === destination || sameInputs(source, destination)
  const before = found.length
  for (const comparison of comparisons) {
    if (comparison.encoding) compareReceived(entry, comparison, comparison.encoding, destination, scope, found)
    // A guest sees nothing of a value that is refused.
    else if (!alike && (found.length === before || !found.slice(before).some(isRefused))) compareSides(entry, comparison, source, destination, scope, found)
  }
  if (uses.length === 0) return
  const boot = scope.valueOf(id, scope.sides.boot) as SideValue
  if (!sameInputs(boot, destination)) for (const use of uses) judgeUse(entry, use, boot, destination, scope, found)
}

function isRefused({ finding }: Found): boolean {
  return finding.effect === 'refused' && finding.certain === 'yes'
}

/** What clauses of a feature or a rule say about the pair; `start` clauses about each side. */
function clauseFindings(record: PlannedRecord, scope: PairScope, found: Found[]): void {
  for (const { of, test } of record.pair) {
    const truth = test(scope, scope.side)
    if (truth !== 'no') found.push(fromClause(record.entry, of, truth, undefined, scope))
  }
  if (record.start.length === 0) return
  for (const name of ['source', 'destination'] as const) {
    const truths = scope[name].startTruths(record)
    for (let index = 0; index < truths.length; index++) {
      const truth = truths[index] as Truth
      if (truth !== 'no') found.push(fromClause(record.entry, record.start[index]?.of as Clause, truth, name, scope))
    }
  }
}

function fromClause(entry: Entry<Feature> | Entry<Rule>, clause: Clause, truth: Truth, side: 'source' | 'destination' | undefined, scope: PairScope): Found {
  const text = fill(clause.summary, scope)
  const lacking: MissingFact[] = clause.lacks ? [{ fact: `knowledge.${entry.data.id}.${clause.id}`, why: clause.lacks }] : []
  const open = truth === 'unknown' ? judge(clause.if, side ? scope[side].scope : scope).missing : []
  const said: Omit<Finding, 'because'> = {
    record: entry.data.id,
    revision: entry.revision,
    claim: clause.id,
    stage: clause.stage,
    source: knownValue(entry, scope.sides.source, scope),
    destination: knownValue(entry, scope.sides.destination, scope),
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
function whyApplies({ data }: Entry<Feature> | Entry<Rule>, scope: PairScope): Proof[] {
  const { applies } = data
  if (!applies) return []
  const judged = [scope.sides.source, scope.sides.destination].map((side) => judge(applies, explainedSide(scope, side)))
  const holding = judged.find(({ truth }) => truth === 'yes')
  const because = holding ? holding.because : judged.filter(({ truth }) => truth === 'unknown').flatMap((one) => one.because)
  return [{ kind: 'step', text: `${data.id} is about such machines`, because: [...new Set(because)] }]
}

/** Compares what the receiver takes the source's value for; a value that is sent to a version that has no place for it is refused. */
function compareReceived(entry: Entry<Feature>, comparison: Comparison, encoding: Encoding, destination: SideValue, scope: PairScope, found: Found[]): void {
  const received = receivedValue(entry, encoding, scope)
  if (!received) return
  const { value, unread } = received
  const explained = (): Received => receivedValue(entry, encoding, scope.explained) as Received
  if (unread.truth !== 'yes') compareSides(entry, comparison, value, destination, scope, found, () => explained().value)
  if (unread.truth === 'no') return
  const summary = `the stream brings a value of ${entry.data.control.option}, for which this version of the receiver has no place`
  const prove = (): Proof[] => {
    const because = [...explained().unread.because, statement(entry, `migration.${comparison.id}`, summary, comparison.inferred, comparison.evidence)]
    return [{ kind: 'step', text: summary, because }]
  }
  const said = { effect: 'refused', guest: 'unchanged', harmless: false, certain: unread.truth, summary } as const
  found.push(
    foundOf(
      { ...header(entry, comparison.id, comparison.stage, scope), ...said, cites: comparison.evidence, policies: entry.data.policies },
      prove,
      scope.proofs,
      { missing: unread.missing },
    ),
  )
}

/** @param explain the source's value with its reasons, where it is not what the source has */
function compareSides(
  entry: Entry<Feature>,
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
  const text = fill(comparison.summary, scope).replaceAll('{received}', shownValue(source))
  const { id, policies } = entry.data
  const said = {
    record: id,
    revision: entry.revision,
    claim: comparison.id,
    stage: comparison.stage,
    source: knownValue(entry, scope.sides.source, scope),
    destination: knownValue(entry, scope.sides.destination, scope),
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
  if (isKnown(source) && isKnown(destination)) {
    const worst = outcomeOf(comparison, relate(domain, source.candidates[0] as Value, destination.candidates[0] as Value))
    return worst && { worst, certain: true }
  }
  const open = source.open || destination.open
  const outcomes = [...new Set(source.candidates.flatMap((a) => destination.candidates.map((b) => relate(domain, a, b))))].map((relation) =>
    outcomeOf(comparison, relation),
  )
  if (!open && outcomes.every((outcome) => outcome === undefined)) return undefined
  const certain = !open && outcomes.length === 1
  const worst = (certain ? outcomes[0] : undefined) ?? worstOf(comparison)
  return worst && { worst, certain }
}

/** A use matters if the guest was started where it was offered, it uses it, and the destination does not offer it. */
function judgeUse(entry: Entry<Feature>, planned: PlannedUse, boot: SideValue, destination: SideValue, scope: PairScope, found: Found[]): void {
  const use = planned.of
  if (!mayLose(use, boot, destination)) return
  const judgement = useJudgement(entry, planned, boot, destination, scope)
  if (judgement.truth === 'no') return
  const text = fill(use.summary, scope)
  const prove = (): Proof[] => {
    const explained = (side: SideFacts): SideValue => scope.explained.valueOf(entry.data.id, side) as SideValue
    const { because } = useJudgement(entry, planned, explained(scope.sides.boot), explained(scope.sides.destination), scope.explained)
    return [{ kind: 'step', text, because: [...because, statement(entry, `uses.${use.name}`, text, use.inferred, use.evidence)] }]
  }
  const said = { effect: use.without.effect, guest: use.without.guest, harmless: use.without.harmless, certain: judgement.truth, summary: text }
  found.push(
    foundOf({ ...header(entry, use.name, 'guest', scope), ...said, cites: use.evidence, policies: entry.data.policies }, prove, scope.proofs, {
      missing: judgement.missing,
    }),
  )
}

/** Whether it may have been offered, and may be offered no more. */
function mayLose({ needs }: Use, boot: SideValue, destination: SideValue): boolean {
  return offersTruth(boot, needs) !== 'no' && offersTruth(destination, needs) !== 'yes'
}

function useJudgement(entry: Entry<Feature>, { of: use, said: condition }: PlannedUse, boot: SideValue, destination: SideValue, scope: Scope): Judgement {
  const said = judge(condition, scope)
  const offered = assumeOffered(offersAll(boot, use.needs, 'offered where the guest was started'), said, use.name)
  const lost = not(offersAll(destination, use.needs, 'offered by the destination'))
  const possible = and([offered, lost], itself)
  if (possible.truth === 'no') return possible
  const used = said.truth === 'unknown' ? isUsed(entry, use, scope) : said
  return and([used, possible], itself)
}

function itself(judgement: Judgement): Judgement {
  return judgement
}

/** A guest that is said to use something was offered it, unless it is known that it was not. */
function assumeOffered(offered: Judgement, said: Judgement, name: string): Judgement {
  if (offered.truth !== 'unknown' || said.truth !== 'yes') return offered
  return {
    truth: 'yes',
    because: [
      ...offered.because,
      { kind: 'assumed', text: `the guest was offered ${name} where it was started, since it uses it`, fact: `guest.uses.${name}` },
    ],
    missing: [],
  }
}

/** Whether the guest uses it, by what the record knows of such guests; asked where the question does not say. */
function isUsed(entry: Entry<Feature>, use: Use, scope: Scope): Judgement {
  const open: MissingFact[] = []
  const passed: Proof[] = []
  for (const [index, known] of use.known.entries()) {
    const holds = judge(known.when, scope)
    open.push(...holds.missing)
    if (holds.truth !== 'yes' || open.length > 0) {
      passed.push(...holds.because)
      continue
    }
    const text = known.note ?? `a guest with these facts ${known.used ? 'uses' : 'does not use'} ${use.name}`
    return {
      truth: known.used ? 'yes' : 'no',
      because: [
        {
          kind: 'step',
          text,
          because: [...holds.because, ...passed, statement(entry, `uses.${use.name}.known.${index}`, text, known.inferred, known.evidence)],
        },
      ],
      missing: [],
    }
  }
  const why = `whether the guest uses ${use.name} is not known (guest.uses=${use.name} or guest.uses=-${use.name})`
  return {
    truth: 'unknown',
    because: [...passed, { kind: 'missing', fact: `guest.uses.${use.name}`, why }],
    missing: [{ fact: `guest.uses.${use.name}`, why }],
  }
}

function offersAll(value: SideValue, needs: Value, where: string): Judgement {
  const truth = offersTruth(value, needs)
  const text = `${showValue(needs)} ${truth === 'yes' ? 'is' : truth === 'no' ? 'is not' : 'may be'} ${where} (${shownValue(value)})`
  return { truth, because: [{ kind: 'step', text, because: [...value.because] }], missing: truth === 'unknown' ? value.missing : [] }
}

function offersTruth({ candidates, domain, open }: SideValue, needs: Value): Truth {
  let offering = 0
  for (const candidate of candidates) if (offers(domain, candidate, needs)) offering++
  // An open layer can only lower the value: what no candidate offers is not offered.
  if (candidates.length > 0 && offering === 0) return 'no'
  return open || candidates.length === 0 || offering < candidates.length ? 'unknown' : 'yes'
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

function isKnown({ open, candidates }: SideValue): boolean {
  return !open && candidates.length === 1
}

function header(entry: Entry<Feature> | Entry<Rule>, claim: string, stage: Finding['stage'], scope: PairScope) {
  const { source, destination } = scope.sides
  return {
    record: entry.data.id,
    revision: entry.revision,
    claim,
    stage,
    source: knownValue(entry, source, scope),
    destination: knownValue(entry, destination, scope),
  }
}

function knownValue({ data }: Entry<Feature> | Entry<Rule>, side: SideFacts, scope: PairScope): { value: Value | null } {
  const value = data.kind === 'feature' ? scope.valueOf(data.id, side) : undefined
  return { value: value && isKnown(value) ? (value.candidates[0] as Value) : null }
}

function statement(entry: Entry, name: string, text: string, inferred: boolean, cites: Evidence[]): Proof {
  return { kind: 'statement', record: entry.data.id, revision: entry.revision, statement: name, text, inferred, cites }
}

function shown(name: string, value: SideValue): Proof {
  return { kind: 'step', text: `${name}: ${shownValue(value)}`, because: [...value.because] }
}

function shownValue(value: SideValue): string {
  if (!value.open && value.candidates.length === 1) return showValue(value.candidates[0] as Value)
  return value.open || value.candidates.length === 0 ? 'not known' : `one of ${value.candidates.map(showValue).join(', ')}`
}

/** Puts facts and values into a summary: `{source.linux}`, `{destination.area/name}`. */
function fill(summary: string, scope: PairScope): string {
  if (!summary.includes('{')) return summary
  return summary.replace(/\{(source|destination|boot)\.([^{}]+)\}/g, (_, side: 'source' | 'destination' | 'boot', name: string) => {
    if (!name.includes('/')) return scope.sides[side].facts.get(name)?.value ?? `(${name} not given)`
    const value = scope.valueOf(name, scope.sides[side])
    return value ? shownValue(value) : 'not known'
  })
}
