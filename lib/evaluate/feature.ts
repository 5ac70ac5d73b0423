import type { Domain, Entry, Feature, Proof, RawCondition, Support, Value } from '../model/index.ts'
import { type Candidate, distinct, sameValue as same, together } from './candidates.ts'
import { truthOf } from './compile.ts'
import { type Scope, type SideValue, judge } from './condition.ts'
import { stateAt } from '../model/ranges.ts'
import type { SideFacts } from './side-facts.ts'
import { type Judgement, type MissingFact, NO, YES } from './truth.ts'
import { greatest, least, meet, showValue, valueFromText } from './values.ts'

/** More candidates than this are as good as unknown. */
const MOST_CANDIDATES = 64

/**
 * Computes a feature's value on a side: what its option sets, else the meet over the layers that matter of the join of each
 * layer's statements. Missing facts give several candidates; a layer without an applicable statement leaves the value open.
 * @param explain whether to give the reasons; without them `because` is empty and all else the same
 * @param as `default`: what it would be if its option were not given
 */
export function featureValue(entry: Entry<Feature>, scope: Scope, explain: boolean, as?: 'default'): SideValue {
  const inputs: Inputs = { explain, noted: [], conflicts: [] }
  const value = valueFrom(entry, scope, inputs, as)
  return { ...value, only: onlyOf(value), inputs: inputs.noted.join('\n'), conflicts: inputs.conflicts }
}

/** The value where no other is possible. */
export function onlyOf({ open, candidates }: Pick<SideValue, 'open' | 'candidates'>): Value | undefined {
  return !open && candidates.length === 1 ? candidates[0] : undefined
}

/** What the computation of a value takes down. */
interface Inputs {
  readonly explain: boolean
  readonly noted: string[]
  readonly conflicts: string[]
}

type Bare = Omit<SideValue, 'only' | 'inputs' | 'conflicts'>

function valueFrom(entry: Entry<Feature>, scope: Scope, inputs: Inputs, as?: 'default'): Bare {
  const feature = entry.data
  const applies = feature.applies ? judgeInto(inputs, 'applies', feature.applies, scope) : undefined
  if (applies?.truth === 'no') {
    const none = least(feature.values)
    return {
      domain: feature.values,
      candidates: none === undefined ? [] : [none],
      open: none === undefined,
      because: [{ kind: 'step', text: `${feature.id} does not exist on the ${scope.side.name}`, because: [...applies.because] }],
      missing: [],
    }
  }
  const chosen = as === 'default' ? undefined : fromOption(entry, scope.side, inputs)
  if (chosen) return { ...chosen, because: once(applies?.because, chosen.because) }
  const layers: NonNullable<Feature['layers']> =
    feature.layers ?? [...new Set(feature.support.map(({ component }) => component))].map((component) => ({ component }))
  // An option that says nothing that the feature can be decides nothing, which is a reason too.
  const unread = inputs.explain && as !== 'default' ? scope.side.facts.get(feature.control.option ?? '')?.proof : undefined
  let result: Partial = { values: [greatest(feature.values) ?? null], open: false, because: unread ? [unread] : [], missing: [] }
  for (const layer of layers) {
    const relevant = layer.when ? judgeInto(inputs, `layer ${layer.component}`, layer.when, scope) : undefined
    if (relevant?.truth === 'no') {
      result = { ...result, because: once(result.because, relevant.because) }
      continue
    }
    const part = layerValue(entry, layer.component, scope, inputs)
    const limited =
      relevant?.truth === 'unknown'
        ? { ...part, values: [...part.values, greatest(feature.values) ?? null], missing: [...part.missing, ...relevant.missing] }
        : part
    result = {
      values: distinct(
        result.values.flatMap((a) =>
          (limited.open ? [...limited.values, null] : limited.values).map((b) => (a === null ? b : b === null ? a : meet(feature.values, a, b))),
        ),
      ),
      open: result.open || limited.open,
      because: once(result.because, relevant?.because, limited.because),
      missing: [...result.missing, ...limited.missing],
    }
  }
  const candidates = result.values.filter((value) => value !== null)
  // An open layer can only lower the value, and nothing is lower than the least.
  const settled = result.open && candidates.length === 1 && same(candidates[0] as Value, least(feature.values))
  const open = (result.open && !settled) || candidates.length === 0 || candidates.length > MOST_CANDIDATES
  return {
    domain: feature.values,
    candidates,
    open,
    because: once(applies?.because, result.because),
    missing: open || candidates.length > 1 ? result.missing : [],
  }
}

interface Partial {
  readonly values: readonly (Value | null)[]
  readonly open: boolean
  readonly because: readonly Proof[]
  readonly missing: readonly MissingFact[]
}

function fromOption({ data: feature }: Entry<Feature>, side: SideFacts, inputs: Inputs): Bare | undefined {
  const key = feature.control.option
  if (!key) return undefined
  const known = side.facts.get(key)
  inputs.noted.push(`option: ${known?.value ?? '(default)'}`)
  if (!known) return undefined
  const value = valueFromText(feature.values, known.value, feature.control.values)
  if (value === undefined) return undefined
  return { domain: feature.values, candidates: [value], open: false, because: inputs.explain ? [known.proof] : [], missing: [] }
}

/** What one component's statements say together; null stands for "no statement says". */
function layerValue(entry: Entry<Feature>, component: string, scope: Scope, inputs: Inputs): Partial {
  const domain = entry.data.values
  let candidates: readonly Candidate[] = [null]
  let open = false
  const because: Proof[] = []
  const elsewhere: Proof[] = []
  const otherCases: Proof[] = []
  const missing: MissingFact[] = []
  const definite: { value: Value; index: number }[] = []
  entry.data.support.forEach((statement, index) => {
    if (statement.component !== component) return
    const holds = statement.when ? judgeInto(inputs, `when ${index}`, statement.when, scope, isUnknown(statement)) : undefined
    const isElsewhere = holds?.truth !== 'no' && isUnknown(statement) && isOutside(statement, component, scope)
    if (holds?.truth === 'no' || isElsewhere) {
      otherCases.push(...(holds?.because ?? []))
      if (isElsewhere) otherCases.push(...versionProof(component, scope, inputs))
      if (inputs.explain) elsewhere.push(statementProof(entry, statement, index))
      return
    }
    const said = statementValues(statement, domain, component, scope)
    inputs.noted.push(`value ${index}: ${said.input}`)
    if (inputs.explain)
      because.push({
        kind: 'step',
        text: `${component}: ${said.text}`,
        because: [
          ...once(holds?.because, isUnknown(statement) ? versionProof(component, scope, inputs) : said.because),
          statementProof(entry, statement, index),
        ],
      })
    missing.push(...(holds?.missing ?? []), ...said.missing)
    open ||= said.open
    const optional: Candidate[] = holds?.truth === 'unknown' ? [...said.values, null] : [...said.values]
    candidates = distinct(candidates.flatMap((a) => optional.flatMap((b) => together(domain, a, b))))
    const [only] = said.values
    if (holds?.truth !== 'unknown' && said.values.length === 1 && only?.firm) definite.push({ value: only.value, index })
  })
  if (otherCases.length > 0) because.push({ kind: 'step', text: `${component}: other statements speak of other cases`, because: once(otherCases) })
  const values = distinct(candidates.map((candidate) => candidate?.value ?? null))
  const fact = `knowledge.${entry.data.id}.${component}`
  const conflict = contradiction(entry, component, definite)
  if (conflict) {
    inputs.conflicts.push(conflict)
    return { values, open, because: [...because, { kind: 'missing', fact, why: conflict }], missing: [...missing, { fact, why: conflict }] }
  }
  if (candidates.includes(null)) {
    const why = `no statement of the record covers this ${component}`
    because.push(...elsewhere, { kind: 'missing', fact, why })
    return { values: values.filter((value) => value !== null), open: true, because, missing: missing.length > 0 ? missing : [{ fact, why }] }
  }
  return { values, open, because, missing }
}

interface Said {
  readonly values: readonly NonNullable<Candidate>[]
  readonly open: boolean
  readonly text: string
  readonly input: string
  readonly because: readonly Proof[]
  readonly missing: readonly MissingFact[]
}

/** What one statement says at the side's version of its component. */
function statementValues(statement: Support, domain: Domain, component: string, scope: Scope): Said {
  const value = statement.value ?? (statement.status === 'unaffected' ? greatest(domain) : undefined)
  const before = statement.before ?? least(domain)
  if (value === undefined) {
    const why = statement.note ?? 'looked for and not found out'
    const version = scope.side.facts.get(component)?.value ?? `version of the ${scope.side.name}`
    return { values: [], open: true, text: 'not known', input: `not known, ${version}`, because: [], missing: [{ fact: `knowledge.${component}`, why }] }
  }
  const inside = { value, firm: true }
  const outside = before === undefined ? [] : [{ value: before, firm: false }]
  if (!statement.versions) return { values: [inside], open: false, text: showValue(value), input: 'holds', because: [], missing: [] }
  const known = scope.side.facts.get(component)
  const fact = `${scope.side.name === 'boot' ? 'source' : scope.side.name}.${component}`
  if (!known) {
    const why = `the version of ${component} is not given`
    return {
      values: [...outside, inside],
      open: before === undefined,
      text: 'depends on the version',
      input: `version of the ${scope.side.name}`,
      because: [{ kind: 'missing', fact, why }],
      missing: [{ fact, why }],
    }
  }
  const state = stateAt(statement.versions, known.value, scope.knowledge.lines.get(component))
  if (state === 'present') return { values: [inside], open: false, text: showValue(value), input: 'holds', because: [known.proof], missing: [] }
  if (state === 'absent')
    return {
      values: outside,
      open: before === undefined,
      text: before === undefined ? 'not known' : showValue(before),
      input: 'outside',
      because: [known.proof],
      missing: [],
    }
  const why =
    state === 'either'
      ? `\`${known.value}\` names a branch in which this changed; give the point release`
      : `\`${known.value}\` is not an upstream release; what it carries is not recorded`
  return {
    values: [...outside, inside],
    open: state === undefined,
    text: 'depends on the exact version',
    input: known.value,
    because: [known.proof, { kind: 'missing', fact, why }],
    missing: [{ fact, why }],
  }
}

function statementProof({ data, revision }: Entry<Feature>, statement: Support, index: number): Proof {
  const note = statement.note ?? `${statement.component}: ${statement.value === undefined ? statement.status : showValue(statement.value)}`
  return { kind: 'statement', record: data.id, revision, statement: `support.${index}`, text: note, inferred: statement.inferred, cites: statement.evidence }
}

/** Two statements that hold at once and say different things; sets do not contradict, they join. */
function contradiction({ data: feature }: Entry<Feature>, component: string, definite: readonly { value: Value; index: number }[]): string | undefined {
  if (feature.values.type === 'set') return undefined
  const first = definite[0]
  const other = definite.find(({ value }) => first && !same(first.value, value))
  if (!first || !other) return undefined
  return `${feature.id}: statements ${first.index + 1} and ${other.index + 1} about ${component} contradict each other (${showValue(first.value)}, ${showValue(other.value)})`
}

/** Whether a statement says that the value was looked for and not found out. */
function isUnknown(statement: Support): boolean {
  return statement.value === undefined && statement.status !== 'unaffected'
}

/** The side's version of a component, as a reason. */
function versionProof(component: string, { side }: Scope, { explain }: Inputs): readonly Proof[] {
  const version = explain ? side.facts.get(component) : undefined
  return version ? [version.proof] : []
}

/** Whether a statement's versions are known not to hold the side's. */
function isOutside(statement: Support, component: string, { side, knowledge }: Scope): boolean {
  const version = side.facts.get(component)?.value
  return statement.versions !== undefined && version !== undefined && stateAt(statement.versions, version, knowledge.lines.get(component)) === 'absent'
}

/**
 * Judges a condition and notes under `key` what it came to, so that two sides can be told to be alike. Where that is not enough to know the value
 * (the condition is not known, or what it guards is not: `whole`), what it was asked of is noted.
 */
function judgeInto(inputs: Inputs, key: string, condition: RawCondition, scope: Scope, whole = false): Judgement {
  const truth = truthOf(condition, scope)
  const isWhole = truth === 'unknown' || (whole && truth === 'yes')
  const asked = isWhole ? new Map<string, string>() : undefined
  const judgement = isWhole || inputs.explain ? judge(condition, asked ? { ...scope, inputs: asked } : scope) : PLAIN[truth]
  inputs.noted.push(`${key}: ${asked ? JSON.stringify([...asked].sort()) : truth}`)
  return judgement
}

const PLAIN = { yes: YES, no: NO } as const

/** Reasons together, each once. */
function once(...lists: readonly (readonly Proof[] | undefined)[]): Proof[] {
  return [...new Set(lists.flatMap((list) => list ?? []))]
}
