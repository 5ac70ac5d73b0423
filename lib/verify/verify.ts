import { type Check, type Claim, type Entry, type ReleaseLine, claimsOf } from '../model/index.ts'
import type { VerifyCache } from './cache.ts'
import type { Clone } from './clone.ts'
import { type Copy, copiesOf } from './copies.ts'
import { type Judged, type Judgement, type Outcome, judgeCopies, judgeReleases, releasesOn, unchecked } from './judge.ts'
import { type Wanted, presenceOf } from './presence.ts'
import { nameOf } from './repositories.ts'

/** What clones say of one claim. */
export interface Verified {
  readonly claim: Claim
  /** Contradicted if one probe is; confirmed if all are. */
  readonly outcome: Outcome
  /** Why it could not be told, where it could not. */
  readonly why?: 'no probe' | 'no clone' | 'not told'
  readonly checks: readonly (Check & Judgement & { readonly repository: string })[]
}

/** A clone as it was looked into. */
export interface Looked {
  readonly repository: string
  readonly source: string
  readonly head: string
  /** The releases that claims were judged on, in order. */
  readonly releases: readonly Judged[]
}

export interface Verification {
  readonly looked: readonly Looked[]
  readonly claims: readonly Verified[]
}

/**
 * Looks in clones for what the version claims of records say, one pass per clone.
 * @param entries all records: claims, release lines and sources
 * @param wanted which claims; default all
 */
export async function verify(
  entries: Iterable<Entry>,
  clones: readonly { readonly clone: Clone; readonly cache: VerifyCache }[],
  wanted: (claim: Claim) => boolean = () => true,
): Promise<Verification> {
  const all = [...entries]
  const lines = new Map(all.flatMap(({ data }) => (data.kind === 'release-line' ? [[data.component, data] as const] : [])))
  const claims = claimsOf(all).filter(wanted)
  const judged = new Map<Check, Judgement>()
  const looked: Looked[] = []
  for (const { clone, cache } of clones) {
    const component = clone.source.releases?.component
    const releases = releasesOn(component === undefined ? undefined : lines.get(component), [...clone.releases(), ...clone.candidates()])
    const own = claims.flatMap((claim) => claim.checks.flatMap((check) => (check.probe.repo === clone.source.id ? [{ claim, check }] : [])))
    for (const [check, judgement] of await judgeAll(own, { clone, cache, lines, releases })) judged.set(check, judgement)
    cache.save()
    looked.push({ repository: nameOf(clone.source), source: clone.source.id, head: clone.head, releases })
  }
  return { looked, claims: claims.map((claim) => verified(claim, judged)) }
}

interface Place {
  readonly clone: Clone
  readonly cache: VerifyCache
  readonly lines: ReadonlyMap<string, ReleaseLine>
  readonly releases: readonly Judged[]
}

interface Own {
  readonly claim: Claim
  readonly check: Check
}

async function judgeAll(own: readonly Own[], { clone, cache, lines, releases }: Place): Promise<Map<Check, Judgement>> {
  const judged = new Map<Check, Judgement>()
  const open: (Own & { readonly copies?: readonly Copy[] })[] = []
  for (const { claim, check } of own) {
    const { copies, path } = check.probe
    const line = lines.get(claim.component)
    if (copies !== undefined) {
      if (copies !== claim.component || !line) judged.set(check, unchecked(`the files are copies of ${copies}, the claim is about ${claim.component}`))
      else open.push({ claim, check, copies: await copiesOf(clone, typeof path === 'string' ? [path] : path, line, cache) })
    } else if (line && claim.component !== clone.source.releases?.component)
      judged.set(check, unchecked(`the claim is about ${claim.component}, and the probe looks into releases of ${clone.source.title}`))
    else open.push({ claim, check })
  }
  const commits = releases.map(({ commit }) => commit)
  const presence = await presenceOf(
    clone,
    open.map(({ check, copies }): Wanted => ({ probe: check.probe, commits: copies ? copies.map(({ commit }) => commit) : commits })),
    cache,
  )
  for (const { claim, check, copies } of open) {
    const line = lines.get(claim.component)
    const has = ({ commit }: { readonly commit: string }): boolean => presence(check.probe, commit)
    judged.set(check, copies && line ? judgeCopies(claim, check, line, copies, has) : judgeReleases(claim, check, line, releases, has))
  }
  return judged
}

function verified(claim: Claim, judged: ReadonlyMap<Check, Judgement>): Verified {
  const checks = claim.checks.map((check) => {
    const repository = check.probe.repo.replace(/^sources\//, '')
    return { ...check, repository, ...(judged.get(check) ?? unchecked(`no clone of ${repository} was given`)) }
  })
  const outcomes = new Set(checks.map(({ outcome }) => outcome))
  const outcome = outcomes.has('contradicted') ? 'contradicted' : outcomes.has('unchecked') || checks.length === 0 ? 'unchecked' : 'confirmed'
  if (outcome !== 'unchecked') return { claim, outcome, checks }
  return { claim, outcome, checks, why: checks.length === 0 ? 'no probe' : claim.checks.every((check) => judged.has(check)) ? 'not told' : 'no clone' }
}
