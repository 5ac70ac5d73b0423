import type { Encoding, Feature } from '../../lib/model/index.ts'
import { type Judged, type Possible, type Side, type World, all, holds, not } from './condition.ts'

/** What the receiver takes the source's value for, and whether something is sent that it has no place for. */
export interface Received {
  readonly value: Possible
  readonly unread: Judged
}

/**
 * A value is in the stream if its option was given on the source, the source's version has a place for it, and it is not what the source would have without
 * the option. Else the receiver takes what it would have without the option itself.
 * @returns nothing where neither side gives the option
 */
export function receivedBy(feature: Feature, { carried }: Encoding, world: World): Received | undefined {
  const { source, destination } = world.pair as NonNullable<World['pair']>
  const isGiven = ({ facts }: Side): boolean => feature.control.option !== undefined && feature.control.option in facts
  if (!isGiven(source) && !isGiven(destination)) return undefined
  const [value, own, usual] = [world.value(feature.id, source), world.value(feature.id, source, 'default'), world.value(feature.id, destination, 'default')]
  if (!isGiven(source)) return { value: usual, unread: { truth: 'no', missing: [] } }
  const hasPlace = (side: Side): Judged => (carried ? holds(carried, { ...world, side }) : { truth: 'yes', missing: [] })
  const isAlike = value.from === world.value(feature.id, destination).from && own.from === usual.from
  // Sent or not, it is the destination's own value.
  if (isAlike && [source, destination].every((side) => hasPlace(side).truth === 'yes')) return undefined
  const sent = all([() => hasPlace(source), () => isOther(value, own)])
  const unread = all([() => sent, () => not(hasPlace(destination))])
  if (sent.truth !== 'unknown') return { value: sent.truth === 'yes' ? value : usual, unread }
  const either = [...value.values, ...usual.values].map((one) => JSON.stringify(one))
  return {
    value: {
      values: [...new Set(either)].map((one) => JSON.parse(one) as unknown),
      open: value.open || usual.open,
      missing: [...sent.missing, ...usual.missing],
      from: '',
    },
    unread,
  }
}

/** Whether two values differ: all that each may be against all that the other may be. */
function isOther(a: Possible, b: Possible): Judged {
  const results = a.values.flatMap((one) => b.values.map((other) => JSON.stringify(one) !== JSON.stringify(other)))
  if (a.open || b.open || new Set(results).size !== 1) return { truth: 'unknown', missing: [...a.missing, ...b.missing] }
  return { truth: results[0] ? 'yes' : 'no', missing: [] }
}
