import type pg from 'pg'
import type { PrismaClient } from '../generated/client.ts'
import { migrations } from '../generated/migrations.ts'
import { PrismaClient as PostgresClient } from '../generated/postgresql/client.ts'
import type { Store, WritableStore } from '../port.ts'
import { PrismaStore } from '../prisma-store.ts'
import { Adapter } from './adapter.ts'
import { type Address, readAddress } from './address.ts'
import { postgresLeases } from './leases.ts'
import { migratePostgres } from './migrate.ts'
import { openPool, type PoolConfig } from './pool.ts'
import { fromReplica } from './replica.ts'
import { postgresVersion } from './version.ts'
import { postgresTransactions } from './writer.ts'

export interface PostgresConfig {
  /** `postgres://…` */
  readonly url: string
  /** Connections at most. */
  readonly pool: number
  /** How long a question waits for a server that is away, in milliseconds. */
  readonly patience: number
  /** How long to wait for another process that applies migrations, in milliseconds. */
  readonly timeout: number
}

/** Opens the store in a PostgreSQL database. @throws Error, one line */
export async function openPostgres(config: PostgresConfig): Promise<WritableStore> {
  return (await openPrimary(config)).store
}

/**
 * Opens a PostgreSQL database for reading, from a replica of it where that keeps up.
 * @param replica its address
 * @throws Error, one line, also where an address is wrong; not where the replica is away
 */
export async function openReplicated(config: PostgresConfig, replica: string, lag = 10_000): Promise<Store> {
  const place = readAddress(replica)
  const primary = await openPrimary(config)
  // What the replica does not answer at once the primary does.
  const other = open(place, { size: config.pool, patience: 0 })
  return fromReplica({ primary: primary.store, replica: other.store, primaryPool: primary.pool, replicaPool: other.pool, lag })
}

async function openPrimary({ url, pool: size, timeout, patience }: PostgresConfig): Promise<Opened> {
  const address = readAddress(url)
  await migratePostgres(address, migrations.postgresql, timeout)
  return open(address, { size, patience })
}

interface Opened {
  readonly store: WritableStore
  readonly pool: pg.Pool
}

function open(address: Address, config: PoolConfig): Opened {
  const pool = openPool(address, config)
  const client = new PostgresClient({
    adapter: new Adapter(pool, address.schema),
    // Whatever asks more than one question in a transaction is to see one state of the tables.
    transactionOptions: { isolationLevel: 'RepeatableRead', maxWait: 30_000, timeout: 300_000 },
  })
  const provided = { version: postgresVersion(pool), transactions: postgresTransactions(pool, address.shown), leases: postgresLeases(address) }
  // The clients of all providers have the same methods; types are those of one.
  return { store: new PrismaStore(client as unknown as PrismaClient, provided), pool }
}
