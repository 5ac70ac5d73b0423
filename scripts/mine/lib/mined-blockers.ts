import { runGit } from '../../../lib/git/git.ts'
import type { Clone } from '../../../lib/verify/clone.ts'
import { compareNumbers } from '../../../lib/verify/clone.ts'

/** A source file of QEMU that says of something that it cannot be migrated. */
export interface MinedBlocker {
  readonly file: string
  /** `mark`: the state of a device is marked as unmigratable; `blocker`: a blocker is added while a condition holds. */
  readonly kind: 'mark' | 'blocker'
  /** How many of them in the newest release that has any. */
  readonly count: number
  readonly since: string
  /** The first release without; left out while the newest has it. */
  readonly until?: string
}

/** The same words that the probes of records look for, of all releases. */
const PATTERNS = {
  mark: String.raw`unmigratable *= *(1|true)|register_device_unmigratable *\(`,
  blocker: String.raw`migrate_add_blocker[a-z_]* *\(|qemu_add_migration_blocker *\(`,
} as const

/** Where the machinery itself lives, and what is no part of QEMU's program. */
const MACHINERY = /^(migration|stubs|tests|include|roms)\/|^(savevm|migration|qemu-tool)\.c$|\.h$/

/**
 * Every file with something that cannot be migrated, by release: from `git grep` over each release's tree.
 * @param clone of QEMU
 */
export async function minedBlockers(clone: Clone): Promise<readonly MinedBlocker[]> {
  const releases = [...clone.releases()].filter(({ version }) => compareNumbers(version, '0.10.0') >= 0).sort((a, b) => compareNumbers(a.version, b.version))
  const found = new Map<string, { file: string; kind: 'mark' | 'blocker'; count: number; since: string; last: number }>()
  for (const [at, { version, commit }] of releases.entries())
    for (const kind of ['mark', 'blocker'] as const) {
      // No match is a failure to git, and what is left out here.
      const counted = (await runGit(clone.dir, ['grep', '-cE', PATTERNS[kind], commit, '--', '*.c', '*.cc'])) ?? ''
      for (const line of counted.split('\n').filter((text) => text !== '')) {
        const [, file = '', count = ''] = line.split(':')
        if (MACHINERY.test(file)) continue
        const key = `${kind} ${file}`
        found.set(key, { file, kind, count: Number(count), since: found.get(key)?.since ?? version, last: at })
      }
    }
  return [...found.values()]
    .map(({ last, ...blocker }) => ({ ...blocker, ...(releases[last + 1] ? { until: releases[last + 1]?.version as string } : {}) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}
