import type { Entry, Event, Feature, Finding, Rule } from '../model/index.ts'
import { type Found, foundOf } from './found.ts'
import type { PairScope } from './pair-scope.ts'
import { type Words, planOf } from './plan.ts'
import { stateAt } from './ranges.ts'
import type { Known, SideFacts } from './sides.ts'

/**
 * Refusals at start that need no clause: a word (a machine type) or an option that this version of its component does not have.
 */
export function startLimits(scope: PairScope): Found[] {
  const found: Found[] = []
  const { vocabularies, limited } = planOf(scope.knowledge)
  for (const name of ['source', 'destination'] as const) {
    const side = scope.sides[name]
    for (const words of vocabularies) wordLimit(words, side, name, scope, found)
    for (const [option, entries] of limited) {
      const known = side.facts.get(option)
      if (known) for (const entry of entries) optionLimit(entry, option, known, side, name, scope, found)
    }
  }
  return found
}

function wordLimit({ entry, index, of, byName }: Words, side: SideFacts, name: 'source' | 'destination', scope: PairScope, found: Found[]): void {
  const known = side.facts.get(of.fact)
  const word = known && byName.get(known.value)
  if (!known || !word?.versions || !of.component) return
  limit(side, name, of.component, word.versions, scope, found, {
    entry,
    claim: `vocabulary.${index}.${word.name}`,
    what: `${of.fact} ${known.value}`,
    because: known,
    cites: of.evidence,
  })
}

function optionLimit(
  entry: Entry<Feature>,
  option: string,
  known: Known,
  side: SideFacts,
  name: 'source' | 'destination',
  scope: PairScope,
  found: Found[],
): void {
  const { versions, evidence } = entry.data.control
  if (!versions) return
  limit(side, name, versions.component, versions.events, scope, found, { entry, claim: 'control', what: `option ${option}`, because: known, cites: evidence })
}

interface What {
  readonly entry: Entry<Feature> | Entry<Rule>
  readonly claim: string
  readonly what: string
  readonly because: Known
  readonly cites: Finding['cites']
}

function limit(
  side: SideFacts,
  name: 'source' | 'destination',
  component: string,
  events: readonly Event[],
  { knowledge, proofs }: PairScope,
  found: Found[],
  { entry, claim, what, because, cites }: What,
): void {
  const version = side.facts.get(component)
  const state = version && stateAt(events, version.value, knowledge.lines.get(component))
  if (state === 'present') return
  const fact = `${name}.${component}`
  const why = version ? `whether \`${version.value}\` has ${what} is not recorded` : `the version of ${component} is not given`
  const certain = state === 'absent'
  const text = certain ? `${component} ${version?.value} has no ${what}` : `${component} may not have ${what}`
  const prove = (): Finding['because'] => [
    {
      kind: 'step',
      text,
      because: [
        because.proof,
        ...(version ? [version.proof] : []),
        ...(certain ? [] : [{ kind: 'missing', fact, why } as const]),
        {
          kind: 'statement',
          record: entry.data.id,
          revision: entry.revision,
          statement: claim,
          text: `${what}: ${events.map((one) => `${one.event} in ${component} ${one.version}`).join(', ')}`,
          inferred: false,
          cites,
        },
      ],
    },
  ]
  const said = {
    record: entry.data.id,
    revision: entry.revision,
    claim,
    stage: 'start',
    effect: 'refused',
    guest: 'unchanged',
    harmless: false,
    certain: certain ? 'yes' : 'unknown',
    side: name,
    source: { value: null },
    destination: { value: null },
    summary: text,
    cites,
    policies: entry.data.policies,
  } as const
  found.push(foundOf({ ...said, policies: [...said.policies] }, prove, proofs, { missing: certain ? [] : [{ fact, why }] }))
}
