import { type Almanac, Engine, type RuleProperties } from 'json-rules-engine'
import { CAPS, type Cap, numberOf } from './caps.ts'
import { type Bits, DESTINATION, type Question, SOURCE, STREAM } from './questions.ts'

/** The questions as rules of json-rules-engine; defaults are facts that it computes when a rule asks. */
export function byJsonRules(): (question: Question) => Promise<Bits> {
  const engine = new Engine([...(['source', 'destination'] as const).flatMap(startRules), ...streamRules()], { allowUndefinedFacts: true })
  for (const side of ['source', 'destination']) {
    for (const cap of CAPS) engine.addFact(`${side}.${cap.name}`, (_, almanac) => valueOf(cap, side, almanac))
  }
  return async ({ source, destination }) => {
    const facts: Record<string, unknown> = {}
    for (const [side, profile] of [
      ['source', source],
      ['destination', destination],
    ] as const) {
      facts[`${side}.accel`] = profile.facts.accel
      facts[`${side}.qemu`] = numberOf(profile.facts.qemu as string)
      facts[`${side}.machine`] = numberOf((profile.facts.machine as string).slice('pseries-'.length))
      for (const { name, values } of CAPS) {
        const text = profile.facts[name]
        if (text !== undefined) facts[`${side}.given.${name}`] = values.indexOf(text)
      }
    }
    const { events } = await engine.run(facts)
    let bits = SOURCE | DESTINATION | STREAM
    for (const { type } of events) bits &= ~(type === 'source' ? SOURCE : type === 'destination' ? DESTINATION : STREAM)
    return bits
  }
}

async function valueOf({ name, defaults }: Cap, side: string, almanac: Almanac): Promise<number> {
  const given = await almanac.factValue<number | undefined>(`${side}.given.${name}`)
  if (given !== undefined) return given
  const machine = await almanac.factValue<number>(`${side}.machine`)
  return defaults.find(({ from }) => numberOf(from) <= machine)?.value ?? 0
}

function startRules(side: string): RuleProperties[] {
  const refused = (all: object[]): RuleProperties => ({ conditions: { all }, event: { type: side } }) as RuleProperties
  return [
    refused([{ fact: `${side}.machine`, operator: 'greaterThan', value: { fact: `${side}.qemu` } }]),
    ...CAPS.map(({ name, since }) =>
      refused([
        { fact: `${side}.qemu`, operator: 'lessThan', value: numberOf(since) },
        { fact: `${side}.given.${name}`, operator: 'notEqual', value: undefined },
      ]),
    ),
    ...CAPS.filter(({ needsKvm }) => needsKvm).map(({ name }) =>
      refused([
        { fact: `${side}.accel`, operator: 'equal', value: 'tcg' },
        { fact: `${side}.${name}`, operator: 'greaterThan', value: 0 },
      ]),
    ),
  ]
}

function streamRules(): RuleProperties[] {
  const differs = { fact: 'source.machine', operator: 'notEqual', value: { fact: 'destination.machine' } }
  const lower = CAPS.map(({ name }) => ({ fact: `source.${name}`, operator: 'greaterThan', value: { fact: `destination.${name}` } }))
  return [differs, ...lower].map((one) => ({ conditions: { all: [one] }, event: { type: 'stream' } }))
}
