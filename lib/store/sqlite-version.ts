import { type Client, createClient } from '@libsql/client'
import type { VersionReader } from './version.ts'

/** SQLite counts what others commit, per connection: so this has one of its own. @param url `file:…` */
export function sqliteVersion(url: string): VersionReader {
  let client: Client | undefined
  return {
    async read() {
      client ??= createClient({ url, concurrency: 1 })
      const { rows } = await client.execute('PRAGMA data_version')
      return String(rows[0]?.[0])
    },
    async close() {
      client?.close()
    },
  }
}
