import type { Answer, Finding, Missing, Verdict } from '../model/index.ts'

/** What a part of an answer was and is. */
export interface Changed<Of> {
  readonly from: Of
  readonly to: Of
}

/** A finding that both answers have, and what of it is another. */
export interface ChangedFinding {
  readonly from: Finding
  readonly to: Finding
  /** `revision`, `effect`, `guest`, `certain`, `summary`, … */
  readonly what: readonly string[]
}

/** What changed from one answer to another to the same question. Parts that did not change are left out. */
export interface AnswerDiff {
  readonly verdict?: Changed<Verdict>
  readonly start?: Changed<Answer['start']>
  readonly stream?: Changed<Answer['stream']>
  readonly guest?: Changed<Answer['guest']>
  readonly gained: readonly Finding[]
  readonly lost: readonly Finding[]
  readonly changed: readonly ChangedFinding[]
  readonly missing: { readonly gained: readonly Missing[]; readonly lost: readonly Missing[] }
  readonly knowledge: Changed<Answer['knowledge']>
}

/** Compares two answers to one question: an earlier one, and that of today's knowledge. Findings are told apart by record, claim and side. */
export function diffAnswers(before: Answer, after: Answer): AnswerDiff {
  const [old, now] = [keyed(before.findings), keyed(after.findings)]
  const pick = <Name extends 'verdict' | 'start' | 'stream' | 'guest'>(name: Name): object =>
    JSON.stringify(before[name]) === JSON.stringify(after[name]) ? {} : { [name]: { from: before[name], to: after[name] } }
  const asked = ({ missing }: Answer, other: Answer): Missing[] => missing.filter(({ fact }) => other.missing.every((one) => one.fact !== fact))
  return {
    ...pick('verdict'),
    ...pick('start'),
    ...pick('stream'),
    ...pick('guest'),
    gained: [...now].filter(([key]) => !old.has(key)).map(([, finding]) => finding),
    lost: [...old].filter(([key]) => !now.has(key)).map(([, finding]) => finding),
    changed: [...now].flatMap(([key, to]) => {
      const from = old.get(key)
      const what = from ? differences(from, to) : []
      return from && what.length > 0 ? [{ from, to, what }] : []
    }),
    missing: { gained: asked(after, before), lost: asked(before, after) },
    knowledge: { from: before.knowledge, to: after.knowledge },
  }
}

/** Whether nothing changed but, perhaps, the knowledge and revisions of records that came to the same. */
export function isSame({ gained, lost, changed, missing, verdict, start, stream, guest }: AnswerDiff): boolean {
  const parts = [gained, lost, missing.gained, missing.lost, changed.filter(({ what }) => what.some((one) => one !== 'revision'))]
  return !verdict && !start && !stream && !guest && parts.every((some) => some.length === 0)
}

const COMPARED = ['revision', 'stage', 'effect', 'guest', 'harmless', 'certain', 'depends', 'source', 'destination', 'summary', 'cites'] as const

function differences(from: Finding, to: Finding): string[] {
  return COMPARED.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]))
}

/** A claim may be found more than once on a side; then in order. */
function keyed(findings: readonly Finding[]): Map<string, Finding> {
  const found = new Map<string, Finding>()
  for (const finding of findings) {
    const key = `${finding.record} ${finding.claim} ${finding.side ?? ''}`
    let number = 1
    while (found.has(`${key} ${number}`)) number++
    found.set(`${key} ${number}`, finding)
  }
  return found
}
