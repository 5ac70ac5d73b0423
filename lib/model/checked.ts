import { type Claim, claimsOf } from './claims.ts'
import type { Entry } from './record.ts'
import type { VerificationRecord } from './verification.ts'

/** What the last recorded run of `verify` in one repository says of a claim. */
export interface Checked {
  /** `support.0`, `control`, … of the record. */
  readonly place: string
  /** The repository's source record. */
  readonly repo: string
  /** `changed`: the claim or its probe is not what was checked. */
  readonly outcome: 'confirmed' | 'contradicted' | 'not told' | 'changed' | 'not checked'
  /** What was seen: when presence changed, bounds, or why it could not be told. */
  readonly text: string
  /** The day of the run, ISO 8601; undefined where the repository was never looked into. */
  readonly date?: string
  /** The newest release that was there. */
  readonly newest?: string
  /** Copies of release trees were looked into, not upstream's history. */
  readonly copies?: true
}

/** For each claim of a record, and each repository that its probes look into, what was last found there. */
export function checkedOf(entry: Entry, verifications: readonly VerificationRecord[]): Checked[] {
  return claimsOf([entry]).flatMap((claim) => [...new Set(claim.checks.map(({ probe }) => probe.repo))].map((repo) => checkedIn(claim, repo, verifications)))
}

function checkedIn({ record, place, key }: Claim, repo: string, verifications: readonly VerificationRecord[]): Checked {
  const run = verifications.find((one) => one.repo === repo)
  const claims = run?.claims[record]
  if (!run || !claims) return { place, repo, outcome: 'not checked', text: '' }
  const said = claims[key]
  const { date, newest } = run
  const looked = { date, newest, ...(run.copies ? { copies: true as const } : {}) }
  if (said === undefined) return { place, repo, outcome: 'changed', text: '', ...looked }
  const [, outcome, text = ''] = /^(confirmed|contradicted|not told)(?:: (.*))?$/s.exec(said) ?? []
  return { place, repo, outcome: outcome as Checked['outcome'], text, ...looked }
}

/**
 * `checked 2026-11-21 against QEMU 10.2.0: confirmed, found from 7.0.0`; `… against copies of Linux up to 7.1.3: …`.
 * @param title of the repository
 */
export function checkedInWords({ outcome, text, date, newest, copies }: Checked, title: string): string {
  if (outcome === 'not checked') return `not yet checked against ${title}`
  const what = copies ? `copies of ${title} up to ${newest}` : `${title} ${newest}`
  if (outcome === 'changed') return `changed since it was checked against ${what} on ${date}`
  const words = { confirmed: 'confirmed', contradicted: 'NOT CONFIRMED', 'not told': 'could not be told' }[outcome]
  return `checked ${date} against ${what}: ${words}${text === '' ? '' : `, ${text}`}`
}
