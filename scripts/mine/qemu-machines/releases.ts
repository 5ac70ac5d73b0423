import { execFileSync } from 'node:child_process'

/** A release of QEMU in a bare clone: `version` as in the names of machine types (`2.12`, `10.0`). */
export type QemuRelease = { version: string; commit: string; files: ReadonlyMap<string, string> }

/** Where machine types and their compat properties have been defined since 0.10; a release has some of them. */
const FILES = [
  'hw/pc.c',
  'hw/pc_piix.c',
  'hw/pc_q35.c',
  'hw/i386/pc_piix.c',
  'hw/i386/pc_q35.c',
  'hw/i386/pc.c',
  'include/hw/i386/pc.h',
  'hw/pc.h',
  'hw/spapr.c',
  'hw/ppc/spapr.c',
  'include/hw/ppc/spapr.h',
  'hw/arm/virt.c',
  'hw/m68k/virt.c',
  'hw/s390x/s390-virtio-ccw.c',
  'hw/s390x/s390-virtio.c',
  'hw/core/machine.c',
  'hw/core/machine-hmp-cmds.c',
  'include/hw/compat.h',
  'include/hw/boards.h',
  'include/hw/core/boards.h',
]

/**
 * The releases that a clone of QEMU has (commits in which VERSION is a release's), oldest first, with those of `FILES` that each has.
 * `extra` are further commits to take for a release: [version, commit].
 */
export function readReleases(dir: string, extra: ReadonlyArray<readonly [string, string]> = []): QemuRelease[] {
  const found = [...versions(dir), ...extra]
  const texts = readAll(
    dir,
    found.flatMap(([, commit]) => FILES.map((file) => `${commit}:${file}`)),
  )
  return found.map(([version, commit]) => ({
    version,
    commit,
    files: new Map(FILES.flatMap((file) => (texts.has(`${commit}:${file}`) ? [[file, texts.get(`${commit}:${file}`) as string] as const] : []))),
  }))
}

/** Many blobs by one process: `commit:path` to text; without those that do not exist. */
export function readAll(dir: string, names: readonly string[]): Map<string, string> {
  const output = execFileSync('git', ['-C', dir, 'cat-file', '--batch'], { input: `${names.join('\n')}\n`, maxBuffer: 2 ** 31 - 1 })
  const texts = new Map<string, string>()
  let at = 0
  for (const name of names) {
    const end = output.indexOf(10, at)
    const head = output.toString('utf8', at, end)
    at = end + 1
    if (head.endsWith(' missing')) continue
    const size = Number(head.split(' ').at(-1))
    texts.set(name, output.toString('utf8', at, at + size))
    at += size + 1
  }
  return texts
}

function versions(dir: string): Array<[string, string]> {
  const head = execFileSync('git', ['-C', dir, 'for-each-ref', '--sort=-committerdate', '--count=40', '--format=%(objectname)', 'refs/heads'], {
    encoding: 'utf8',
  }).split('\n')
  const commits = new Set<string>()
  for (const tip of head.filter(Boolean).slice(0, 3))
    for (const commit of execFileSync('git', ['-C', dir, 'log', '--format=%H', tip, '--', 'VERSION'], { encoding: 'utf8' }).split('\n'))
      if (commit) commits.add(commit)
  const texts = readAll(
    dir,
    [...commits].map((commit) => `${commit}:VERSION`),
  )
  const found = new Map<string, string>()
  for (const [name, text] of texts) {
    // 0.10.0 to 1.0 and X.Y.0: not release candidates (X.Y.9Z), open trees (X.Y.50) or stable releases
    const match = /^(\d+\.\d+)(?:\.0)?\s*$/.exec(text)
    if (match?.[1] && !/^0\.\d(\.|$)/.test(match[1]) && !found.has(match[1])) found.set(match[1], name.split(':')[0] as string)
  }
  return [...found].sort(([a], [b]) => compareVersions(a, b))
}

/** Orders `2.9` before `2.10`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) if ((left[at] ?? 0) !== (right[at] ?? 0)) return (left[at] ?? 0) - (right[at] ?? 0)
  return 0
}
