import { type Client, createClient, type InValue } from '@libsql/client'
import type { Value } from './mail-sql.ts'
import type { MailQueries, MailTransactions } from './mail-writer.ts'

/**
 * Transactions, and questions outside of them, straight over SQLite's driver, on a connection of their own. Prisma turns all parameters of a statement into JSON and back, which with
 * thousands of them, raw mail among them, takes as long as SQLite takes to store them.
 * @param url `file:…`
 * @param timeout how long to wait for another process's write, in milliseconds
 */
export function sqliteTransactions(url: string, timeout: number): MailTransactions & MailQueries {
  let opened: Promise<Client> | undefined
  let asked: Client | undefined
  return {
    async $queryRaw<Rows>({ sql, values }: { sql: string; values: unknown[] }) {
      // On a connection of its own, which waits for no transaction.
      asked ??= createClient({ url, timeout, concurrency: 1 })
      return (await asked.execute({ sql, args: (values as Value[]).map(bound) })).rows as unknown as Rows
    },
    async run(work) {
      opened ??= open(url, timeout)
      const transaction = await (await opened).transaction('write')
      try {
        const result = await work({
          $queryRaw: async <Rows>({ sql, values }: { sql: string; values: unknown[] }) =>
            (await transaction.execute({ sql, args: (values as Value[]).map(bound) })).rows as unknown as Rows,
          $executeRaw: async ({ sql, values }) => transaction.execute({ sql, args: (values as Value[]).map(bound) }),
        })
        await transaction.commit()
        return result
      } finally {
        transaction.close()
      }
    },
    async close() {
      asked?.close()
      ;(await opened?.catch(() => undefined))?.close()
    },
  }
}

async function open(url: string, timeout: number): Promise<Client> {
  const client = createClient({ url, timeout, concurrency: 1 })
  // Ingest can be repeated from its position: losing the last transactions in a power cut does no harm.
  await client.executeMultiple('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000')
  return client
}

/** Values as Prisma's adapter stores them. */
export function bound(value: Value): InValue {
  if (value instanceof Date) return value.toISOString().replace('Z', '+00:00')
  return typeof value === 'boolean' ? Number(value) : value
}
