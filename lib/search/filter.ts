import type { Facet, SearchQuery } from './port.ts'
import type { Row } from './rows.ts'

/** Rows that a query's filters let through, and how many there would be with other values of each. */
export interface Narrowed<Item> {
  readonly items: readonly Item[]
  readonly facets: Readonly<Record<string, readonly Facet[]>>
}

/** @param items in any order; it is kept */
export function narrow<Item extends { readonly row: Row }>(items: readonly Item[], query: SearchQuery): Narrowed<Item> {
  const tests = testsOf(query)
  const counts = new Map<string, Map<string, number>>()
  const kept: Item[] = []
  for (const item of items) {
    const failed = tests.filter(({ holds }) => !holds(item.row))
    if (failed.length === 0) kept.push(item)
    // One that a single filter keeps out would be there with another value of it.
    if (failed.length <= 1) for (const [name, value] of valuesOf(item.row)) if (failed.length === 0 || failed[0]?.name === name) add(counts, name, value)
  }
  return { items: kept, facets: Object.fromEntries([...counts].map(([name, values]) => [name, sorted(values)])) }
}

interface Test {
  readonly name: string
  readonly holds: (row: Row) => boolean
}

function testsOf({ kinds, areas, tags = {}, after, before }: SearchQuery): Test[] {
  return [
    ...(kinds ? [{ name: 'kind', holds: ({ kind }: Row) => kinds.includes(kind) }] : []),
    ...(areas ? [{ name: 'area', holds: ({ area }: Row) => areas.some((one) => area === one || area.startsWith(`${one}/`)) }] : []),
    ...Object.entries(tags).map(([name, values]) => ({ name, holds: ({ tags: own }: Row) => (own[name] ?? []).some((value) => values.includes(value)) })),
    ...(after ? [{ name: 'after', holds: ({ last }: Row) => last !== '' && last >= after }] : []),
    ...(before ? [{ name: 'before', holds: ({ first }: Row) => first !== '' && first < before }] : []),
  ]
}

function valuesOf({ kind, area, tags }: Row): [name: string, value: string][] {
  return [
    ['kind', kind],
    ...(area === '' ? [] : [['area', area] as [string, string]]),
    ...Object.entries(tags).flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  ]
}

function add(counts: Map<string, Map<string, number>>, name: string, value: string): void {
  const values = counts.get(name) ?? new Map<string, number>()
  counts.set(name, values.set(value, (values.get(value) ?? 0) + 1))
}

function sorted(values: ReadonlyMap<string, number>): Facet[] {
  return [...values].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
