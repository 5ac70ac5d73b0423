import type { Change, Clause, Comparison, Entry, Evidence, Feature, Finding, Impact, Proof, Rule, Truth, Use, Value } from '../model/index.ts'
import { type Scope, type SideValue, judge, sameInputs } from './condition.ts'
import type { SideFacts, Sides } from './sides.ts'
import { type Judgement, type MissingFact, YES, and, not } from './truth.ts'
import { type Relation, offers, relate, showValue } from './values.ts'

/** A finding with the facts that would settle it, if it is not certain. */
export interface Found {
  readonly finding: Finding
  readonly missing: readonly MissingFact[]
  /** Changes that would undo the difference, beside those that the record proposes. */
  readonly changes?: readonly Change[]
}

/** Everything that one feature says about the pair: its comparisons, its uses and its clauses. */
export function featureFindings(entry: Entry<Feature>, scope: Scope & { sides: Sides }): Found[] {
  const { data } = entry
  const { sides } = scope
  const value = (side: SideFacts): SideValue => scope.valueOf(data.id, side) as SideValue
  return [
    ...data.migration.flatMap((comparison) => compareSides(entry, comparison, value(sides.source), value(sides.destination), scope)),
    ...data.uses.flatMap((use) => judgeUse(entry, use, value(sides.boot), value(sides.destination), scope)),
    ...clauseFindings(entry, data.clauses, scope),
  ]
}

/** What clauses of a feature or a rule say about the pair; `start` clauses about each side. */
export function clauseFindings(entry: Entry<Feature> | Entry<Rule>, clauses: readonly Clause[], scope: Scope & { sides: Sides }): Found[] {
  return clauses.flatMap((clause): Found[] => {
    if (clause.stage !== 'start') return fromClause(entry, clause, judge(clause.if, scope), undefined, scope)
    return (['source', 'destination'] as const).flatMap((name) =>
      fromClause(entry, clause, judge(clause.if, { ...scope, side: scope.sides[name] }), name, scope),
    )
  })
}

function fromClause(
  entry: Entry<Feature> | Entry<Rule>,
  clause: Clause,
  judgement: Judgement,
  side: 'source' | 'destination' | undefined,
  scope: Scope & { sides: Sides },
): Found[] {
  if (judgement.truth === 'no') return []
  const text = fill(clause.summary, scope)
  const lacking: MissingFact[] = clause.lacks ? [{ fact: `knowledge.${entry.data.id}.${clause.id}`, why: clause.lacks }] : []
  return [
    {
      missing: [...judgement.missing, ...lacking],
      finding: {
        ...header(entry, clause.id, clause.stage, scope),
        effect: clause.effect,
        guest: clause.guest,
        harmless: clause.harmless,
        certain: lacking.length > 0 ? 'unknown' : judgement.truth,
        summary: text,
        ...(side ? { side } : {}),
        ...(clause.depends ? { depends: clause.depends } : {}),
        because: [
          {
            kind: 'step',
            text,
            because: [
              ...judgement.because,
              ...lacking.map((one) => ({ kind: 'missing', ...one }) as const),
              statement(entry, `clauses.${clause.id}`, text, clause.inferred, clause.evidence),
            ],
          },
        ],
        cites: clause.evidence,
        policies: [...new Set([...clause.policies, ...entry.data.policies])],
      },
    },
  ]
}

function compareSides(entry: Entry<Feature>, comparison: Comparison, source: SideValue, destination: SideValue, scope: Scope & { sides: Sides }): Found[] {
  if (comparison.compare === 'none' || sameInputs(source, destination)) return []
  const when = comparison.when ? judge(comparison.when, scope) : YES
  if (when.truth === 'no') return []
  const relations = new Set(source.candidates.flatMap((a) => destination.candidates.map((b) => relate(source.domain, a, b))))
  const open = source.open || destination.open
  const outcomes = [...relations].map((relation) => ({ relation, outcome: outcomeOf(comparison, relation) }))
  if (!open && outcomes.every(({ outcome }) => outcome === undefined)) return []
  const sole = !open && outcomes.length === 1 ? outcomes[0] : undefined
  const worst = sole?.outcome ?? worstOf(comparison)
  if (!worst) return []
  const certain: Truth = sole && when.truth === 'yes' ? 'yes' : 'unknown'
  const text = fill(comparison.summary, scope)
  return [
    {
      missing: certain === 'yes' ? [] : [...when.missing, ...source.missing, ...destination.missing],
      finding: {
        ...header(entry, comparison.id, comparison.stage, scope),
        ...worst,
        certain,
        summary: text,
        because: [
          {
            kind: 'step',
            text,
            because: [
              ...when.because,
              shown('source', source),
              shown('destination', destination),
              statement(entry, `migration.${comparison.id}`, text, comparison.inferred, comparison.evidence),
            ],
          },
        ],
        cites: comparison.evidence,
        policies: entry.data.policies,
      },
    },
  ]
}

/** A use matters if the guest was started where it was offered, it uses it, and the destination does not offer it. */
function judgeUse(entry: Entry<Feature>, use: Use, boot: SideValue, destination: SideValue, scope: Scope & { sides: Sides }): Found[] {
  if (sameInputs(boot, destination)) return []
  const said = judge({ [`guest.uses.${use.name}`]: 'yes' }, scope)
  const offered = assumeOffered(offersAll(boot, use.needs, 'offered where the guest was started'), said, use.name)
  const lost = not(offersAll(destination, use.needs, 'offered by the destination'))
  const possible = and([offered, lost])
  if (possible.truth === 'no') return []
  const used = said.truth === 'unknown' ? isUsed(entry, use, scope) : said
  const judgement = and([used, possible])
  if (judgement.truth === 'no') return []
  const text = fill(use.summary, scope)
  return [
    {
      missing: judgement.missing,
      finding: {
        ...header(entry, use.name, 'guest', scope),
        effect: use.without.effect,
        guest: use.without.guest,
        harmless: use.without.harmless,
        certain: judgement.truth,
        summary: text,
        because: [{ kind: 'step', text, because: [...judgement.because, statement(entry, `uses.${use.name}`, text, use.inferred, use.evidence)] }],
        cites: use.evidence,
        policies: entry.data.policies,
      },
    },
  ]
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
  for (const [index, known] of use.known.entries()) {
    const holds = judge(known.when, scope)
    open.push(...holds.missing)
    if (holds.truth !== 'yes' || open.length > 0) continue
    const text = known.note ?? `a guest with these facts ${known.used ? 'uses' : 'does not use'} ${use.name}`
    return {
      truth: known.used ? 'yes' : 'no',
      because: [{ kind: 'step', text, because: [...holds.because, statement(entry, `uses.${use.name}.known.${index}`, text, known.inferred, known.evidence)] }],
      missing: [],
    }
  }
  const why = `whether the guest uses ${use.name} is not known (guest.uses=${use.name} or guest.uses=-${use.name})`
  return { truth: 'unknown', because: [{ kind: 'missing', fact: `guest.uses.${use.name}`, why }], missing: [{ fact: `guest.uses.${use.name}`, why }] }
}

function offersAll(value: SideValue, needs: Value, where: string): Judgement {
  const results = value.candidates.map((candidate) => offers(value.domain, candidate, needs))
  // An open layer can only lower the value: what no candidate offers is not offered.
  const truth: Truth = results.length > 0 && !results.some(Boolean) ? 'no' : value.open || results.length === 0 || !results.every(Boolean) ? 'unknown' : 'yes'
  const text = `${showValue(needs)} ${truth === 'yes' ? 'is' : truth === 'no' ? 'is not' : 'may be'} ${where} (${shownValue(value)})`
  return { truth, because: [{ kind: 'step', text, because: [...value.because] }], missing: truth === 'unknown' ? value.missing : [] }
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

function header(entry: Entry<Feature> | Entry<Rule>, claim: string, stage: Finding['stage'], scope: Scope & { sides: Sides }) {
  const value = (side: SideFacts) => {
    const found = entry.data.kind === 'feature' ? scope.valueOf(entry.data.id, side) : undefined
    return { value: found && !found.open && found.candidates.length === 1 ? (found.candidates[0] as Value) : null }
  }
  return { record: entry.data.id, revision: entry.revision, claim, stage, source: value(scope.sides.source), destination: value(scope.sides.destination) }
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
function fill(summary: string, scope: Scope & { sides: Sides }): string {
  return summary.replace(/\{(source|destination|boot)\.([^{}]+)\}/g, (_, side: 'source' | 'destination' | 'boot', name: string) => {
    if (!name.includes('/')) return scope.sides[side].facts.get(name)?.value ?? `(${name} not given)`
    const value = scope.valueOf(name, scope.sides[side])
    return value ? shownValue(value) : 'not known'
  })
}
