import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { setting, withoutSecrets } from '../config/settings.mjs'
import type { Store, WritableStore } from './port.ts'
import { isPostgres } from './postgres/address.ts'
import type { PostgresConfig } from './postgres/open.ts'

export interface StoreConfig {
  /** `file:…` or `postgres://…`; default: $DATABASE_URL, else canimigrate.db in `dataDir`. */
  readonly url?: string | undefined
  /** Default: $CANIMIGRATE_DATA, else .data. Created if missing. */
  readonly dataDir?: string | undefined
  /** How long to wait for another process's write, or its migrations, in milliseconds. Default: 15000. */
  readonly busyTimeout?: number | undefined
  /** Connections to PostgreSQL at most. Default: $DATABASE_POOL, else 10. */
  readonly pool?: number | undefined
  /** How long a question waits for a PostgreSQL that is away, in milliseconds. Default: 5000, as a restart takes a second or two. */
  readonly patience?: number | undefined
}

/**
 * Opens the store, first bringing its tables up to date with the checked-in migrations. Any number of processes may do so at once.
 * @throws Error, one line, when the address is of no known kind, the database cannot be reached or written, or it is newer than this program
 */
export async function openStore(config: StoreConfig = {}): Promise<WritableStore> {
  const url = config.url ?? setting('DATABASE_URL') ?? defaultUrl(config.dataDir)
  // No provider costs anything where it is not used.
  if (url.startsWith('file:')) return (await import('./open-sqlite.ts')).openSqlite({ url, timeout: config.busyTimeout ?? 15_000 })
  if (isPostgres(url)) return (await import('./postgres/open.ts')).openPostgres(postgresConfig(url, config))
  throw new Error(`\`${withoutSecrets(url)}\` is no database that can be opened: give a \`file:\` or \`postgres:\` address, or none`)
}

export interface ReadConfig extends StoreConfig {
  /** A streaming replica of a PostgreSQL database. Default: $DATABASE_REPLICA_URL, else none. */
  readonly replica?: string | undefined
  /** How old what the replica has may be, in milliseconds. Default: 10000. */
  readonly lag?: number | undefined
}

/** Opens the store for reading only, from a replica where there is one and it keeps up. @throws Error as `openStore` */
export async function openForReading(config: ReadConfig = {}): Promise<Store> {
  const replica = config.replica ?? setting('DATABASE_REPLICA_URL')
  if (replica === undefined) return openStore(config)
  const url = config.url ?? setting('DATABASE_URL') ?? ''
  if (!isPostgres(url) || !isPostgres(replica))
    throw new Error(`a replica needs \`postgres:\` addresses in both DATABASE_URL and DATABASE_REPLICA_URL: give them, or no replica`)
  const { openReplicated } = await import('./postgres/open.ts')
  return openReplicated(postgresConfig(url, config), replica, config.lag)
}

function postgresConfig(url: string, { busyTimeout = 15_000, pool = setting('DATABASE_POOL'), patience = 5000 }: StoreConfig): PostgresConfig {
  return { url, timeout: busyTimeout, pool, patience }
}

function defaultUrl(dataDir: string | undefined): string {
  const directory = resolve(dataDir ?? setting('CANIMIGRATE_DATA') ?? '.data')
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw new Error(
      `cannot create the data folder \`${directory}\` (${(error as NodeJS.ErrnoException).code}): make it writable, or name another in CANIMIGRATE_DATA`,
    )
  }
  return `file:${resolve(directory, 'canimigrate.db')}`
}
