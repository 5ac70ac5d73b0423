import type pg from 'pg'
import type { Value } from '../mail-sql.ts'
import type { MailTransactions, MailWriter } from '../mail-writer.ts'
import { isConflict, isLost, unavailable } from './lost.ts'
import { bound, TYPES } from './values.ts'

/**
 * Transactions straight over PostgreSQL's driver: Prisma turns all parameters of a statement into JSON and back. What the server undid for another's sake, or
 * what was lost with its connection before it was to be committed, is done again.
 * @param shown the address without secrets
 */
export function postgresTransactions(pool: pg.Pool, shown: string): MailTransactions {
  return {
    async run(work) {
      for (let attempt = 1; ; attempt++) {
        const done = await once(pool, work)
        if ('result' in done) return done.result
        const { error, committing } = done
        const again = attempt < ATTEMPTS && !committing && (isConflict(error) || isLost(error))
        if (!again) throw isLost(error) ? unavailable(error, shown) : error
      }
    },
    async close() {},
  }
}

const ATTEMPTS = 5

type Done<Result> = { readonly result: Result } | { readonly error: unknown; readonly committing: boolean }

async function once<Result>(pool: pg.Pool, work: (transaction: MailWriter) => Promise<Result>): Promise<Done<Result>> {
  const client = await pool.connect()
  let lost: Error | undefined
  let committing = false
  const note = (error: Error): void => {
    lost = error
  }
  client.on('error', note)
  try {
    // Each statement sees what was committed before it: what is asked after the lock was got is what the other process left.
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
    const result = await work(writer(client))
    committing = true
    await client.query('COMMIT')
    return { result }
  } catch (error) {
    if (isLost(error)) lost = error as Error
    else await client.query('ROLLBACK').catch(note)
    return { error, committing }
  } finally {
    client.removeListener('error', note)
    client.release(lost)
  }
}

function writer(client: pg.PoolClient): MailWriter {
  const ask = ({ text, values }: { text: string; values: unknown[] }): Promise<pg.QueryResult> =>
    client.query({ text, values: (values as Value[]).map(bound), types: TYPES })
  return { $queryRaw: async <Rows>(statement: Parameters<typeof ask>[0]) => (await ask(statement)).rows as unknown as Rows, $executeRaw: ask }
}
