import type { Difference, Differences } from '../../lib/model/index.ts'
import { type Judged, type World, all, holds } from './condition.ts'
import type { Found } from './found.ts'
import { type Part, Parts, type Told, matchesTold, wordOf } from './parts.ts'
import { type Placed, placed } from './places.ts'

/** Both sides' parts with where they are. */
interface Pair {
  readonly world: World
  readonly source: Parts
  readonly destination: Parts
  /** The class that stands for what no class knows. */
  readonly unrecorded: { readonly record: string; readonly name: string } | undefined
}

/** What differs: of which record and claim, from what to what, and what follows. */
interface Aspect {
  readonly record: string
  readonly claim: string
  readonly from: Told
  readonly to: Told
  readonly differs: Differences
}

const NOTHING: Told = { missing: [], hangs: '' }

/** Parts that the receiver knows by one name belong together; what is alone, and what differs in a pair, has the consequence that its class says. */
export function partFindings(world: World): { readonly found: readonly Found[]; readonly covered: boolean } {
  const { source, destination } = world.pair as NonNullable<World['pair']>
  const [a, b] = [source, destination].map((side) => new Parts({ knowledge: world.knowledge, side, value: world.value })) as [Parts, Parts]
  const unrecorded = a.classes.find(({ own }) => own.kind === 'device' && own.driver.includes('(unrecorded)'))
  const pair: Pair = { world, source: a, destination: b, unrecorded }
  const [left, right] = [placed(a), placed(b)]
  const twin = (one: Placed, of: readonly Placed[]): Placed | undefined => of.find(({ key }) => key === one.key)
  return {
    covered: [a, b].every(({ parts }) => parts.some(({ kind }) => kind === 'machine')),
    found: [
      ...[a, b].flatMap((side) => side.parts.flatMap((part) => [...refusals(part, side), ...unheardOf(part, side), ...absent(part, side, pair)])),
      ...left.flatMap((one) => {
        const other = twin(one, right)
        return other ? compared(one.part, other.part, pair) : alone(one, 'source', left, pair)
      }),
      ...right.filter((one) => !twin(one, left)).flatMap((one) => alone(one, 'destination', left, pair)),
    ],
  }
}

function refusals(part: Part, side: Parts): Found[] {
  const { name } = side.side
  return (part.class?.refuses ?? []).flatMap(({ of, by }): Found[] => {
    const judged = side.fits(part, of)
    if (judged.truth === 'no' || (of.on && of.on !== name)) return []
    const record = part.class?.record as string
    const what =
      of.stage === 'guest' ? ({ stage: 'guest', effect: 'silent', guest: of.guest ?? 'unchanged' } as const) : ({ stage: of.stage, effect: 'refused' } as const)
    return [finding(record, `${by}.refuses.${of.id}`, what, judged, of.stage === 'start' ? { side: name } : {})]
  })
}

/** Where a class says all that can be set, a side that sets more does not start. */
function unheardOf(part: Part, side: Parts): Found[] {
  const said = part.class?.said
  if (!part.class || !said?.closed) return []
  const { types } = part.class
  const names = [...Object.keys(part.class.properties), ...Object.keys(types), ...(said.known ?? '').split(' ')]
  const isWrong = ([name, value]: readonly [string, string]): boolean =>
    (types[name] === 'bool' && !['on', 'off', 'y', 'n'].includes(value)) || (types[name] === 'uint8' && !(Number(value) <= 255))
  const others = Object.entries(part.given).filter((one) => isWrong(one) || (!names.includes(one[0]) && !names.includes(said.words?.aliases[one[0]] ?? one[0])))
  const { truth, missing } = holds(said.closed, side.world)
  if (others.length === 0 || truth === 'no') return []
  const judged = { truth, missing: truth === 'yes' ? [] : [...missing, 'knowledge.'] }
  return [finding(part.class.record, `${part.class.name}.closed`, { stage: 'start', effect: 'refused' }, judged, { side: side.side.name })]
}

/** Whether a device that no class knows is there at all is not known. */
function absent(part: Part, side: Parts, { unrecorded }: Pair): Found[] {
  if (!unrecorded || part.class || part.kind !== 'device') return []
  const judged: Judged = { truth: 'unknown', missing: ['knowledge.'] }
  return [finding(unrecorded.record, `${unrecorded.name}.${part.driver}`, { stage: 'start', effect: 'refused' }, judged, { side: side.side.name })]
}

function alone(here: Placed, on: 'source' | 'destination', source: readonly Placed[], pair: Pair): Found[] {
  const { part, below } = here
  if (!part.class) return mayMatter(part, pair[on], pair) ? notRecorded(part, pair) : []
  // Which machine the other side has is not known; it has one.
  if (part.kind === 'machine' && (on === 'source' ? pair.destination : pair.source).side.facts.machine === undefined) return []
  const { section, lost, gained } = part.class.said
  const isBackend = part.kind !== 'device' && section === undefined
  // An option that nothing can refer to is at its defaults where it is not given.
  if (isBackend && !lost && !gained && !('id' in part.given) && !('node-name' in part.given)) {
    const unset = { ...part, given: {} }
    return on === 'source' ? compared(part, unset, pair) : compared(unset, part, pair)
  }
  const usual = isBackend ? 'none' : section === undefined || on === 'destination' ? 'changed' : 'refused'
  const isWithItsBus = on === 'destination' && below !== undefined && source.every(({ key }) => key !== below.key)
  const differs = isWithItsBus ? 'changed' : ((on === 'source' ? lost : gained) ?? usual)
  const text: Told = { ...NOTHING, value: part.listed ? textOf(part) : part.driver }
  const claim = `${part.class.name}.${on === 'source' ? 'lost' : 'gained'}`
  return consequences({ record: part.class.record, claim, from: on === 'source' ? text : ABSENT, to: on === 'source' ? ABSENT : text, differs }, pair)
}

/** The value of a part that is not there: neither known nor not known. */
const ABSENT: Told = { missing: [], hangs: '(absent)' }

function textOf({ listed }: Part): string {
  return [listed?.driver, ...Object.entries(listed?.properties ?? {}).map((one) => one.join('='))].join(',')
}

/** Whatever no class knows, but a machine; of a device's driver that a class knows its settings are of devices that are listed, or that the machine has unasked. */
function mayMatter({ kind, driver }: Part, { side }: Parts, { source, world }: Pair): boolean {
  if (world === undefined || kind === 'machine') return false
  const isKnown = source.classes.some(({ own }) => own.kind === 'device' && own.driver.some((one) => fitsGlob(one, driver)))
  return kind !== 'global' || !isKnown || side.facts.nodefaults !== 'yes'
}

function fitsGlob(glob: string, text: string): boolean {
  return new RegExp(`^${glob.split('*').join('.*')}$`).test(text)
}

function compared(a: Part, b: Part, pair: Pair): Found[] {
  if (!a.class || !b.class) return a.kind !== 'device' && sameGiven(a, b) ? [] : notRecorded(a.class ? b : a, pair)
  return [...[...driver(a, b), ...properties(a, b, pair), ...fields(a, b, pair)].flatMap((aspect) => consequences(aspect, pair)), ...words(a, b, pair)]
}

function driver(a: Part, b: Part): Aspect[] {
  if (a.driver === b.driver || !a.class) return []
  const differs = a.class.said.driver_differs ?? (['device', 'cpu', 'machine'].includes(a.kind) ? 'changed' : 'none')
  return [{ record: a.class.record, claim: `${a.class.name}.driver`, from: { ...NOTHING, value: a.driver }, to: { ...NOTHING, value: b.driver }, differs }]
}

/** Properties that one side sets, and those that both classes have: their defaults may differ. */
function properties(a: Part, b: Part, pair: Pair, seen: readonly Part[] = []): Aspect[] {
  const common = Object.keys(a.class?.properties ?? {}).filter((name) => name in (b.class?.properties ?? {}))
  const names = [...new Set([...Object.keys(a.given), ...Object.keys(b.given), ...common])]
  return names
    .filter((name) => name !== 'bus' && wordOf(a, name) === undefined && wordOf(b, name) === undefined)
    .flatMap((name): Aspect[] => {
      const known = a.class?.properties[name] ?? b.class?.properties[name]
      const [from, to] = [pair.source.named(a.given[name]), pair.destination.named(b.given[name])]
      if (known?.of.refers && from?.class && to?.class && !seen.includes(from)) {
        const inner = [...driver(from, to), ...properties(from, to, pair, [...seen, from])]
        return inner.map((one) => ({ ...one, claim: one.claim.replace('.', `.${name}.`) }))
      }
      const areKnown = isKnown(pair.source.tell(a, name)) && isKnown(pair.destination.tell(b, name))
      const isPlace = a.class?.said.place?.includes(name)
      if (isPlace && areKnown) return []
      const aspects = differing(name, a, b, pair, known)
      // What is called otherwise, or is elsewhere, is another part.
      const tellsWhich = isPlace || a.class?.said.section?.includes(`{${name}}`)
      return tellsWhich && !areKnown ? aspects.map((one) => ({ ...one, differs: 'refused' })) : aspects
    })
}

/** Also what is known not to be set. */
function isKnown({ value, missing }: Told): boolean {
  return value !== undefined || missing.length === 0
}

function fields(a: Part, b: Part, pair: Pair): Aspect[] {
  const names = [...new Set([...Object.keys(a.class?.fields ?? {}), ...Object.keys(b.class?.fields ?? {})])]
  return names.flatMap((name) => differing(name, a, b, pair, a.class?.fields[name] ?? b.class?.fields[name]))
}

function differing(
  name: string,
  a: Part,
  b: Part,
  pair: Pair,
  known: { readonly of: { readonly differs: Differences }; readonly by: string } | undefined,
): Aspect[] {
  const [from, to] = [pair.source.tell(a, name), pair.destination.tell(b, name)]
  if (isSame(from, to) || !a.class) return []
  const { record } = a.class
  return [{ record, claim: `${known?.by ?? a.class.name}.${name}`, from, to, differs: known?.of.differs ?? 'unknown' }]
}

/** Two values that are alike, or are not known for the same reasons. */
function isSame(a: Told, b: Told): boolean {
  return a.value === b.value && a.hangs === b.hangs
}

/** Words that are lost and gained, each with its consequence. */
function words(a: Part, b: Part, pair: Pair): Found[] {
  const said = a.class?.said.words ?? b.class?.said.words
  if (!said || !a.class) return []
  const { record, name } = a.class
  const [from, to] = [pair.source.wordsOf(a), pair.destination.wordsOf(b)]
  const isAlike = !from.words && !to.words && from.hangs === to.hangs && sameGiven(a, b) && a.driver === b.driver
  if (!from.words || !to.words) {
    const missing = [...from.missing, ...to.missing]
    const part = from.words ? b : a
    if (isAlike) return []
    return missing.length === 0
      ? notRecorded(part, pair)
      : [finding(record, `${part.class?.name ?? name}.words`, { stage: 'stream', effect: 'refused', guest: 'unknown' }, { truth: 'unknown', missing }, {})]
  }
  const one = (claim: string, word: string, differs: Differences): Found[] => {
    const value = { ...NOTHING, value: word }
    return consequences(
      { record, claim: `${name}.${claim}`, from: claim === 'lost' ? value : ABSENT, to: claim === 'lost' ? ABSENT : value, differs },
      pair,
      value,
    )
  }
  const before = from.words.within
  const after = to.words.within
  return [
    ...before.filter((word) => !after.includes(word)).flatMap((word) => one('lost', word, said.lost)),
    ...after.filter((word) => !before.includes(word)).flatMap((word) => one('gained', word, said.gained)),
  ]
}

const PLAIN: Readonly<Record<string, Partial<Difference>>> = {
  refused: { stage: 'stream', effect: 'refused' },
  changed: { stage: 'guest', effect: 'silent', guest: 'changed' },
  harmless: { stage: 'guest', effect: 'silent', guest: 'changed', harmless: true },
  none: { stage: 'guest', effect: 'none' },
  unknown: { stage: 'stream', effect: 'refused', guest: 'unknown', lacks: 'not recorded' },
}

/**
 * What follows: the first of a list that fits. One of which it is not known whether it fits may be it, and so may those after it. A value that is not
 * known, or that no class gives, makes it all uncertain.
 * @param word of words what `from` is about, be it lost or gained
 */
function consequences({ record, claim, from, to, differs }: Aspect, { world }: Pair, word?: Told): Found[] {
  const list = Array.isArray(differs) ? differs : [PLAIN[differs] as Difference]
  const isPresence = from === ABSENT || to === ABSENT
  const unset = isPresence ? [] : [from, to].filter(({ value }) => value === undefined)
  const unsure = unset.flatMap(({ missing }) => (missing.length > 0 ? missing : ['knowledge.']))
  const found: Found[] = []
  const open: string[] = []
  let isSure = unset.length === 0
  for (const one of list) {
    const judged = all([
      () => (one.from === undefined ? YES : matchesTold(one.from, word ?? from, world)),
      () => (one.to === undefined || word ? YES : matchesTold(one.to, to, world)),
      () => (one.direction === undefined || word ? YES : direction(one.direction, from, to)),
      () => (one.if ? holds(one.if, world) : YES),
    ])
    if (judged.truth === 'no') continue
    open.push(...judged.missing)
    isSure &&= judged.truth === 'yes'
    const missing = [...unsure, ...open, ...(one.lacks ? ['knowledge.'] : [])]
    const truth = isSure && !one.lacks ? 'yes' : 'unknown'
    const said = finding(record, claim, one, { truth, missing }, { from: from.value ?? '', to: to.value ?? '' })
    if (said.effect !== 'none' || said.guest !== 'unchanged') found.push(said)
    if (judged.truth === 'yes') break
  }
  return found
}

const YES: Judged = { truth: 'yes', missing: [] }

/** Of numbers, and of off and on; what is not set counts as none. */
function direction(wanted: 'lowered' | 'raised', from: Told, to: Told): Judged {
  const open = [from, to].filter(({ value }) => value === undefined).flatMap(({ missing }) => missing)
  if (open.length > 0) return { truth: 'unknown', missing: open }
  const rank = ({ value = '' }: Told): number => (value === 'off' ? 0 : value === 'on' ? 1 : Number(value))
  return { truth: (wanted === 'lowered' ? rank(to) < rank(from) : rank(to) > rank(from)) ? 'yes' : 'no', missing: [] }
}

function notRecorded(part: Part, { unrecorded }: Pair): Found[] {
  if (!unrecorded) return []
  const judged: Judged = { truth: 'unknown', missing: ['knowledge.'] }
  return [finding(unrecorded.record, `${unrecorded.name}.${part.driver}`, { stage: 'stream', effect: 'refused', guest: 'unknown' }, judged, {})]
}

function sameGiven(a: Part, b: Part): boolean {
  return JSON.stringify(Object.entries(a.given).sort()) === JSON.stringify(Object.entries(b.given).sort())
}

function finding(record: string, claim: string, said: Partial<Difference>, { truth, missing }: Judged, more: Partial<Found>): Found {
  const { stage = 'stream', effect = 'none', guest = 'unchanged', harmless = false, depends } = said
  return { record, claim: `parts.${claim}`, stage, effect, guest, harmless, certain: truth === 'yes', missing, ...(depends ? { depends: true } : {}), ...more }
}
