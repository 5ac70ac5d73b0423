import { type Change, DERIVED_FACTS, type Device, NOT_SET, type Profile, factKey } from '../model/index.ts'
import { partText } from './parts/given.ts'

/**
 * What a destination is changed in so that it starts the VM as the source does: the facts of the VM that differ, and the parts from the first one on that
 * is another, taken out and put in in the source's order (those without an address get theirs in that order). What only follows from a definition is not among
 * them, nor what was not understood.
 */
export function asSource(source: Profile, destination: Profile): Change[] {
  return [...factChanges(source.facts, destination.facts), ...partChanges(source.devices, destination.devices)]
}

function factChanges(source: Profile['facts'], destination: Profile['facts']): Change[] {
  const keys = new Set([...Object.keys(source), ...Object.keys(destination)])
  return [...keys]
    .filter((key) => factKey(key).subject === 'vm' && !DERIVED_FACTS.has(key) && source[key] !== destination[key])
    .map((key) => ({ side: 'destination', set: key, to: source[key] ?? NOT_SET }))
}

function partChanges(source: readonly Device[], destination: readonly Device[]): Change[] {
  const kinds = new Set([...source, ...destination].map(({ kind }) => kind))
  return [...kinds].flatMap((kind) => {
    const [ours, theirs] = [source, destination].map((parts) => parts.filter((one) => one.kind === kind).map(partText)) as [string[], string[]]
    let first = 0
    while (first < ours.length && ours[first] === theirs[first]) first++
    // A kind that has only lost something needs nothing put in again.
    const rest = theirs.slice(first).filter((text) => ours.includes(text))
    if (rest.join('\n') === ours.slice(first).join('\n'))
      return theirs.filter((text) => !ours.includes(text)).map((to): Change => ({ side: 'destination', set: `remove.${kind}`, to }))
    return [
      ...theirs.slice(first).map((to): Change => ({ side: 'destination', set: `remove.${kind}`, to })),
      ...ours.slice(first).map((to): Change => ({ side: 'destination', set: `add.${kind}`, to })),
    ]
  })
}
