import pg from 'pg'
import type { Address } from './address.ts'
import { isLost, unavailable } from './lost.ts'

export interface PoolConfig {
  /** Connections at most. */
  readonly size: number
  /** How long a question goes on trying to reach a server that is away, in milliseconds. */
  readonly patience: number
}

/**
 * Connections that heal: what is asked while the server restarts is asked again until it is back, for as long as `patience` is. Only what cannot
 * have been done is done again: connecting, and questions that read. Whatever else is lost with a connection fails with `StoreUnavailable`. After one has
 * waited in vain, others do not wait, until one succeeds.
 */
export function openPool(address: Address, { size, patience }: PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...connection(address), max: size, idleTimeoutMillis: 30_000 })
  // A connection that nobody uses has ended, and the pool has dropped it: the next question opens another.
  pool.on('error', () => {})
  const connect = pool.connect.bind(pool)
  // Who asks while it is known to be away is told so at once.
  let away = false
  const again = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      const result = await persist(work, away ? 0 : patience, address.shown)
      away = false
      return result
    } catch (error) {
      away = isLost(error)
      throw error
    }
  }
  const healing = (callback?: Parameters<typeof connect>[0]) => (callback ? connect(callback) : again(() => connect()))
  const asking = (query: pg.QueryConfig): Promise<pg.QueryResult> => (READS.test(query.text) ? again(() => ask(query)) : ask(query))
  const ask = async (query: pg.QueryConfig): Promise<pg.QueryResult> => {
    const client = await pool.connect()
    let lost: Error | undefined
    const note = (error: Error): void => {
      lost = error
    }
    client.on('error', note)
    try {
      return await client.query(query)
    } catch (error) {
      if (isLost(error)) lost = error as Error
      throw lost ? unavailable(error, address.shown) : error
    } finally {
      client.removeListener('error', note)
      client.release(lost)
    }
  }
  return Object.assign(pool, { connect: healing, query: asking })
}

/** What node-postgres needs to know to connect. */
export function connection({ connectionString, schema }: Address): pg.ClientConfig {
  return {
    connectionString,
    application_name: 'canimigrate',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  }
}

/** Questions that change nothing: Prisma's, and our own. */
const READS = /^\s*SELECT\b(?![\s\S]*\bFOR (UPDATE|SHARE)\b)/i

async function persist<Result>(work: () => Promise<Result>, patience: number, shown: string): Promise<Result> {
  const end = Date.now() + patience
  for (let wait = 25; ; wait = Math.min(wait * 2, 500)) {
    try {
      return await work()
    } catch (error) {
      if (!isLost(error)) throw error
      if (Date.now() + wait > end) throw unavailable(error, shown)
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}
