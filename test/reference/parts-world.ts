import fc from 'fast-check'
import type { Device } from '../../lib/model/index.ts'
import { EVIDENCE } from '../fixtures/world.ts'

type Raw = Record<string, unknown>

/** Makes conditions about one side, or (with names of sides) the pair. */
export type Conditions = (prefixes: readonly string[]) => fc.Arbitrary<Raw>

const VALUES = ['1', '2', '0x2', 'on', 'off', 'yes', '1k'] as const
const PAIR = ['source', 'destination', 'boot']

const merged = (...some: fc.Arbitrary<Raw>[]): fc.Arbitrary<Raw> => fc.tuple(...some).map((all) => Object.assign({}, ...all) as Raw)
const maybe = <Item>(key: string, of: fc.Arbitrary<Item>, freq = 2): fc.Arbitrary<Raw> =>
  fc.option(of, { nil: undefined, freq }).map((one) => (one === undefined ? {} : { [key]: one }))
/** Now and then: one time in `freq + 1`. */
const rarely = <Item>(key: string, of: fc.Arbitrary<Item>, freq = 4): fc.Arbitrary<Raw> =>
  fc.tuple(fc.nat(freq), of).map(([chance, one]) => (chance === freq ? { [key]: one } : {}))

const match = fc.constantFrom<unknown>('1', '2', 'on', 'off', 'no', ['1', 'on'], { not: '1' }, '>=2', { given: true }, { given: false }, '*')

function differences(conditions: Conditions, matches: fc.Arbitrary<unknown> = match): fc.Arbitrary<unknown> {
  const one = merged(
    fc.record({
      stage: fc.constantFrom('stream', 'guest'),
      effect: fc.constantFrom('refused', 'silent', 'none'),
      guest: fc.constantFrom('unchanged', 'changed', 'degraded', 'broken'),
      harmless: fc.boolean(),
    }),
    rarely('from', matches),
    rarely('to', matches),
    rarely('direction', fc.constantFrom('lowered', 'raised')),
    rarely('if', conditions(PAIR), 2),
    fc.nat(9).map((chance): Raw => (chance === 9 ? { depends: 'its state' } : chance === 8 ? { lacks: 'nobody looked' } : {})),
  )
  return fc.oneof(fc.constantFrom('refused', 'changed', 'harmless', 'none', 'unknown'), fc.array(one, { minLength: 1, maxLength: 3 }))
}

/** Values by cases; they ask for none but the names given, so that none needs itself. */
function cases(names: readonly string[], values: fc.Arbitrary<string>, conditions: Conditions): fc.Arbitrary<unknown> {
  const asked = fc.dictionary(fc.constantFrom(...names), match, { maxKeys: 2 })
  return fc.array(
    merged(
      values.map((value) => ({ value })),
      maybe('with', asked),
      maybe('if', conditions([])),
    ),
    { minLength: 1, maxLength: 3 },
  )
}

/** Templates may ask for what stands before them. */
const EARLIER: Readonly<Record<string, readonly string[]>> = {
  p: ['driver', 'id', 'bus.id', 'bus.p', 'referred', 'has.b', 'count.base'],
  q: ['p', 'driver', 'ref.p', 'ref.id'],
  'opt-0': ['driver'],
  f: ['p', 'q', 'driver', 'bus.p', 'ref.p', 'word.w0', 'unavailable'],
}

function property(name: string, conditions: Conditions): fc.Arbitrary<Raw> {
  const earlier = EARLIER[name] ?? ['driver']
  const text = fc.constantFrom(...VALUES, '{driver}', '{fact:cpu}', `{${earlier[0]}}`)
  return merged(
    differences(conditions).map((differs) => ({ differs })),
    maybe('default', fc.oneof(text, cases(earlier, text, conditions))),
  )
}

function properties(names: readonly string[], conditions: Conditions): fc.Arbitrary<Raw> {
  return fc.subarray([...names]).chain((some) => merged(fc.constant({}), ...some.map((name) => property(name, conditions).map((one) => ({ [name]: one })))))
}

function words(conditions: Conditions): fc.Arbitrary<unknown> {
  const list = fc.subarray(['w0', 'w1', 'w2']).map((some) => some.join(' '))
  const limit = merged(maybe('if', conditions([])), maybe('only', list), maybe('without', list))
  return merged(
    fc.record({
      cases: cases(['driver', 'p'], list, conditions),
      limits: fc.array(limit, { maxLength: 2 }),
      aliases: fc.constantFrom({}, { 'w-0': 'w0' }),
      lost: differences(conditions, fc.constantFrom<unknown>('w0', ['w0', 'w1'], 'w*', { not: 'w1' })),
      gained: differences(conditions, fc.constantFrom<unknown>('w0', ['w0', 'w1'], { not: 'w2' })),
    }),
  )
}

/** What is asked of a part's place, and of others like it. */
const AT_PLACES = [
  { 'place.taken': 'yes' },
  { 'place.taken': 'full' },
  { 'place.bus': 'no' },
  { place: { not: '*.0' }, 'slot.p': { given: true } },
  { 'same.p': '>1' },
  { 'same.id': '0' },
]

function refusal(index: number, conditions: Conditions): fc.Arbitrary<Raw> {
  return merged(
    fc.record({ id: fc.constant(`no-${index}`), summary: fc.constant('{part} is not taken') }),
    fc.constantFrom<Raw>({ stage: 'start' }, { stage: 'stream' }, { stage: 'guest', guest: 'degraded' }, { stage: 'guest', guest: 'broken' }),
    maybe(
      'with',
      fc.oneof(
        fc.dictionary(
          fc.constantFrom(
            ...['p', 'q', 'f', 'driver', 'id', 'word.w1', 'unavailable', 'ref.p', 'has.b', 'count.base'],
            ...['same.p', 'same.q+id', 'place', 'place.taken', 'place.bus', 'slot.p'],
          ),
          match,
          { minKeys: 1, maxKeys: 2 },
        ),
        fc.constantFrom<Raw>(...AT_PLACES),
      ),
      3,
    ),
    maybe('if', conditions([])),
    rarely('on', fc.constant('source')),
  )
}

function body(conditions: Conditions, names: readonly string[]): fc.Arbitrary<Raw> {
  return merged(
    properties(names, conditions).map((all) => ({ properties: all })),
    rarely(
      'fields',
      fc
        .tuple(cases(EARLIER.f as string[], fc.constantFrom('1', '2', '{p}', '{q}'), conditions), differences(conditions))
        .map(([some, differs]) => ({ f: { cases: some, differs } })),
      2,
    ),
    rarely('lost', differences(conditions)),
    rarely('gained', differences(conditions)),
    rarely('driver_differs', differences(conditions)),
    rarely(
      'refuses',
      fc.nat(3).chain((index) => refusal(index, conditions).map((one) => [one])),
      3,
    ),
    rarely('defaults', fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom(...VALUES, '{driver}'), { minKeys: 1 })),
  )
}

const place = fc.oneof(
  fc.constant({}),
  fc.record({ bus: fc.constantFrom('a', 'b', 'row', 'form') }),
  fc.record({ bus: fc.constantFrom('a', 'b', 'form'), place: fc.constantFrom(['addr'], ['unit'], ['unit', 'p']) }),
  fc.record({ place: fc.constantFrom(['p'], ['bus', 'unit']) }),
)

function device(name: string, drivers: readonly string[], like: readonly string[], conditions: Conditions): fc.Arbitrary<Raw> {
  return merged(
    fc.record({
      class: fc.constant(name),
      driver: fc.subarray([...drivers], { minLength: name === 'base' ? 0 : 1 }),
      like: fc.subarray([...like]),
    }),
    body(conditions, ['p', 'q', 'id', 'unit']),
    place,
    fc.boolean().map((refers): Raw => (refers ? { refers } : {})),
    rarely('section', fc.constantFrom('one', 'two', 'one-{p}', 'ram:{ref.id}'), 1),
    rarely('provides', fc.constantFrom([{ bus: 'b' }], [{ bus: 'a', suffix: '.1', first: 1, last: 1 }])),
    rarely('if', conditions([])),
    rarely('words', words(conditions), 5),
    rarely('closed', conditions([]), 6),
    rarely('takes', fc.constantFrom({ bool: 'q' }, { uint8: 'p unit', bool: 'id' }, { str: 'p q' })),
    rarely('known', fc.constantFrom('q', 'id p w1')),
  ).map(({ refers, ...one }) => (refers ? { ...one, properties: { ...(one.properties as Raw), ref: { refers: 'object', differs: 'changed' } } } : one))
}

/** A class that asks all there is to ask of places. */
const seat: fc.Arbitrary<Raw> = fc.record({ place: fc.constantFrom(['addr'], ['addr', 'unit']), provides: fc.constantFrom([], [{ bus: 'a' }]) }).map((own) => ({
  class: 'seat',
  driver: ['seat'],
  bus: 'a',
  properties: { id: { differs: 'harmless' }, p: { differs: 'changed' } },
  refuses: AT_PLACES.map((asked, index) => ({ id: `seat-${index}`, stage: 'start', with: asked, summary: '{part} has no seat' })),
  ...own,
}))

/** A few classes of devices, backends, machines and CPU models, and buses. */
export function parts(conditions: Conditions): fc.Arbitrary<Raw> {
  const none = fc.constant(undefined)
  const sometimes = (of: fc.Arbitrary<Raw>): fc.Arbitrary<Raw | undefined> => fc.oneof({ weight: 3, arbitrary: of }, { weight: 1, arbitrary: none })
  const other = (kind: string, name: string, driver: readonly string[], names: readonly string[]): fc.Arbitrary<Raw> =>
    merged(
      fc.record({ class: fc.constant(name), kind: fc.constant(kind), driver: fc.subarray([...driver], { minLength: 1 }) }),
      body(conditions, names),
      maybe('section', fc.constant(kind), 1),
      ...(kind === 'cpu'
        ? [maybe('words', words(conditions), 3), rarely('closed', conditions([])), rarely('known', fc.constant('w0 w1')), rarely('dashes', fc.boolean(), 1)]
        : []),
      ...(kind === 'object' ? [rarely('properties', fc.constant({ ref: { refers: 'object', differs: 'changed' }, p: { differs: 'refused' } }))] : []),
    )
  const bus = fc.constantFrom<Raw>(
    { bus: 'a', name: 'a.0', first: 1, taken: [2] },
    { bus: 'a', name: 'a.0', if: { machine: 'm-1' } },
    { bus: 'a', name: 'a.0', first: 1, last: 2 },
    { bus: 'row', name: 'row.*', first: 2, step: -1 },
    { bus: 'row', name: 'row.*', last: 0 },
    { bus: 'b', name: 'b.1', last: 0 },
    { bus: 'form', name: 'form', form: 'fe.*', first: 1 },
    { bus: 'b', name: 'b.0' },
  )
  return fc.record({
    parts: fc
      .tuple(
        sometimes(device('base', ['t*'], [], conditions)),
        device('one', ['one', 'o*', 'two'], ['base'], conditions),
        sometimes(device('two', ['two', 't*', '*o'], ['base', 'one'], conditions)),
        sometimes(other('object', 'ram', ['ram', 'r*'], ['p', 'id'])),
        sometimes(other('machine', 'board', ['m-1', 'm-*'], ['opt-0', 'opt-1', 'memory'])),
        sometimes(other('cpu', 'model', ['small', 'big', '(default)'], ['p'])),
        sometimes(other('global', 'wire', ['wire', 'one'], ['p'])),
        sometimes(fc.constant({ class: 'unrecorded', driver: ['(unrecorded)'] })),
        sometimes(seat),
      )
      .map((some) => some.filter((one) => one !== undefined).map((one) => ({ ...one, evidence: EVIDENCE }))),
    buses: fc.array(
      bus.map((one) => ({ ...one, evidence: EVIDENCE })),
      { maxLength: 3 },
    ),
  })
}

const given = (drivers: readonly string[], names: Readonly<Record<string, readonly string[]>>, kind: string): fc.Arbitrary<Device> =>
  fc
    .tuple(
      fc.constantFrom(...drivers),
      fc
        .uniqueArray(fc.constantFrom(...Object.keys(names)), { maxLength: 3 })
        .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, fc.constantFrom(...(names[name] as string[]))])))),
    )
    .map(([driver, properties]) => ({ kind, driver, properties: properties as Record<string, string> }))

/** A part as a question may list it. */
export const listed: fc.Arbitrary<Device> = fc.oneof(
  {
    weight: 6,
    arbitrary: given(
      ['one', 'two', 'one', 'two', 'three', 'net'],
      {
        p: VALUES,
        q: ['1', '2', 'on'],
        id: ['x', 'y'],
        unit: ['0', '1'],
        addr: ['1', '0x1', '2.1', 'a'],
        bus: ['x.0', 'y.1', 'a.0', 'row.1', 'form'],
        ref: ['r', 's'],
        w0: ['on', 'off'],
        'w-0': ['on', 'off'],
        w1: ['on', 'off'],
      },
      'device',
    ),
  },
  {
    weight: 2,
    arbitrary: given(
      ['seat'],
      { addr: ['1', '2', '1.1', '2.0', '2.1'], unit: ['0', '1'], bus: ['a.0', 'x.0', 'a.1'], id: ['x', 'y'], p: ['1', '2'] },
      'device',
    ),
  },
  { weight: 2, arbitrary: given(['ram', 'ram', 'rom', 'net'], { id: ['r', 's'], p: ['1', '2'], ref: ['r', 's'] }, 'object') },
  { weight: 1, arbitrary: given(['one', 'base', 'wire', 'three'], { p: ['1', '2', 'on'] }, 'global') },
)

/** CPU models as a question may name them. */
export const MODELS = ['small', 'big', 'big,+w0', 'big,-w1', 'small,w2=on', 'small,-w0,p=2', 'other', 'big,what=on', 'big,w_0', 'small,+w_0,w-0=off'] as const
