import fc from 'fast-check'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { EMPTY_PROFILE, type Device, type Knowledge, type Profile } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry } from '../fixtures/world.ts'
import { MODELS, listed, parts } from './parts-world.ts'

const VERSIONS = ['1.0.0', '1.0.1', '1.0', '2.0.0', '2.0.1', '2.0.2', '3.0', '3.0.1', '4.0.0', '5.0.0', '3.0.0-7.vendor'] as const
const EVENTS = ['1.0', '2.0', '2.0.1', '3.0', '3.0.1', '3.0.2', '4.0'] as const

function profile(): fc.Arbitrary<Profile> {
  const sometimes = <Item>(of: fc.Arbitrary<Item>): fc.Arbitrary<Item | undefined> => fc.option(of, { nil: undefined, freq: 7 })
  return fc
    .tuple(
      fc.record({
        linux: sometimes(fc.constantFrom(...VERSIONS)),
        qemu: sometimes(fc.constantFrom(...VERSIONS)),
        cpu: sometimes(fc.constantFrom('a', 'b', 'c')),
        accel: sometimes(fc.constantFrom('kvm', 'tcg')),
        machine: sometimes(fc.constantFrom('m-1', 'm-2', 'em', 'm')),
        vcpu: fc.option(fc.constantFrom(...MODELS), { nil: undefined, freq: 1 }),
        memory: fc.option(fc.constantFrom('1024', '2048'), { nil: undefined, freq: 1 }),
        'opt-0': fc.option(fc.constantFrom('on', 'off', 'low', 'high', '2'), { nil: undefined, freq: 2 }),
        'opt-1': fc.option(fc.constantFrom('on', 'off', 'mid', '0,2'), { nil: undefined, freq: 2 }),
        'guest.linux': fc.option(fc.constantFrom(...VERSIONS), { nil: undefined, freq: 2 }),
        'guest.uses.use-0': fc.option(fc.constantFrom('yes', 'no'), { nil: undefined, freq: 2 }),
        'guest.uses.*': fc.nat(7).map((chance) => (chance === 0 ? 'no' : undefined)),
      }),
      fc.array(listed, { maxLength: 3 }),
      fc.boolean(),
      fc.subarray(['-odd']),
    )
    .map(([facts, devices, complete, rest]) => ({
      ...EMPTY_PROFILE,
      facts: Object.fromEntries(Object.entries(facts).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]]))),
      devices,
      complete,
      'not-understood': rest,
    }))
}

type Raw = Record<string, unknown>

const DOMAINS = [{ type: 'boolean' }, { type: 'enum', order: ['low', 'mid', 'high'] }, { type: 'set', members: [0, 2, 3] }] as const

function valueOf(kind: number): fc.Arbitrary<unknown> {
  return kind === 0 ? fc.boolean() : kind === 1 ? fc.constantFrom('low', 'mid', 'high') : fc.subarray([0, 2, 3])
}

/** A condition about one side, or (with `prefixes`) the pair. Features that it asks for come before `below`, so that none needs itself. */
function condition(below: number, prefixes: readonly string[], depth = 2): fc.Arbitrary<Raw> {
  const at = fc.constantFrom('', ...prefixes.map((prefix) => `${prefix}.`))
  const fact = (name: string, match: fc.Arbitrary<unknown>): fc.Arbitrary<Raw> => fc.tuple(at, match).map(([prefix, one]) => ({ [`${prefix}${name}`]: one }))
  const leaves: fc.Arbitrary<Raw>[] = [
    fact('cpu', fc.oneof(fc.constantFrom<unknown>('a', ['a', 'b'], { not: 'c' }, '*', { not: ['a', 'b'] }))),
    fact('accel', fc.constantFrom('kvm', 'tcg')),
    fact('linux', fc.constantFrom<unknown>('>=2.0', '>=2.0.1 <4.0', '<3.0.1', '3.0.1', '<=3.0', { given: true }, { not: '>=3.0' })),
    fact('qemu', fc.constantFrom<unknown>('>=2.0', '<3.0', { given: false })),
    fact('machine', fc.constantFrom<unknown>('m-1', 'm-*', { not: 'm-2' })),
    fact('opt-0', fc.constantFrom<unknown>('on', { not: 'on' }, ['on', 'off'], { given: true }, { not: { given: true } })),
    fact('guest.linux', fc.constantFrom<unknown>('>=2.0', '<3.0')),
    fact('guest.uses.use-0', fc.constantFrom('yes', 'no')),
    fact(
      'device',
      fc.constantFrom<unknown>({ driver: 'net' }, { driver: 'one', p: 'on' }, { driver: 'two', p: { not: 'on' } }, { kind: 'object', driver: 'r*' }),
    ),
  ]
  if (below > 0) {
    const id = fc.nat(below - 1).map((number) => `x/feature-${number}`)
    const match = fc.constantFrom<unknown>(true, false, 'low', ['mid', 'high'], { not: true }, { contains: 2 })
    leaves.push(fc.tuple(at, id, match).map(([prefix, name, one]) => ({ [`${prefix}${name}`]: one })))
    if (prefixes.length > 0) leaves.push(id.map((name) => ({ differs: name })))
  }
  if (prefixes.length > 0) {
    leaves.push(fc.constantFrom('machine', 'linux', 'device', 'opt-0', 'opt-1', 'not-understood', 'definition').map((name) => ({ differs: name })))
    leaves.push(fc.constantFrom('machine', 'qemu').map((name) => ({ departs: name })))
    leaves.push(fc.constantFrom('linux', 'qemu', 'guest.linux', 'opt-0').map((name) => ({ older: name })))
  }
  const leaf = fc.oneof(...leaves)
  if (depth === 0) return leaf
  const inner = condition(below, prefixes, depth - 1)
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(inner, { minLength: 1, maxLength: 3 }).map((of) => ({ all: of })) },
    { weight: 1, arbitrary: fc.array(inner, { minLength: 1, maxLength: 3 }).map((of) => ({ any: of })) },
    { weight: 1, arbitrary: inner.map((of) => ({ not: of })) },
    { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([a, b]) => ({ ...a, ...b })) },
  )
}

const events = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...EVENTS), { minLength: 1, maxLength: 3 }),
    fc.array(fc.constantFrom('introduced', 'removed', 'broken', 'fixed', 'reserved'), { minLength: 3, maxLength: 3 }),
  )
  .map(([at, kinds]) => at.map((version, index) => ({ [kinds[index] as string]: version })))

const maybe = <Item>(key: string, of: fc.Arbitrary<Item>): fc.Arbitrary<Raw> =>
  fc.option(of, { nil: undefined, freq: 2 }).map((one) => (one === undefined ? {} : { [key]: one }))
const merged = (...parts: fc.Arbitrary<Raw>[]): fc.Arbitrary<Raw> => fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Raw)
const always = (fields: Raw): fc.Arbitrary<Raw> => fc.constant({ ...fields, evidence: EVIDENCE })
const impact = fc.constantFrom('unchanged', 'changed', 'degraded', 'broken')
const outcome = fc.record({ effect: fc.constantFrom('refused', 'silent', 'warned', 'none'), guest: impact, harmless: fc.boolean() })
const PAIR = ['source', 'destination', 'boot']

function statement(index: number, kind: number): fc.Arbitrary<Raw> {
  return merged(
    always({}),
    fc.record({ component: fc.constantFrom('linux', 'qemu', 'cpu') }),
    maybe('when', condition(index, [], 1)),
    fc.oneof(
      { weight: 6, arbitrary: valueOf(kind).map((value) => ({ value })) },
      { weight: 1, arbitrary: fc.constantFrom('unknown', 'unaffected').map((status) => ({ status })) },
    ),
    maybe('before', valueOf(kind)),
    maybe('versions', events),
  ).map((one) => (one.component === 'cpu' ? { ...one, versions: undefined } : one))
}

const remedy = fc.record({
  set: fc.constantFrom<Raw>({ machine: 'm-2' }, { machine: '{source.machine}' }, { cpu: 'a' }, { 'opt-0': 'on' }, { linux: '3.0.1', 'opt-1': 'off' }),
  sides: fc.subarray(['source', 'destination'], { minLength: 1 }),
  applies: fc.constantFrom('running', 'before-boot'),
})

function clause(index: number, id: string): fc.Arbitrary<Raw> {
  return fc.constantFrom('start', 'stream', 'guest').chain((stage) =>
    merged(
      always({ id, stage, summary: 'made up' }),
      fc.record({
        if: condition(index, stage === 'start' ? [] : PAIR),
        effect: fc.constantFrom('refused', 'silent'),
        guest: fc.oneof(impact, fc.constant('unknown')),
        harmless: fc.boolean(),
        remedies: fc.array(remedy, { maxLength: 2 }),
      }),
      fc.nat(5).map((chance): Raw => (chance === 0 ? { depends: 'its state' } : chance === 1 ? { lacks: 'nobody looked' } : {})),
    ),
  )
}

function feature(index: number, kind: number): fc.Arbitrary<Raw> {
  const comparison = merged(
    always({ id: 'same', summary: 'made up' }),
    fc.record({ stage: fc.constantFrom('stream', 'guest'), compare: fc.constantFrom('equal', 'dst>=src', 'none') }),
    maybe('lowered', outcome),
    maybe('raised', outcome),
    maybe('changed', outcome),
    maybe('when', condition(index, PAIR, 1)),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Raw>({}) },
      { weight: 1, arbitrary: maybe('carried', condition(index, [], 1)).map((encoding) => ({ encoding })) },
    ),
  )
  const use = merged(
    always({ name: `use-${index}`, summary: 'made up' }),
    fc.record({
      needs: kind === 2 ? fc.subarray([0, 2, 3], { minLength: 1 }) : valueOf(kind),
      without: fc.record({ guest: impact, effect: fc.constantFrom('silent', 'refused'), harmless: fc.boolean() }),
      known: fc.array(fc.record({ when: condition(index, PAIR, 1), used: fc.boolean(), evidence: fc.constant(EVIDENCE) }), { maxLength: 2 }),
    }),
  )
  const control = merged(
    always({ by: 'machine-option', text: 'made up', option: `opt-${index}` }),
    maybe(
      'versions',
      events.map((some) => ({ component: 'qemu', events: some })),
    ),
  )
  const layer = merged(fc.record({ component: fc.constantFrom('linux', 'qemu', 'cpu') }), maybe('when', condition(index, [], 1)))
  return merged(
    fc.constant({
      kind: 'feature',
      id: `x/feature-${index}`,
      title: 'made up',
      summary: 'made up',
      rely: 'no',
      surface: { kind: 'other', text: 'none' },
      values: DOMAINS[kind],
    }),
    fc.record({
      control: index < 2 ? fc.oneof(control, fc.constant({ by: 'host', text: 'none' })) : fc.constant({ by: 'host', text: 'none' }),
      support: fc.array(statement(index, kind), { minLength: 1, maxLength: 4 }),
      migration: fc.array(comparison, { maxLength: 2 }).map((some) => some.map((one, at) => (at === 0 ? one : { ...one, id: 'again' }))),
      uses: fc.array(use, { maxLength: 1 }),
      clauses: fc.array(clause(index, 'clause'), { maxLength: 1 }),
    }),
    maybe('applies', condition(0, [], 1)),
    maybe('layers', fc.uniqueArray(layer, { minLength: 1, maxLength: 3, selector: (one) => one.component })),
  )
}

function rule(): fc.Arbitrary<Raw> {
  const word = (name: string, aliases: string[]): fc.Arbitrary<Raw> => merged(fc.constant({ name, aliases }), maybe('versions', events))
  return merged(
    fc.constant({ kind: 'rule', id: 'rules/made-up', title: 'made up', summary: 'made up' }),
    fc.record({
      vocabulary: fc.tuple(word('m-1', ['em']), word('m-2', [])).map(([one, two]) => [
        {
          fact: 'machine',
          component: 'qemu',
          evidence: EVIDENCE,
          values: [
            one,
            two,
            {
              name: 'm',
              'stands-for': [
                { version: '1.0', name: 'm-1' },
                { version: '3.0', name: 'm-2' },
              ],
            },
          ],
        },
      ]),
      derive: fc.array(
        fc.record({
          // What follows, follows from what is given: nothing is derived from a fact's absence.
          when: condition(0, [], 1).filter((one) => !/given|not|opt-|device|guest/.test(JSON.stringify(one))),
          set: fc.constantFrom<Raw>({ accel: 'kvm' }, { arch: 'x86_64' }, { 'opt-1': 'on' }, { cpu: '{linux}' }),
          evidence: fc.constant(EVIDENCE),
        }),
        { maxLength: 2 },
      ),
      clauses: fc.tuple(clause(1, 'one'), clause(1, 'two')).map((both) => both),
    }),
    maybe('applies', condition(0, [], 1)),
    fc.oneof(
      fc.constant({}),
      parts((prefixes) => condition(1, prefixes, 1)),
    ),
  )
}

/** Richer made-up records than those of the laws: every kind of condition, layer, option, clause, word, derivation and class of parts. */
export const world: fc.Arbitrary<readonly Raw[]> = fc
  .tuple(
    fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }).chain((kinds) => fc.tuple(...kinds.map((kind, index) => feature(index, kind)))),
    fc.option(rule()),
  )
  .map(([features, one]) => [...features, ...(one ? [one] : [])])

/** The knowledge of such records. */
export function knowledgeOf(records: readonly Raw[]): Knowledge {
  return buildKnowledge([...LINES, ...records.map((data) => entry(data))])
}

/**
 * Worlds in which nothing is refused but for a difference of parts: what one side alone runs into, and what features say of a pair, is taken out; so
 * is what asks whether a fact was given, and what is derived, for a fact that is added is to change nothing but what it says.
 */
export const calm: fc.Arbitrary<readonly Raw[]> = fc
  .tuple(
    fc.array(feature(0, 0), { minLength: 1, maxLength: 1 }),
    parts((prefixes) => condition(1, prefixes, 1)),
  )
  .map(([features, some]) => [
    ...features.map((one) => {
      const { versions: _versions, ...control } = one.control as Raw
      return { ...(ofFacts(one) as Raw), control, migration: [], uses: [], clauses: [], applies: undefined }
    }),
    { kind: 'rule', id: 'rules/parts', title: 'made up', summary: 'made up', ...(some as Raw), parts: (some.parts as Raw[]).map(quiet) },
  ])

function quiet({ if: _if, refuses: _refuses, closed: _closed, ...one }: Raw): Raw {
  return ofFacts(one) as Raw
}

/** A record that does not ask whether facts of a host were given. */
function ofFacts(one: unknown): unknown {
  return JSON.parse(JSON.stringify(one), (key, value) => (/(linux|qemu)$/.test(key) && JSON.stringify(value).includes('given') ? '>=2.0' : value))
}

const RELEASES = VERSIONS.filter((version) => /^\d+\.\d+\.\d+$/.test(version))

/** A host of which everything is known, with a VM of which all is said. */
export const whole: fc.Arbitrary<Profile> = fc
  .record({
    facts: fc.record({
      linux: fc.constantFrom(...RELEASES),
      qemu: fc.constantFrom(...RELEASES),
      cpu: fc.constantFrom('a', 'b', 'c'),
      accel: fc.constantFrom('kvm', 'tcg'),
      arch: fc.constant('x86_64'),
      machine: fc.constantFrom('m-1', 'm-2'),
      vcpu: fc.constantFrom(...MODELS),
      'opt-0': fc.constantFrom('on', 'off'),
      'guest.linux': fc.constantFrom(...RELEASES),
      'guest.uses.*': fc.constant('no'),
    }),
    devices: fc.array(listed, { maxLength: 3 }),
  })
  .map((some) => ({ ...EMPTY_PROFILE, ...some, complete: true }))

/** Two hosts of which everything is known, with the same VM but for a part or so. */
export const kin: fc.Arbitrary<readonly [Profile, Profile]> = fc
  .tuple(whole, whole, fc.nat(3), fc.tuple(fc.nat(3), fc.nat(2), listed))
  .map(([a, b, chance, change]) => {
    const { linux, qemu, cpu, accel } = b.facts as Record<string, string>
    const host = chance < 2 ? {} : { linux, qemu, cpu, accel }
    return [a, { ...a, facts: { ...a.facts, ...(host as Record<string, string>) }, devices: changed(a.devices, change) }] as const
  })

/** The parts of one side, changed a little: none, one, or all. */
function changed(devices: readonly Device[], [how, at, other]: readonly [number, number, Device]): Device[] {
  if (how === 0 || devices.length === 0) return [...devices]
  if (how === 1) return devices.filter((_, index) => index !== at % devices.length)
  if (how === 2) return [...devices, other]
  return devices.map((one, index) => (index === at % devices.length ? { ...one, properties: { ...one.properties, ...other.properties } } : one))
}

/** A pair of hosts with a VM, known more or less, now and then the same, and often with much the same parts. */
export const pair: fc.Arbitrary<readonly [Profile, Profile]> = fc
  .tuple(profile(), profile(), fc.nat(9), fc.tuple(fc.nat(3), fc.nat(2), listed))
  .map(([a, b, chance, change]) => [a, chance === 0 ? a : chance < 6 ? { ...b, devices: changed(a.devices, change) } : b] as const)
