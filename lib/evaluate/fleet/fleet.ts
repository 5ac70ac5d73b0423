import {
  type BlockedMove,
  type Fleet,
  type FleetAnswer,
  type FleetDefinition,
  type Knowledge,
  type Profile,
  type Verdict,
  EMPTY_PROFILE,
} from '../../model/index.ts'
import { baselineOf } from './baseline.ts'
import { type Bits, NONE, bit, has } from './bits.ts'
import { blockedMove, byHope } from './blocked.ts'
import { domainsOf } from './domains.ts'
import { type Kinds, keyOf, kindsOf } from './kinds.ts'
import { type Mover, moverOf } from './mover.ts'
import { type Problem, type Ways, waysOf } from './problem.ts'
import { planUpgrade } from './upgrade.ts'

/** Most blocked moves told of one definition. */
const MOST_BLOCKED = 8

export interface FleetOptions {
  /** Whether to look for options under which a VM goes everywhere. Default: true. */
  readonly baseline?: boolean
}

/**
 * Where each VM of a fleet may go, what they should be started with to go everywhere, and an order of upgrades that strands none. Pure, as `evaluate`.
 * Equal hosts are one, and so are those that the records cannot tell apart for a VM; what is not known is never taken for a yes.
 * @param fleet as `parseFleet` reads it; profiles should have passed `validateFleet`
 */
export function evaluateFleet(knowledge: Knowledge, fleet: Fleet, { baseline = true }: FleetOptions = {}): FleetAnswer {
  const kinds = kindsOf(fleet)
  const accepts = (verdict: string): boolean => verdict === 'yes' || (verdict === 'conditional' && fleet.accept === 'conditional')
  const used = kinds.kinds.map((_, index) => index).filter((kind) => kinds.kinds[kind]?.hosts.length || kinds.next.includes(kind))
  const movers = new Map<string, { mover: Mover; profile: Profile; vms: string[] }>()
  const vms: Problem['vms'][number][] = []
  const ways = new Map<string, Ways>()
  const places = new Map(fleet.hosts.map(({ name }, index) => [name, index] as const))
  for (const { name, profile, host, boot } of fleet.vms) {
    const key = keyOf(profile)
    const known = movers.get(key) ?? { mover: moverOf(knowledge, profile, kinds), profile, vms: [] }
    movers.set(key, known)
    known.vms.push(name)
    const at = host === undefined ? undefined : places.get(host)
    if (at === undefined || fleet.upgrade.size === 0) continue
    const start = known.mover.bootOf(boot ? kinds.of(boot) : (kinds.now[at] as number))
    const id = `${[...movers.keys()].indexOf(key)} ${start}`
    const own = ways.get(id) ?? waysOf(known.mover, start, kinds.kinds.length, accepts)
    ways.set(id, own)
    vms.push({ host: at, ways: own })
  }
  const after = kinds.now.map((kind, index) => kinds.next[index] ?? kind)
  return {
    hosts: fleet.hosts.length,
    vms: fleet.vms.length,
    accept: fleet.accept,
    kinds: used.map((kind) => ({
      name: kinds.kinds[kind]?.name ?? '',
      count: kinds.kinds[kind]?.hosts.length ?? 0,
      after: after.filter((other) => other === kind).length,
      hosts: (kinds.kinds[kind]?.hosts ?? []).map((host) => fleet.hosts[host]?.name ?? ''),
      facts: (kinds.kinds[kind]?.profile ?? EMPTY_PROFILE).facts,
    })),
    definitions: [...movers.values()].map((definition) => definitionOf(knowledge, kinds, used, definition, accepts, baseline)),
    ...(fleet.upgrade.size > 0
      ? {
          upgrade: planUpgrade(fleet, kinds, {
            now: kinds.now,
            next: kinds.next,
            room: fleet.hosts.map(({ room }) => room ?? Number.POSITIVE_INFINITY),
            todo: kinds.next.flatMap((kind, host) => (kind === undefined ? [] : [host])),
            vms,
          }),
        }
      : {}),
    knowledge: { digest: knowledge.digest, date: knowledge.date },
  }
}

function definitionOf(
  knowledge: Knowledge,
  kinds: Kinds,
  used: readonly number[],
  { mover, profile, vms }: { mover: Mover; profile: Profile; vms: readonly string[] },
  accepts: (verdict: string) => boolean,
  withBaseline: boolean,
): FleetDefinition {
  const verdicts = used.map((from): Verdict[] => used.map((to) => mover.verdict(mover.bootOf(from), from, to)))
  const rows = verdicts.map((row) => row.reduce<Bits>((set, verdict, to) => (accepts(verdict) ? set | bit(to) : set), NONE))
  const places = used.map((_, index) => index)
  const { sets, oneWay } = domainsOf(places, (index) => rows[index] ?? NONE)
  const name = (index: number): string => kinds.kinds[used[index] as number]?.name ?? ''
  return {
    name: vms[0] ?? '',
    vms: [...vms],
    verdicts,
    starts: used.map(mover.starts),
    domains: sets.map((set) => ({
      kinds: set.map(name),
      hosts: set.reduce((sum, index) => sum + (kinds.kinds[used[index] as number]?.hosts.length ?? 0), 0),
      direct: set.every((from) => set.every((to) => has(rows[from] ?? NONE, to))),
    })),
    one_way: oneWay.map(({ from, to }) => ({ from, to })),
    blocked: blockedBetween(sets, rows, (from, to) => {
      const [a, b] = [used[from] as number, used[to] as number]
      return blockedMove(name(from), name(to), mover.answer(mover.bootOf(a), a, b))
    }),
    baseline: withBaseline ? baselineOf(knowledge, profile, kinds, mover, used, accepts) : { status: 'none', set: {}, costs: [], left: [] },
  }
}

/** Closed moves between domains, and inside those of one kind: one for each pair. */
function blockedBetween(sets: readonly (readonly number[])[], rows: readonly Bits[], told: (from: number, to: number) => BlockedMove): BlockedMove[] {
  const pairs = sets.flatMap((own) =>
    sets.flatMap((other) => {
      const closed = own.flatMap((from) => other.filter((to) => !has(rows[from] ?? NONE, to)).map((to) => [from, to] as const))
      const isOpen = own === other ? closed.length === 0 : closed.length < own.length * other.length
      return isOpen || !closed[0] ? [] : [closed[0]]
    }),
  )
  return pairs
    .slice(0, MOST_BLOCKED * 4)
    .map(([from, to]) => told(from, to))
    .sort(byHope)
    .slice(0, MOST_BLOCKED)
}
