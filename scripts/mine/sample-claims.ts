/**
 * Draws claims to check by hand: usage `npx tsx scripts/mine/sample-claims.ts [--seed N] [--count N] [--area NAME]`.
 * A claim is one event of a statement's range (or the statement, where it has none), a clause, or a comparison. The same seed draws the same claims
 * from the same content. Who checks reads the source, not the record's prose, and not what the record's writer left behind.
 */
import { parseArgs } from 'node:util'
import { loadContent } from '../../lib/content/load.ts'
import type { Evidence, Feature, Rule } from '../../lib/model/index.ts'
import { randomOf } from '../lib/random.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '60' }, area: { type: 'string' } } })

interface Claim {
  readonly record: string
  readonly claim: string
  readonly says: unknown
  readonly evidence: readonly Evidence[]
}

function claimsOf(data: Feature | Rule): Claim[] {
  const claim = (name: string, says: unknown, evidence: readonly Evidence[]): Claim => ({ record: data.id, claim: name, says, evidence })
  const support = data.kind === 'feature' ? data.support : []
  const migration = data.kind === 'feature' ? data.migration : []
  return [
    ...support.flatMap(({ component, when, value, status, versions = [], evidence, inferred, note }, index) => {
      const says = { component, when, value, status, inferred, note }
      if (versions.length === 0) return [claim(`support.${index}`, says, evidence)]
      return versions.map((event) =>
        claim(`support.${index}.${event.event}.${event.version}`, { ...says, event: event.event, version: event.version, event_note: event.note }, [
          ...evidence,
          ...(event.evidence ?? []),
        ]),
      )
    }),
    ...migration.map(({ id, evidence, remedies: _, ...says }) => claim(`migration.${id}`, says, evidence)),
    ...data.clauses.map(({ id, evidence, remedies: _, ...says }) => claim(`clauses.${id}`, says, evidence)),
  ]
}

const { entries } = await loadContent('content')
const all = entries
  .flatMap(({ data }) => (data.kind === 'feature' || data.kind === 'rule' ? claimsOf(data) : []))
  .filter(({ record }) => values.area === undefined || record.startsWith(`${values.area}/`))
const random = randomOf(Number(values.seed))
const left = [...all]
for (let drawn = 0; drawn < Number(values.count) && left.length > 0; drawn++) {
  const [one] = left.splice(random.below(left.length), 1)
  process.stdout.write(`${JSON.stringify(one)}\n`)
}
process.stderr.write(`${all.length} claims in all\n`)
