import type { Aspect } from './aspects.ts'

/** Differences of one part that come to the same by the same record, as one: `CPU Haswell: model is 60 on the source, 26 on the destination; …`. */
export function together(aspects: readonly Aspect[], label: string): readonly Aspect[] {
  if (aspects.length < 2) return aspects
  const groups = new Map<string, Aspect[]>()
  for (const [index, aspect] of aspects.entries()) {
    const key = isPlain(aspect) ? `${aspect.differs} ${aspect.origin.class} ${numberOf(aspect.origin.evidence)}` : String(index)
    groups.set(key, [...(groups.get(key) ?? []), aspect])
  }
  return [...groups.values()].map((some) => (some.length === 1 ? (some[0] as Aspect) : merged(some, label)))
}

/** Whether a single word says what the difference comes to, and both values are known. */
function isPlain({ differs, from, to, name, summary }: Aspect): boolean {
  return typeof differs === 'string' && from.value !== undefined && to.value !== undefined && name !== 'driver' && !summary.includes('\n')
}

function merged(some: readonly Aspect[], label: string): Aspect {
  const [first] = some as [Aspect]
  const list = (side: 'from' | 'to'): Aspect['from'] => ({ value: some.map((one) => `${one.name}=${one[side].value}`).join(' '), missing: [], hangs: '' })
  return {
    ...first,
    name: some.map(({ name }) => name).join(','),
    from: list('from'),
    to: list('to'),
    summary: `${label}: ${some.map(({ name, from, to }) => `${name} is ${from.value} on the source, ${to.value} on the destination`).join('; ')}`,
    changes: some.flatMap(({ changes }) => changes),
    because: () => some.flatMap(({ because }) => because()),
  }
}

/** A number per list of evidence, the same for the same list. */
function numberOf(evidence: object): number {
  const known = numbers.get(evidence)
  if (known !== undefined) return known
  count++
  numbers.set(evidence, count)
  return count
}

const numbers = new WeakMap<object, number>()
let count = 0
