import { join } from 'node:path'
import { setting } from '../config/settings.mjs'
import { InputError, type Knowledge } from '../model/index.ts'
import { type VerifyCache, openCache } from '../verify/cache.ts'
import { type Clone, openClone } from '../verify/clone.ts'
import { nameOf, readRepositories } from '../verify/repositories.ts'
import { places } from './context.ts'

/** Collects an option that is given several times. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/**
 * Opens the clones of `--repo qemu=DIR`, or, without one, those that `CANIMIGRATE_REPOS` gives by white space.
 * @throws InputError if there are none, or one cannot be opened
 */
export async function openRepositories(given: readonly string[] | undefined, knowledge: Knowledge): Promise<readonly { clone: Clone; cache: VerifyCache }[]> {
  const texts = given ?? (setting('CANIMIGRATE_REPOS') ?? '').split(/\s+/).filter((word) => word !== '')
  if (texts.length === 0) throw new InputError([{ path: '', message: 'no clone is given; name one, such as `--repo qemu=DIR`' }])
  return Promise.all(
    readRepositories(texts, knowledge.entries.values()).map(async ({ source, dir }) => {
      const cache = openCache(join(places.data, `verify-${nameOf(source)}.json`))
      return { clone: await openClone(dir, source, cache), cache }
    }),
  )
}
