import type { Event, ReleaseLine } from '../../lib/model/index.ts'

/** A release: which branch (by its place on the line) and which release of it; undefined for the branch as a whole. */
interface Release {
  readonly branch: number
  readonly point: number | undefined
}

function read(text: string, line: ReleaseLine | undefined): Release | undefined {
  if (!/^v?\d+(\.\d+){1,3}$/.test(text)) return undefined
  const plain = text.replace(/^v/, '')
  const names = (line?.branches ?? []).map(({ name }) => name)
  const own = names.filter((name) => plain === name || plain.startsWith(`${name}.`)).sort((a, b) => b.length - a.length)[0]
  if (own === undefined) return undefined
  return { branch: names.indexOf(own), point: plain === own ? undefined : Number(plain.slice(own.length + 1).split('.')[0]) }
}

/** How a version stands to that of a constraint: all orders that are possible; undefined where they cannot be compared. */
export function compareTo(text: string, other: string, line: ReleaseLine | undefined): number[] | undefined {
  const [a, b] = [read(text, line), read(other, line)]
  if (!a || !b) return undefined
  if (a.branch !== b.branch) return [a.branch < b.branch ? -1 : 1]
  // A constraint's bare branch is all of the branch.
  if (b.point === undefined) return [0]
  // A question's bare branch is some release of it.
  if (a.point === undefined) return b.point > 0 ? [-1, 0, 1] : [0, 1]
  return [Math.sign(a.point - b.point)]
}

/** Whether a range holds at a version: every answer that is possible; undefined for what is no upstream release. */
export function rangeAt(events: readonly Event[], text: string, line: ReleaseLine | undefined): boolean[] | undefined {
  const at = read(text, line)
  if (!at) return undefined
  const placed = events.flatMap(({ event, version }) => {
    const place = read(version, line)
    return event === 'reserved' || !place ? [] : [{ on: event === 'introduced' || event === 'fixed', event, branch: place.branch, point: place.point ?? 0 }]
  })
  placed.sort((a, b) => a.branch - b.branch || a.point - b.point)
  const beforeAll = placed.length > 0 && placed.every(({ event }) => event !== 'introduced')
  const mainline = placed.filter(({ point, branch }) => point === 0 && branch <= at.branch).at(-1)?.on ?? beforeAll
  const inside = placed.filter(({ point, branch }) => point > 0 && branch === at.branch)
  if (at.point === undefined) return inside.some(({ on }) => on !== mainline) ? [true, false] : [mainline]
  return [inside.filter(({ point }) => point <= (at.point as number)).at(-1)?.on ?? mainline]
}
