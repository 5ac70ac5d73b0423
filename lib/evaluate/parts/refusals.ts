import type { Change, RawCondition, Truth } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import type { Found } from '../found.ts'
import { type PairScope, explainedSide } from '../pair-scope.ts'
import type { SideFacts } from '../side-facts.ts'
import type { Judgement, MissingFact } from '../truth.ts'
import { ALWAYS, type Conditioned, found, labelOf, unrecordedOrigin } from './found-part.ts'
import { partText } from './given.ts'
import type { Reasons, SidePart, SideParts, Values } from './side-part.ts'
import { takes } from './takes.ts'

/** A finding about one side, made for the pair in which it is found. */
export type Refusal = (scope: PairScope) => Found

/** What keeps a side from starting or from being migrated because of its parts; kept with the side. */
export function refusalsOf({ parts, ...values }: SideParts, scope: Scope): readonly Refusal[] {
  return parts.flatMap((part) => (part.class ? [...recordedRefusals(part, values, scope), ...unheardOf(part, scope)] : unrecorded(part, scope)))
}

/** Whether a device that no record speaks of is there at all is not known either. */
function unrecorded(part: SidePart, { knowledge }: Scope): Refusal[] {
  const origin = part.kind === 'device' ? unrecordedOrigin(knowledge) : undefined
  if (!origin) return []
  const missing = [{ fact: `knowledge.device.${part.driver}`, why: `no record speaks of device ${part.driver}` }]
  const side = part.side.name === 'destination' ? 'destination' : 'source'
  const said = {
    stage: 'start',
    effect: 'refused',
    guest: 'unchanged',
    harmless: false,
    summary: `whether there is a device ${part.driver} is not recorded`,
    side,
  } as const
  return [(pair) => found(pair, { name: part.driver, origin, from: undefined, to: undefined, because: () => [part.proof], missing, changes: [] }, said, ALWAYS)]
}

/** Names of a record's list, read once. */
function namesIn(list: string): ReadonlySet<string> {
  const known = nameLists.get(list) ?? new Set(list.split(/\s+/).filter(Boolean))
  nameLists.set(list, known)
  return known
}

const nameLists = new Map<string, ReadonlySet<string>>()

/** What a side sets that its class, where all of it is recorded, does not have, or does not take. */
function unheardOf(part: SidePart, scope: Scope): Refusal[] {
  const { closed, known = '' } = part.class?.data ?? {}
  if (!closed || !part.class) return []
  const names = namesIn(known)
  const aliases = part.class.data.words?.aliases ?? {}
  const { properties: own, types } = part.class
  const unknown = [...part.given.keys()].filter((name) => !own.has(name) && !types.has(name) && !names.has(name) && !names.has(aliases[name] ?? ''))
  const wrong = [...part.given].filter(([name, value]) => !takes(types.get(name) ?? '', name === 'addr' ? (part.device?.properties[name] ?? value) : value))
  const others = [...unknown, ...wrong.map(([name]) => name)]
  if (others.length === 0) return []
  const told = [
    ...(unknown.length > 0 ? [`has no ${unknown.join(', ')}`] : []),
    ...(wrong.length > 0 ? [`does not take ${wrong.map((one) => one.join('=')).join(', ')}`] : []),
  ]
  const origin = part.class.origin
  const truth = truthOf(closed, scope)
  if (truth === 'no') return []
  const missing = [{ fact: `knowledge.${part.kind}.${others[0]}`, why: `no record speaks of ${others.join(', ')} of ${labelOf(part)}` }]
  return [
    (pair) =>
      found(
        pair,
        {
          name: 'closed',
          origin,
          from: undefined,
          to: undefined,
          because: () => [part.proof],
          missing: truth === 'yes' ? [] : missing,
          changes: [],
        },
        {
          stage: 'start',
          effect: 'refused',
          guest: 'unchanged',
          harmless: false,
          summary: `${labelOf(part)} ${told.join(', and ')}`,
          side: part.side.name === 'destination' ? 'destination' : 'source',
        },
        conditioned(closed, truth, part.side, pair),
      ),
  ]
}

function recordedRefusals(part: SidePart, side: Values & Reasons, scope: Scope): Refusal[] {
  return (part.class?.refuses ?? []).flatMap(({ data, origin }): Refusal[] => {
    if (data.on && part.side.name !== data.on) return []
    const withs = side.fits(part, data)
    if (withs === false) return []
    const truth = data.if ? truthOf(data.if, scope) : 'yes'
    if (truth === 'no') return []
    const text = fillNames(data.summary, part, side)
    return [
      (pair) =>
        found(
          pair,
          {
            name: `refuses.${data.id}`,
            origin,
            from: undefined,
            to: undefined,
            because: () => [part.proof, ...side.reasonsOfWith(part, data, explainedSide(pair, part.side))],
            missing: [],
            changes: data.stage === 'start' ? [] : dropped(part),
          },
          {
            stage: data.stage,
            effect: data.stage === 'guest' ? 'silent' : 'refused',
            guest: data.guest ?? 'unchanged',
            harmless: false,
            summary: text,
            ...(data.stage === 'start' ? { side: part.side.name === 'destination' ? 'destination' : 'source' } : {}),
          },
          withs === true
            ? conditioned(data.if, truth, part.side, pair)
            : { truth: 'unknown', judge: () => unsure(conditioned(data.if, truth, part.side, pair).judge(), withs.missing) },
        ),
    ]
  })
}

/** A condition about one side whose truth is known. */
function conditioned(raw: RawCondition | undefined, truth: Truth, side: SideFacts, pair: PairScope): Conditioned {
  return raw ? { truth, judge: () => judge(raw, explainedSide(pair, side)) } : ALWAYS
}

/** Unplugging a part before the migration. */
function dropped({ kind, device }: SidePart): readonly Change[] {
  if (kind !== 'device' || !device) return []
  return (['source', 'destination'] as const).map((side) => ({ side, set: `remove.${kind}`, to: partText(device) }))
}

function unsure({ because, missing }: Judgement, more: readonly MissingFact[]): Judgement {
  return { truth: 'unknown', because, missing: [...missing, ...more] }
}

function fillNames(text: string, part: SidePart, side: Values): string {
  return text.replace(/\{([^{}]+)\}/g, (_, name: string) => (name === 'part' ? labelOf(part) : (side.valueOf(part, name) ?? '')))
}
