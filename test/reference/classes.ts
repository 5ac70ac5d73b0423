import type { Knowledge, PartClass } from '../../lib/model/index.ts'
import { type World, holds } from './condition.ts'

/** A class with all that it has from those it is like. */
export interface Whole {
  readonly name: string
  readonly record: string
  readonly own: PartClass
  readonly names: readonly string[]
  /** With the name of the class that says it. */
  readonly properties: Readonly<Record<string, { readonly of: PartClass['properties'][string]; readonly by: string }>>
  readonly fields: Readonly<Record<string, { readonly of: PartClass['fields'][string]; readonly by: string }>>
  readonly refuses: readonly { readonly of: PartClass['refuses'][number]; readonly by: string }[]
  readonly provides: PartClass['provides']
  /** By the names of properties. */
  readonly types: Readonly<Record<string, string>>
  readonly said: Partial<PartClass>
}

/** What a class does not say itself, and has from those that it is like; of several the last. */
const TAKEN_OVER = ['place', 'bus', 'section', 'lost', 'gained', 'driver_differs', 'words', 'closed', 'known', 'dashes'] as const

export function allClasses(knowledge: Knowledge): Whole[] {
  const named = knowledge.rules.flatMap(({ data }) => data.parts.map((own) => ({ record: data.id, own })))
  const whole = (name: string, below: readonly string[]): Whole[] => {
    const found = named.findLast(({ own }) => own.class === name)
    if (!found || below.includes(name)) return []
    const { own, record } = found
    const like = own.like.flatMap((one) => whole(one, [...below, name]))
    const by = <Of>(all: Readonly<Record<string, Of>>): Record<string, { of: Of; by: string }> =>
      Object.fromEntries(Object.entries(all).map(([key, of]) => [key, { of, by: name }]))
    const properties = Object.assign({}, ...like.map((one) => one.properties), by(own.properties)) as Whole['properties']
    const withDefaults = Object.entries(properties).map(([key, one]) =>
      key in own.defaults ? ([key, { ...one, of: { ...one.of, default: own.defaults[key] } }] as const) : ([key, one] as const),
    )
    return [
      {
        name,
        record,
        own,
        names: [name, ...like.flatMap((one) => one.names)],
        properties: Object.fromEntries(withDefaults),
        fields: Object.assign({}, ...like.map((one) => one.fields), by(own.fields)) as Whole['fields'],
        refuses: [...like.flatMap((one) => one.refuses), ...own.refuses.map((of) => ({ of, by: name }))],
        types: Object.assign(
          {},
          ...like.map((one) => one.types),
          ...Object.entries(own.takes ?? {}).flatMap(([type, list]) => list.split(' ').map((each) => ({ [each]: type }))),
        ) as Whole['types'],
        provides: [own, ...[...like].reverse()].map((one) => one.provides).find((one) => one.length > 0) ?? [],
        said: Object.fromEntries(TAKEN_OVER.map((key) => [key, own[key] ?? like.findLast((one) => one.said[key] !== undefined)?.said[key]])),
      },
    ]
  }
  return [...new Set(named.map(({ own }) => own.class))].flatMap((name) => whole(name, []))
}

/** The class of a driver: of those that may be there the one that names it most exactly, by name or by the longest glob; else the first. */
export function classFor(all: readonly Whole[], kind: string, driver: string, world: World): Whole | undefined {
  const exactness = ({ own }: Whole): number =>
    Math.max(
      -1,
      ...own.driver.map((pattern) => {
        if (pattern === driver) return 1000
        return new RegExp(`^${pattern.split('*').join('.*')}$`).test(driver) ? pattern.replaceAll('*', '').length : -1
      }),
    )
  const fitting = all.filter((one) => one.own.kind === kind && exactness(one) >= 0 && (!one.own.if || holds(one.own.if, world).truth !== 'no'))
  return fitting.find((one) => exactness(one) === Math.max(...fitting.map(exactness)))
}
