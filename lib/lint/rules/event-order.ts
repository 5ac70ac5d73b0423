import { comparePlaces, compareRanks, type Event, type Place, placeOf, type Problem } from '../../model/index.ts'
import { eventLists } from '../events.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Events that cannot follow each other on a release line. */
export const eventOrder: LintRule = {
  id: 'event-order',
  describe: 'on each branch a range begins, ends, and begins again: nothing is removed before it is introduced, and nothing happens twice',
  check: (context) =>
    context.entries.flatMap((entry) =>
      eventLists(entry).flatMap(({ path, component, events }): Problem[] => {
        const line = context.lineOf.get(component ?? '')
        const placed = events
          .flatMap((event, index): Placed[] => {
            const place = placeOf(event.version, line)
            return place ? [{ event, index, place, backport: (place.point ?? 0) > 0 }] : []
          })
          .sort((a, b) => comparePlaces(a.place, b.place))
        return [...faults(placed)].map(([index, fault]) => problemAt('event-order', context, entry, [...path, index], fault))
      }),
    ),
}

interface Placed {
  readonly event: Event
  readonly index: number
  readonly place: Place
  readonly backport: boolean
}
interface Fault {
  readonly message: string
  readonly expected: string
  readonly actual: string
}

/** What is wrong, by the event's place in the list: each branch with backports is followed on its own, and the mainline. */
function faults(placed: readonly Placed[]): Map<number, Fault> {
  const found = new Map<number, Fault>()
  const mainline = placed.filter(({ backport }) => !backport)
  follow(mainline, placed, found)
  for (const branch of new Set(placed.filter(({ backport }) => backport).map(({ place }) => place.branch))) {
    const inBranch = placed.filter(({ place, backport }) => backport && place.branch === branch)
    const rank = inBranch[0]?.place.rank ?? []
    follow([...mainline.filter(({ place }) => compareRanks(place.rank, rank) <= 0), ...inBranch], placed, found)
  }
  return found
}

/** A range without an introduction anywhere is there from the start. */
function follow(events: readonly Placed[], all: readonly Placed[], found: Map<number, Fault>): void {
  let on = !all.some(({ event }) => event.event === 'introduced')
  let last: Event | undefined
  for (const { event, index } of events) {
    const begins = event.event === 'introduced' || event.event === 'fixed'
    const wrong =
      event.event === 'reserved'
        ? last
          ? `after \`${last.event}\` in ${last.version}`
          : undefined
        : event.event === 'deprecated'
          ? on
            ? undefined
            : 'where it is not there'
          : begins === on
            ? last
              ? `after \`${last.event}\` in ${last.version}`
              : begins
                ? 'with nothing broken before'
                : 'with nothing introduced before'
            : event.event === 'fixed' && last?.event !== 'broken' && last?.event !== 'removed'
              ? 'with nothing broken before'
              : undefined
    if (wrong !== undefined && !found.has(index)) {
      found.set(index, {
        message: `\`${event.event}\` in ${event.version} cannot stand ${wrong}: correct the version, or drop one`,
        expected: expectation(event, on),
        actual: `${event.event} ${wrong}`,
      })
    }
    if (event.event === 'reserved') {
      // A number reserved twice is one too many; what it was reserved for comes later.
      if (wrong === undefined) last = event
      continue
    }
    if (event.event === 'deprecated') continue
    on = begins
    last = event
  }
}

function expectation({ event }: Event, on: boolean): string {
  if (event === 'reserved') return 'reserved once, before introduced'
  if (event === 'deprecated') return 'deprecated between introduced and removed'
  return on ? 'removed or broken' : 'introduced'
}
