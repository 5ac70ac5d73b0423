import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gitSource } from './git.ts'
import { runGit } from '../../git/git.ts'
import type { Source, SourceItem } from './source.ts'

/**
 * A git bundle of a public-inbox epoch. It is unpacked into `cache`, once; without a cache, into a temporary folder
 * that is gone when it was read: open it again to read it again.
 * @returns a problem when the bundle holds no mail or cannot be unpacked
 */
export async function bundleSource(
  location: string,
  options: { readonly list?: string | undefined; readonly cache?: string | undefined },
): Promise<Source | { readonly problem: string }> {
  const kept = options.cache && join(options.cache, `${createHash('sha256').update(location).digest('hex').slice(0, 16)}.git`)
  const dir = kept ?? join(await mkdtemp(join(tmpdir(), 'canimigrate-bundle-')), 'mail.git')
  const give = async (problem: string) => {
    if (!kept) await rm(join(dir, '..'), { recursive: true, force: true })
    return { problem }
  }
  if (!(await unpack(location, dir)))
    return give(`git cannot read the bundle \`${location}\`; a bundle that builds on other commits has to be fetched into its repository first`)
  const source = await gitSource(dir, options.list, location)
  if (!source || 'problem' in source) return give(`the bundle \`${location}\` holds no mail of public-inbox`)
  const name = source.list === basename(dir, '.git') ? basename(location, '.bundle') : source.list
  return {
    ...source,
    id: `bundle:${location}`,
    kind: 'bundle',
    location,
    list: name,
    watched: [location],
    read: kept ? source.read : (position) => thenRemove(source.read(position), dir),
  }
}

async function unpack(bundle: string, dir: string): Promise<boolean> {
  if (await stat(dir).catch(() => undefined)) return (await fetchAll(dir, bundle)) !== undefined
  const part = `${dir}.${process.pid}.part`
  await mkdir(part, { recursive: true })
  const made = (await runGit(part, ['init', '--quiet', '--bare', part])) !== undefined && (await fetchAll(part, bundle)) !== undefined
  const [branch] = made ? ((await runGit(part, ['for-each-ref', '--format=%(refname)', 'refs/heads'])) ?? '').split('\n') : []
  if (!branch || (await runGit(part, ['symbolic-ref', 'HEAD', branch])) === undefined) {
    await rm(part, { recursive: true, force: true })
    return false
  }
  // Another process may have been first: its copy is as good.
  await rename(part, dir).catch(() => rm(part, { recursive: true, force: true }))
  return true
}

function fetchAll(dir: string, bundle: string): Promise<string | undefined> {
  return runGit(dir, ['fetch', '--quiet', '--force', '--no-recurse-submodules', bundle, '+refs/*:refs/*'], 'file')
}

async function* thenRemove(items: AsyncGenerator<SourceItem>, dir: string): AsyncGenerator<SourceItem> {
  try {
    yield* items
  } finally {
    await rm(join(dir, '..'), { recursive: true, force: true })
  }
}
