import type { Answer, Finding, Impact, Truth, Verdict } from '../model/index.ts'
import type { Found } from './found.ts'

/** The parts of an answer that follow from its findings. */
export type Decision = Pick<Answer, 'verdict' | 'start' | 'stream' | 'guest'>

/**
 * Folds findings into the three stages and a verdict: `no` if a side does not start, the stream is refused or the guest breaks;
 * `unknown` if a fact of a host or the VM could change the outcome; `conditional` if it hangs on the guest, or only degrades; else `yes`.
 * @param covered whether any record speaks of this kind of machine at all; without one nothing can be promised
 */
export function decide(found: readonly Found[], covered: boolean): Decision {
  if (found.length === 0 && covered) return { verdict: 'yes', start: { source: 'yes', destination: 'yes' }, stream: 'accepted', guest: 'unchanged' }
  const start = { source: startOf(found, 'source'), destination: startOf(found, 'destination') }
  const stream = streamOf(found)
  const guest = guestOf(found)
  return {
    verdict: verdictOf(found, covered, start, stream, guest),
    start,
    stream: covered || stream !== 'accepted' ? stream : 'unknown',
    guest: covered || guest !== 'unchanged' ? guest : 'unknown',
  }
}

/** How much better a verdict is than another; `no` is worst. */
export function rankOf(verdict: Verdict): number {
  return ['no', 'unknown', 'conditional', 'yes'].indexOf(verdict)
}

function startOf(found: readonly Found[], side: 'source' | 'destination'): Truth {
  let truth: Truth = 'yes'
  for (const { finding } of found) {
    if (finding.stage !== 'start' || finding.effect !== 'refused' || finding.side !== side) continue
    if (isCertain(finding)) return 'no'
    truth = 'unknown'
  }
  return truth
}

function streamOf(found: readonly Found[]): Answer['stream'] {
  let stream: Answer['stream'] = 'accepted'
  let isMissing = false
  let isOnlyGuest = true
  for (const one of found) {
    if (one.finding.stage !== 'stream' || one.finding.effect !== 'refused') continue
    if (isCertain(one.finding)) return 'refused'
    stream = 'conditional'
    isMissing ||= one.missing.length > 0
    isOnlyGuest &&= onlyGuest(one)
  }
  return isMissing && !isOnlyGuest ? 'unknown' : stream
}

const IMPACTS: readonly Impact[] = ['unchanged', 'changed', 'degraded', 'broken']

function guestOf(found: readonly Found[]): Impact {
  let sure = 0
  let possible = 0
  for (const { finding } of found) {
    const impact = IMPACTS.indexOf(finding.guest)
    if (isCertain(finding)) sure = Math.max(sure, impact)
    possible = Math.max(possible, impact < 0 ? 3 : impact)
  }
  return possible > sure ? 'unknown' : (IMPACTS[sure] as Impact)
}

function verdictOf(found: readonly Found[], covered: boolean, start: Answer['start'], stream: Answer['stream'], guest: Impact): Verdict {
  if (start.source === 'no' || start.destination === 'no' || stream === 'refused' || guest === 'broken') return 'no'
  if (!covered) return 'unknown'
  let isFelt = false
  for (const one of found) {
    if (!matters(one.finding)) continue
    isFelt = true
    if (!isCertain(one.finding) && !onlyGuest(one)) return 'unknown'
  }
  return isFelt ? 'conditional' : 'yes'
}

/** A finding that keeps an answer from being a plain yes. */
function matters(finding: Finding): boolean {
  return (
    finding.effect === 'refused' ||
    finding.guest === 'broken' ||
    finding.guest === 'degraded' ||
    finding.guest === 'unknown' ||
    (finding.guest === 'changed' && !finding.harmless)
  )
}

function isCertain(finding: Finding): boolean {
  return finding.certain === 'yes' && finding.depends === undefined
}

/** Whether it hangs on nothing but the guest: its state, or facts about it. */
function onlyGuest({ finding, missing }: Found): boolean {
  return missing.every(({ fact }) => fact.startsWith('guest.')) && (missing.length > 0 || finding.depends !== undefined || finding.guest === 'unknown')
}
