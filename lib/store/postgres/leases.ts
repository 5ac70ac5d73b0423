import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Lease, Leases } from '../leases.ts'
import type { Address } from './address.ts'
import { isLost, unavailable } from './lost.ts'
import { connection } from './pool.ts'

/**
 * Leases as advisory locks, each of a connection of its own: PostgreSQL frees them when that ends. It asks every 10 seconds whether a process that is silent
 * is still there, so that one whose machine went away does not keep its lease.
 */
export function postgresLeases(address: Address): Leases {
  return {
    async take(name, options = {}) {
      const end = Date.now() + PATIENCE
      for (;;) {
        try {
          return await takeOnce(address, name, options)
        } catch (error) {
          if (!isLost(error)) throw error
          if (Date.now() > end) throw unavailable(error, address.shown)
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
      }
    },
  }
}

/** For a server that restarts, in milliseconds. */
const PATIENCE = 15_000

async function takeOnce(
  address: Address,
  name: string,
  { wait = true, signal, onWait }: NonNullable<Parameters<Leases['take']>[1]>,
): Promise<Lease | undefined> {
  if (signal?.aborted) return undefined
  const client = new pg.Client({ ...connection(address), application_name: `canimigrate: ${name}`.slice(0, 63) })
  const lost = new AbortController()
  const ended = (): void => lost.abort()
  client.on('error', ended)
  client.on('end', ended)
  const drop = (): void => void client.end().catch(() => {})
  let lease: Lease | undefined
  try {
    await client.connect()
    await client.query(SETTINGS)
    const key = keyOf(address, name)
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS "got"', [key])
    if (!rows[0]?.got) {
      if (!wait) return undefined
      signal?.addEventListener('abort', drop, { once: true })
      onWait?.()
      if (signal?.aborted) return undefined
      await client.query('SELECT pg_advisory_lock($1)', [key])
    }
    lease = {
      lost: lost.signal,
      release: () => {
        client.removeListener('end', ended)
        return client.end()
      },
    }
    return lease
  } catch (error) {
    if (signal?.aborted) return undefined
    throw error
  } finally {
    signal?.removeEventListener('abort', drop)
    if (!lease) drop()
  }
}

/** What a role or database may have set otherwise; settings that the server does not have are passed over. */
const SETTINGS = `SELECT set_config(s.name, v.value, false) FROM (VALUES ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_session_timeout', '0'),
  ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS v (name, value) JOIN pg_settings s ON s.name = v.name`

/** Locks are numbers, each database has its own. */
function keyOf({ schema = '' }: Address, name: string): string {
  return createHash('sha256').update(`canimigrate lease\0${schema}\0${name}`).digest().readBigInt64BE().toString()
}
