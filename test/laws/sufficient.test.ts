import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import { withChanges } from '../../lib/evaluate/with-changes.ts'
import { withDefinition } from '../../lib/evaluate/sides.ts'
import type { Finding, Profile } from '../../lib/model/index.ts'
import { calm, kin, knowledgeOf, pair, world } from '../reference/world.ts'
import { citedProfile } from './cited.ts'

const EACH = 20
const ANSWERS = Number(process.env.LAWS ?? 10_000) / 10

/** What a proof has to hold up, whatever else is not known then. */
const claimOf = ({ record, claim, stage, effect, guest, harmless, certain, side, depends }: Finding) => ({
  record,
  claim,
  stage,
  effect,
  guest,
  harmless,
  certain,
  side,
  depends,
})

const isOfPart = ({ claim }: Pick<Finding, 'claim'>): boolean => claim.startsWith('parts.')

type Look = (of: ReturnType<typeof knowledgeOf>, source: Profile, destination: Profile) => boolean

/** Asks about pairs, half of them in worlds where little but parts differs, until there are as many answers of the sort that `look` counts. */
function everyAnswer(look: Look): void {
  for (const [records, pairs] of [[world, pair] as const, [calm, kin] as const]) {
    let looked = 0
    for (let round = 0; looked < ANSWERS / 2 && round < MOST_ROUNDS; round++) {
      fc.assert(
        fc.property(records, fc.array(pairs, { minLength: EACH, maxLength: EACH }), (some, all) => {
          const of = knowledgeOf(some)
          for (const [source, destination] of all) if (look(of, source, destination)) looked++
        }),
        { numRuns: Math.ceil(ANSWERS / EACH / 4) },
      )
    }
    expect(looked).toBeGreaterThanOrEqual(ANSWERS / 2)
  }
}

/** More than enough answers have something to prove or to mend. */
const MOST_ROUNDS = 40

it('a proof is sufficient: what it cites of the question, alone, gives the same finding', { timeout: 600_000 }, () => {
  let ofParts = 0
  everyAnswer((of, from, to) => {
    const [source, destination] = [whole(from), whole(to)]
    const { findings } = evaluate(of, { source, destination, remedies: false })
    for (const finding of findings) {
      const less = { source: citedProfile(finding, 'source', source), destination: citedProfile(finding, 'destination', destination), remedies: false }
      expect(evaluate(of, less).findings.map(claimOf), JSON.stringify([finding, less])).toContainEqual(claimOf(finding))
    }
    if (findings.some(isOfPart)) ofParts++
    return findings.length > 0
  })
  expect(ofParts).toBeGreaterThan(ANSWERS / 4)
})

it('a remedy is good: made, it gives the verdict that it promises, which is better', { timeout: 600_000 }, () => {
  const order = ['no', 'unknown', 'conditional', 'yes']
  const kinds = { 'of a part': 0, added: 0, removed: 0, restart: 0, other: 0 }
  everyAnswer((of, source, destination) => {
    const answer = evaluate(of, { source, destination, proofs: false })
    for (const { changes, verdict } of answer.remedies) {
      expect(order.indexOf(verdict)).toBeGreaterThan(order.indexOf(answer.verdict))
      const changed = {
        source: withChanges(withDefinition(of, source, destination), changes, 'source'),
        destination: withChanges(withDefinition(of, destination, source), changes, 'destination'),
      }
      expect(evaluate(of, { ...changed, remedies: false, proofs: false }).verdict, JSON.stringify([source, destination, changes])).toBe(verdict)
      for (const { set } of changes) kinds[kindOf(set)]++
    }
    return answer.remedies.length > 0
  })
  for (const [kind, count] of Object.entries(kinds)) expect([kind, count > ANSWERS / 200]).toEqual([kind, true])
})

function kindOf(set: string): 'of a part' | 'added' | 'removed' | 'restart' | 'other' {
  if (set === 'guest.restart') return 'restart'
  if (set.startsWith('add.')) return 'added'
  if (set.startsWith('remove.')) return 'removed'
  return /^(device|object)\./.test(set) ? 'of a part' : 'other'
}

/** A definition that takes nothing over, so that a fact that is left out is left out. */
function whole(profile: Profile): Profile {
  return { ...profile, complete: true }
}
