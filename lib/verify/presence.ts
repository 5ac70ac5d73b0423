import type { Probe } from '../model/index.ts'
import type { VerifyCache } from './cache.ts'
import type { Clone } from './clone.ts'
import { type Matcher, matcherOf } from './matcher.ts'
import { isGlob } from './path-glob.ts'

/** A probe, and the commits at which it is to be looked for. */
export interface Wanted {
  readonly probe: Probe
  readonly commits: readonly string[]
}

/** Whether a probe finds what it looks for at a commit (`absent` is not heeded). */
export type Presence = (probe: Probe, commit: string) => boolean

/**
 * Looks for all probes of one clone in one pass: each file is read once, however many probes look into it and at however many commits it is the same.
 * @param cache what was found before is not looked for again
 */
export async function presenceOf(clone: Clone, wanted: readonly Wanted[], cache: VerifyCache): Promise<Presence> {
  const files = await filesOf(clone, wanted, cache)
  const matchers = new Map<string, Matcher>()
  const open = new Map<string, Set<Matcher>>()
  for (const { probe, commits } of wanted) {
    const made = matcherOf(probe)
    const matcher = matchers.get(made.key) ?? made
    matchers.set(made.key, matcher)
    for (const commit of commits)
      for (const blob of files(probe, commit)) {
        if (cache.found(blob, matcher.key) !== undefined) continue
        const others = open.get(blob)
        if (others) others.add(matcher)
        else open.set(blob, new Set([matcher]))
      }
  }
  const blobs = [...open]
  for (let at = 0; at < blobs.length; at += AT_ONCE) {
    const some = blobs.slice(at, at + AT_ONCE)
    const texts = await Promise.all(some.map(([blob]) => clone.text(blob)))
    for (const [index, [blob, looking]] of some.entries()) for (const { key, matches } of looking) cache.note(blob, key, matches(texts[index] as string))
  }
  return (probe, commit) => {
    const { key } = matcherOf(probe)
    return files(probe, commit).some((blob) => cache.found(blob, key) === true)
  }
}

/** Files that are held in memory at once. */
const AT_ONCE = 32

/** Ids of the files that a probe looks into, by commit. */
async function filesOf(clone: Clone, wanted: readonly Wanted[], cache: VerifyCache): Promise<(probe: Probe, commit: string) => readonly string[]> {
  const asked = new Map<string, Set<string>>()
  for (const { probe, commits } of wanted)
    for (const commit of commits) {
      const paths = asked.get(commit) ?? new Set()
      asked.set(commit, paths)
      for (const path of pathsOf(probe)) paths.add(path)
    }
  const found = new Map<string, ReadonlyMap<string, readonly string[]>>()
  for (const [commit, paths] of asked) {
    const byPath = new Map<string, readonly string[]>()
    const plain = [...paths].filter((path) => !isGlob(path))
    const ids = await clone.blobs(commit, plain)
    for (const [index, path] of plain.entries()) byPath.set(path, ids[index] === undefined ? [] : [ids[index]])
    for (const path of [...paths].filter(isGlob)) {
      const known = cache.listed(commit, path)
      const blobs = known ?? (await clone.blobs(commit, await clone.files(commit, path))).flatMap((id) => id ?? [])
      if (!known) cache.list(commit, path, blobs)
      byPath.set(path, blobs)
    }
    found.set(commit, byPath)
  }
  return (probe, commit) => pathsOf(probe).flatMap((path) => found.get(commit)?.get(path) ?? [])
}

function pathsOf({ path }: Probe): readonly string[] {
  return typeof path === 'string' ? [path] : path
}
