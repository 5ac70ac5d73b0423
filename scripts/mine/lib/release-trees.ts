import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

/** A tree of one release of Linux, as some repository or folder holds it. */
export interface ReleaseTree {
  /** `5.10.7`, `2.6.39`; as its Makefile says, a last 0 left out. */
  readonly version: string
  /** `rc5` of a candidate. */
  readonly candidate?: string
  /** Where it came from, for people: `https://example.org/someone/linux-5.10.git commit 1a2b3c`. */
  readonly from: string
  /** A git tree in the object store that was filled from the place. */
  readonly tree: string
}

/** A place that could not be taken, and why. */
export interface Refused {
  readonly place: string
  readonly why: string
}

/**
 * Makes a bare repository whose tags (`v5.10.7`, `v5.14-rc5`) are release trees of Linux found in other places. Of a git repository nothing is copied: the
 * new one refers to its objects, so it has to stay where it is. Files of a plain folder are added.
 * @param out an empty or new folder
 * @param places folders or git repositories (bare or not); `PLACE=ORIGIN` says where it came from, default the repository's `origin`, else its name
 * @param dateOf the day of a release, ISO 8601; undefined where it is none
 */
export function collectReleaseTrees(
  out: string,
  places: readonly string[],
  dateOf: (version: string) => string | undefined,
): { readonly taken: readonly ReleaseTree[]; readonly refused: readonly Refused[] } {
  mkdirSync(out, { recursive: true })
  git(out, ['init', '-q', '--bare', '-b', 'master', '.'])
  const stores: string[] = []
  const taken = new Map<string, ReleaseTree>()
  const refused: Refused[] = []
  for (const text of places) {
    const [, place = '', origin] = /^([^=]+)(?:=(.+))?$/s.exec(text) ?? []
    const dir = gitDirOf(resolve(place))
    if (dir !== undefined) {
      stores.push(join(dir, 'objects'))
      writeFileSync(join(out, 'objects/info/alternates'), `${stores.join('\n')}\n`)
    }
    const found = dir === undefined ? treesOfFolder(out, resolve(place), origin) : treesOfRepository(dir, origin)
    const problems: string[] = found.length === 0 ? ['no tree of Linux with a version in its Makefile'] : []
    for (const one of found) {
      const label = labelOf(one)
      const missing = missingFrom(out, one)
      if (dateOf(one.version) === undefined) problems.push(`${label} is not in the release line`)
      else if (isDistribution(out, one)) problems.push(`${label} is a distribution's kernel, with more than the release has`)
      else if (missing.length > 0) problems.push(`${label} lacks ${missing.join(', ')}: part of a tree does not tell what the release lacks`)
      else taken.set(label, taken.get(label) ?? one)
    }
    if (problems.length === Math.max(found.length, 1)) refused.push(...problems.map((why) => ({ place, why })))
  }
  // A candidate says nothing that its release does not.
  for (const [label, { version, candidate }] of taken) if (candidate !== undefined && taken.has(version)) taken.delete(label)
  for (const [label, { version, tree, from }] of taken) {
    const date = `${dateOf(version)}T12:00:00Z`
    const message = `Linux ${label}\n\nA copy of the tree, not upstream's own history.\n\nCopied-from: ${from.replace(/[\n,]/g, ' ')}\n`
    const commit = git(out, ['commit-tree', '-F', '-', tree], message, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date })
    git(out, ['tag', '-f', `v${label}`, commit])
  }
  return { taken: [...taken.values()], refused }
}

/** `5.14-rc5`. */
export function labelOf({ version, candidate }: Pick<ReleaseTree, 'version' | 'candidate'>): string {
  return candidate === undefined ? version : `${version}-${candidate}`
}

/** Every version that the Makefile had in the history of HEAD, each as it was first, before its owner went on from it. */
function treesOfRepository(dir: string, origin: string | undefined): ReleaseTree[] {
  const prefix = git(dir, ['ls-tree', '-r', '-d', '--name-only', 'HEAD'])
    .split('\n')
    .filter((path) => /(^|\/)virt\/kvm$/.test(path) && !/(^|\/)Documentation\//.test(path))
    .map((path) => path.replace(/virt\/kvm$/, ''))
    .sort((a, b) => a.length - b.length)[0]
  if (prefix === undefined) return []
  const from = origin ?? (tryGit(dir, ['config', 'remote.origin.url']) || basename(dir.replace(/\/(?:repo)?(?:\/?\.git)?$/, '')))
  const head = git(dir, ['rev-parse', 'HEAD'])
  const commits = git(dir, ['log', '--reverse', '--topo-order', '--no-renames', '--format=%H', 'HEAD', '--', `:(literal,top)${prefix}Makefile`]).split('\n')
  const found = new Map<string, ReleaseTree>()
  const last = versionOf(tryGit(dir, ['show', `HEAD:${prefix}Makefile`]))
  for (const commit of commits) {
    const version = versionOf(tryGit(dir, ['show', `${commit}:${prefix}Makefile`]))
    if (!version || found.has(labelOf(version))) continue
    // What was added in parts is whole at the end only.
    const whole = isWhole(dir, commit, prefix) ? commit : last && labelOf(last) === labelOf(version) ? head : undefined
    if (whole === undefined) continue
    const tree = git(dir, ['rev-parse', `${whole}:${prefix.replace(/\/$/, '')}`])
    found.set(labelOf(version), { ...version, from: `${from} commit ${whole}`, tree })
  }
  return [...found.values()]
}

/** The files of a folder, added to the new repository's objects. */
function treesOfFolder(out: string, place: string, origin: string | undefined): ReleaseTree[] {
  const makefile = join(place, 'Makefile')
  const version = existsSync(makefile) ? versionOf(readFileSync(makefile, 'utf8')) : undefined
  if (!version) return []
  const index = join(out, 'index.new')
  const added = { GIT_INDEX_FILE: index }
  git(out, [`--work-tree=${place}`, '-c', 'core.autocrlf=false', 'add', '--force', '--all', '.'], undefined, added, place)
  const tree = git(out, ['write-tree'], undefined, added)
  rmSync(index)
  return [{ ...version, from: origin ?? basename(place), tree }]
}

/** The version in a Makefile; extra names of its owner (`-custom`) are left out. */
function versionOf(makefile: string): Pick<ReleaseTree, 'version' | 'candidate'> | undefined {
  const part = (name: string): string => new RegExp(`^${name}\\s*=[ \\t]*(\\S*)`, 'm').exec(makefile)?.[1] ?? ''
  const [major, minor, patch, extra] = [part('VERSION'), part('PATCHLEVEL'), part('SUBLEVEL'), part('EXTRAVERSION')]
  if (!/^\d+$/.test(major) || !/^\d+$/.test(minor)) return undefined
  const [, candidate] = /^-(rc\d+)/.exec(extra) ?? []
  // Of 2.6 the third number is the branch, and the fourth the point release.
  const [, point] = Number(major) < 3 ? (/^\.(\d+)/.exec(extra) ?? []) : ['', patch]
  const branch = Number(major) < 3 ? `${major}.${minor}.${patch}` : `${major}.${minor}`
  return { version: point && point !== '0' ? `${branch}.${point}` : branch, ...(candidate ? { candidate } : {}) }
}

/** What every release has: who leaves an architecture out leaves out what others say of it. */
const PARTS = [
  'arch/powerpc/kvm',
  'arch/s390/kvm',
  'arch/x86/kvm',
  'arch/arm',
  'drivers/net',
  'drivers/virtio',
  'fs',
  'include/linux',
  'kernel',
  'net',
  'virt/kvm',
]

function missingFrom(out: string, { version, tree }: ReleaseTree): string[] {
  const has64 = !/^(?:2|3\.[0-6](?:\.|$))/.test(version)
  return [...PARTS, ...(has64 ? ['arch/arm64', 'include/uapi/linux'] : [])].filter(
    (part) => tryGit(out, ['rev-parse', '--verify', '--quiet', `${tree}:${part}`]) === '',
  )
}

/** By what distributions and vendors put at the top of a tree. */
function isDistribution(out: string, { tree }: ReleaseTree): boolean {
  return /^(?:debian(?:\..*)?|ubuntu|redhat|android|snapcraft\.yaml|build\.config\..*|kernel.*\.spec)$/m.test(tryGit(out, ['ls-tree', '--name-only', tree]))
}

function isWhole(dir: string, commit: string, prefix: string): boolean {
  return PARTS.every((part) => tryGit(dir, ['rev-parse', '--verify', '--quiet', `${commit}:${prefix}${part}`]) !== '')
}

function gitDirOf(place: string): string | undefined {
  return [join(place, '.git'), place].find((dir) => existsSync(join(dir, 'HEAD')) && existsSync(join(dir, 'objects')))
}

function git(dir: string, words: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}, cwd = dir): string {
  return execFileSync('git', [`--git-dir=${dir}`, ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(input === undefined ? {} : { input }),
    env: { ...process.env, ...WRITER, ...env },
  }).trim()
}

/** Empty where git fails. */
function tryGit(dir: string, words: readonly string[]): string {
  try {
    return git(dir, words)
  } catch {
    return ''
  }
}

/** The same trees make the same commits, whoever makes them. */
const WRITER = {
  GIT_AUTHOR_NAME: 'canimigrate',
  GIT_AUTHOR_EMAIL: 'canimigrate@localhost',
  GIT_COMMITTER_NAME: 'canimigrate',
  GIT_COMMITTER_EMAIL: 'canimigrate@localhost',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
}
