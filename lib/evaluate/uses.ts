import type { Entry, Feature, Proof, Truth, Use, Value } from '../model/index.ts'
import { type Scope, type SideValue, judge } from './condition.ts'
import { type Found, foundOf } from './found.ts'
import type { PairScope } from './pair-scope.ts'
import type { PlannedRecord, PlannedUse } from './plan.ts'
import { fill, header, shownValue, statement } from './said.ts'
import type { SideFacts } from './side-facts.ts'
import { type Judgement, type MissingFact, and, not } from './truth.ts'
import { offers, showValue } from './values.ts'

/** A use matters if the guest was started where it was offered, it uses it, and the destination does not offer it. */
export function judgeUse(record: PlannedRecord, planned: PlannedUse, boot: SideValue, destination: SideValue, scope: PairScope, found: Found[]): void {
  const use = planned.of
  const entry = record.entry as Entry<Feature>
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
    foundOf({ ...header(record, use.name, 'guest', scope), ...said, cites: use.evidence, policies: entry.data.policies }, prove, scope.proofs, {
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
