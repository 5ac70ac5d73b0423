import type { Change, Clause, Knowledge, Remedy } from '../model/index.ts'
import type { Found } from './found.ts'
import type { Sides } from './sides.ts'

/** Changes that are tried together. */
export interface Bundle {
  readonly changes: readonly Change[]
  readonly applies: 'running' | 'before-boot'
}

/** What the records that found something propose, what undoes a difference of parts, and all of the destination's of these at once. */
export function proposals(knowledge: Knowledge, found: readonly Found[], sides: Sides): Bundle[] {
  const own = found.flatMap(({ changes = [] }): Bundle[] => (changes.length > 0 ? [{ changes, applies: 'running' }] : []))
  const bundles = found.flatMap(({ finding }): Bundle[] => {
    const data = knowledge.entries.get(finding.record)?.data
    if (!data || (data.kind !== 'feature' && data.kind !== 'rule')) return []
    const claims: readonly { remedies: readonly Remedy[]; key: string }[] = [
      ...data.clauses.map((clause: Clause) => ({ remedies: clause.remedies, key: clause.id })),
      ...(data.kind === 'feature'
        ? [...data.migration.map((one) => ({ remedies: one.remedies, key: one.id })), ...data.uses.map((one) => ({ remedies: one.remedies, key: one.name }))]
        : []),
    ]
    return claims
      .filter(({ key }) => key === finding.claim)
      .flatMap(({ remedies }) =>
        remedies.map((remedy) => ({
          applies: remedy.applies,
          changes: Object.entries(remedy.set)
            .flatMap(([set, to]) => remedy.sides.map((side): Change => ({ side, set, to: fillFacts(to, sides) })))
            .filter(({ to }) => to !== ''),
        })),
      )
  })
  return unique([...bundles, ...together([...bundles, ...own]), ...own])
}

/** All changes of the destination at once, the first where two set the same thing. */
function together(bundles: readonly Bundle[]): Bundle[] {
  const some = bundles.filter(({ applies, changes }) => applies === 'running' && changes.every(({ side }) => side === 'destination'))
  const bySet = new Map<string, Change>()
  for (const change of some.flatMap(({ changes }) => changes)) {
    const key = keyOf(change)
    if (!bySet.has(key)) bySet.set(key, change)
  }
  return some.length > 1 ? [{ changes: [...bySet.values()], applies: 'running' }] : []
}

function unique(bundles: readonly Bundle[]): Bundle[] {
  return [...new Map(bundles.map((bundle) => [JSON.stringify(bundle.changes), bundle])).values()]
}

/** `{source.machine}` in a proposal is the source's machine; empty where that is not known. */
function fillFacts(text: string, sides: Sides): string {
  return text.replace(
    /\{(source|destination|boot)\.([^{}]+)\}/g,
    (_, side: 'source' | 'destination' | 'boot', key: string) => sides[side].facts.get(key)?.value ?? '',
  )
}

/** What a change is about; several parts may be added and dropped. */
export function keyOf({ side, set, to }: Change): string {
  return /^(add|remove)\./.test(set) ? `${side} ${set} ${to}` : `${side} ${set}`
}
