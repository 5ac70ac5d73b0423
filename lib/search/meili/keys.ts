import { createHash } from 'node:crypto'
import type { Key, KeyCreation } from 'meilisearch'
import { MeiliServer, type MeiliConfig } from './server.ts'

export interface MeiliKeys {
  /** For processes that only search: it may search the two indexes, and nothing else. */
  readonly search: string
  /** For the process that syncs and ingests. */
  readonly index: string
}

/**
 * Makes the two keys, each with the least rights that it needs and for indexes of this prefix only; asked again it gives the same ones.
 * @param config with the master key
 * @throws MeiliProblem
 */
export async function makeKeys(config: MeiliConfig): Promise<MeiliKeys> {
  const server = new MeiliServer(config)
  const make = async (name: string, actions: readonly string[], description: string): Promise<string> => {
    const uid = uidOf(`${server.prefix} ${name}`)
    const wanted: KeyCreation = { uid, name: `${server.prefix} ${name}`, description, actions: [...actions], indexes: [`${server.prefix}_*`], expiresAt: null }
    const { results } = await server.say(server.client.getKeys({ limit: 1000 }))
    const there = results.find((key: Key) => key.uid === uid)
    // Rights of a key cannot be changed: one with others is made anew.
    if (there && [...there.actions].sort().join() !== [...actions].sort().join()) await server.say(server.client.deleteKey(uid))
    else if (there) return there.key
    return (await server.say(server.client.createKey(wanted))).key
  }
  return {
    search: await make('search', ['search'], 'of web processes: searches'),
    index: await make('index', INDEX_ACTIONS, 'of the process that syncs and ingests: builds indexes, and swaps them'),
  }
}

const INDEX_ACTIONS = [
  'search',
  'documents.add',
  'indexes.create',
  'indexes.get',
  'indexes.swap',
  'indexes.delete',
  'settings.update',
  'tasks.get',
  'stats.get',
]

/** The same for the same name: a UUID of its hash. */
function uidOf(name: string): string {
  const hex = createHash('sha256').update(`canimigrate ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
