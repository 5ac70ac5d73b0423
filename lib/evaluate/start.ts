import type { Entry, Event, Feature, Finding, Knowledge, Rule } from '../model/index.ts'
import type { Found } from './findings.ts'
import { stateAt } from './ranges.ts'
import type { SideFacts, Sides } from './sides.ts'

/**
 * Refusals at start that need no clause: a word (a machine type) or an option that this version of its component does not have.
 */
export function startLimits(knowledge: Knowledge, sides: Sides): Found[] {
  return (['source', 'destination'] as const).flatMap((name) => [
    ...knowledge.rules.flatMap((entry) => wordLimits(knowledge, entry, sides[name], name)),
    ...knowledge.features.flatMap((entry) => optionLimits(knowledge, entry, sides[name], name)),
  ])
}

function wordLimits(knowledge: Knowledge, entry: Entry<Rule>, side: SideFacts, name: 'source' | 'destination'): Found[] {
  return entry.data.vocabulary.flatMap((vocabulary, index) => {
    const known = side.facts.get(vocabulary.fact)
    const word = known && vocabulary.values.find((value) => value.name === known.value || value.aliases.includes(known.value))
    if (!known || !word?.versions || !vocabulary.component) return []
    return limit(knowledge, side, name, vocabulary.component, word.versions, {
      entry,
      claim: `vocabulary.${index}.${word.name}`,
      what: `${vocabulary.fact} ${known.value}`,
      because: known.proof,
      cites: vocabulary.evidence,
    })
  })
}

function optionLimits(knowledge: Knowledge, entry: Entry<Feature>, side: SideFacts, name: 'source' | 'destination'): Found[] {
  const { option, versions, evidence } = entry.data.control
  const known = option ? side.facts.get(option) : undefined
  if (!option || !versions || !known) return []
  return limit(knowledge, side, name, versions.component, versions.events, {
    entry,
    claim: 'control',
    what: `option ${option}`,
    because: known.proof,
    cites: evidence,
  })
}

interface What {
  readonly entry: Entry<Feature> | Entry<Rule>
  readonly claim: string
  readonly what: string
  readonly because: Finding['because'][number]
  readonly cites: Finding['cites']
}

function limit(
  knowledge: Knowledge,
  side: SideFacts,
  name: 'source' | 'destination',
  component: string,
  events: readonly Event[],
  { entry, claim, what, because, cites }: What,
): Found[] {
  const version = side.facts.get(component)
  const state = version && stateAt(events, version.value, knowledge.lines.get(component))
  if (state === 'present') return []
  const fact = `${name}.${component}`
  const why = version ? `whether \`${version.value}\` has ${what} is not recorded` : `the version of ${component} is not given`
  const certain = state === 'absent'
  const text = certain ? `${component} ${version?.value} has no ${what}` : `${component} may not have ${what}`
  return [
    {
      missing: certain ? [] : [{ fact, why }],
      finding: {
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
        because: [
          {
            kind: 'step',
            text,
            because: [
              because,
              version?.proof ?? { kind: 'missing', fact, why },
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
      },
    },
  ]
}
