import type { Entry, Event, Feature, Finding, Knowledge, Rule } from '../model/index.ts'
import { type Found, foundOf } from './found.ts'
import { planOf } from './plan.ts'
import { type RangeState, stateAt } from '../model/ranges.ts'
import type { Known, SideFacts } from './side-facts.ts'

/**
 * Refusals at start that need no clause: a word (a machine type) or an option that this version of its component does not have. They are about one
 * side alone and kept with it, so they are frozen.
 */
export function startLimits(knowledge: Knowledge, side: SideFacts, proofs: boolean): readonly Found[] {
  return limitsOf(knowledge, side).map((limit) => {
    const found = fromLimit(limit, side.name === 'destination' ? 'destination' : 'source', proofs)
    Object.freeze(found.finding)
    return found
  })
}

/** A word or an option that a side's version does not have, or may not have. */
interface Limit {
  readonly entry: Entry<Feature> | Entry<Rule>
  readonly claim: string
  readonly what: string
  readonly because: Known
  readonly cites: Finding['cites']
  readonly component: string
  readonly events: readonly Event[]
  readonly version: Known | undefined
  readonly state: RangeState | undefined
}

/** The limits that a side runs into. */
function limitsOf(knowledge: Knowledge, side: SideFacts): readonly Limit[] {
  const { vocabularies, limited } = planOf(knowledge)
  const met: Limit[] = []
  const meet = (limit: Omit<Limit, 'version' | 'state'>): void => {
    const version = side.facts.get(limit.component)
    const state = version && stateAt(limit.events, version.value, knowledge.lines.get(limit.component))
    if (state !== 'present') met.push({ ...limit, version, state })
  }
  for (const { entry, index, of, byName } of vocabularies) {
    const because = side.facts.get(of.fact)
    const word = because && byName.get(because.value)
    if (!because || !word?.versions || !of.component) continue
    const claim = `vocabulary.${index}.${word.name}`
    meet({ entry, claim, what: `${of.fact} ${because.value}`, because, cites: of.evidence, component: of.component, events: word.versions })
  }
  for (const [option, entries] of limited) {
    const because = side.facts.get(option)
    if (!because) continue
    for (const entry of entries) {
      const { versions, evidence } = entry.data.control
      if (versions)
        meet({ entry, claim: 'control', what: `option ${option}`, because, cites: evidence, component: versions.component, events: versions.events })
    }
  }
  return met
}

function fromLimit({ entry, claim, what, because, cites, component, events, version, state }: Limit, name: 'source' | 'destination', proofs: boolean): Found {
  const fact = `${name}.${component}`
  const why = version ? `whether \`${version.value}\` has ${what} is not recorded` : `the version of ${component} is not given`
  const certain = state === 'absent'
  const text = certain ? `${component} ${version?.value} has no ${what}` : `${component} may not have ${what}`
  const said: Omit<Finding, 'because'> = {
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
  }
  return foundOf(
    said,
    () => [
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
    ],
    proofs,
    { missing: certain ? [] : [{ fact, why }] },
  )
}
