import type pg from 'pg'
import type { Store } from '../port.ts'
import { isLost } from './lost.ts'

export interface ReplicaConfig {
  readonly primary: Store
  readonly replica: Store
  readonly primaryPool: pg.Pool
  readonly replicaPool: pg.Pool
  /** How old what a replica has may be before the primary is asked instead, in milliseconds. */
  readonly lag: number
}

/**
 * A store that is read from a replica while it keeps up, and from the primary while it does not, or is away. At any time all is read from one of the two, and what
 * was seen once is not unseen: the primary is left when the replica has all that was read from it. Without the primary the replica is read alone, however old.
 */
export function fromReplica(config: ReplicaConfig): Store {
  const side = new Side(config)
  const reading = <Part extends object>(part: (store: Store) => Part): Part =>
    new Proxy(part(config.primary), {
      get: (target, name) =>
        typeof Reflect.get(target, name) !== 'function'
          ? Reflect.get(target, name)
          : (...words: unknown[]) =>
              side.read((store) => {
                const from = part(store)
                return (Reflect.get(from, name) as (...words: unknown[]) => Promise<unknown>).apply(from, words)
              }),
    })
  const mail = reading((store) => store.mail)
  const close = async (): Promise<void> => {
    side.close()
    await Promise.all([config.primary.close(), config.replica.close()])
  }
  const store = reading((one) => one)
  return new Proxy(store, { get: (target, name) => (name === 'mail' ? mail : name === 'close' ? close : Reflect.get(target, name)) })
}

/** How often the two are compared, in milliseconds. */
const EVERY = 500

/** Which of the two is read. */
class Side {
  readonly #config: ReplicaConfig
  readonly #timer: NodeJS.Timeout
  #onReplica = false
  /** Reads of the primary that are under way. */
  #asked = 0
  /** Where the primary's log was, and when, oldest first. */
  #seen: { readonly at: number; readonly place: bigint }[] = []
  /** While the side changes, reads wait. */
  #changing: Promise<unknown> | undefined
  #looking: Promise<void> | undefined

  constructor(config: ReplicaConfig) {
    this.#config = config
    this.#timer = setInterval(() => this.#look(), EVERY)
    this.#timer.unref()
    this.#look()
  }

  async read<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    await this.#changing
    if (this.#onReplica) {
      try {
        return await work(this.#config.replica)
      } catch (error) {
        if (!isLost(error) && !isRecoveryConflict(error)) throw error
        if (isLost(error)) this.#onReplica = false
      }
    }
    this.#asked++
    try {
      return await work(this.#config.primary)
    } catch (error) {
      if (!isLost(error)) throw error
      // Without the primary there is nothing newer to be seen than the replica has, but for what was read there just before it went.
      const result = await work(this.#config.replica).catch(() => Promise.reject(error))
      return result
    } finally {
      this.#asked--
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    this.#looking ??= this.#compare()
      .catch(() => {})
      .finally(() => {
        this.#looking = undefined
      })
  }

  async #compare(): Promise<void> {
    const { primaryPool, replicaPool, lag } = this.#config
    const place = await placeOf(replicaPool, 'pg_last_wal_replay_lsn()').catch(() => undefined)
    if (place === undefined) {
      this.#onReplica = false
      return
    }
    const now = Date.now()
    this.#seen.push({ at: now, place: await placeOf(primaryPool, 'pg_current_wal_lsn()') })
    const old = this.#seen.filter(({ at }) => at <= now - lag)
    this.#seen = this.#seen.slice(Math.max(0, old.length - 1))
    if (this.#onReplica) this.#onReplica = !old.some((one) => one.place > place)
    // A primary that is written to all the time is never met where it is: where it was the last time is near enough to try.
    else if ((this.#seen.at(-2) ?? (this.#seen.at(-1) as { place: bigint })).place <= place) await this.#change()
  }

  /** To the replica, if it has all that can have been read from the primary. */
  async #change(): Promise<void> {
    const { primaryPool, replicaPool } = this.#config
    const change = async (): Promise<void> => {
      for (let tries = 0; this.#asked > 0; tries++) {
        if (tries > 20) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      const place = await placeOf(primaryPool, 'pg_current_wal_lsn()')
      for (let tries = 0; tries < 10; tries++) {
        if ((await placeOf(replicaPool, 'pg_last_wal_replay_lsn()')) >= place) {
          this.#onReplica = true
          return
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    this.#changing = change().catch(() => {})
    await this.#changing
    this.#changing = undefined
  }
}

/** A replica cancels questions that stand in the way of what it has to replay. */
function isRecoveryConflict(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code === '40001' || code === 'P2034' || (cause !== undefined && isRecoveryConflict(cause))
}

async function placeOf(pool: pg.Pool, what: string): Promise<bigint> {
  const { rows } = await pool.query<{ place: string }>({ text: `SELECT (${what} - '0/0'::pg_lsn)::text AS "place"` })
  if (rows[0]?.place === undefined || rows[0].place === null) throw new Error('no place in the log')
  return BigInt(rows[0].place)
}
