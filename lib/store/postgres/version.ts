import type pg from 'pg'
import type { VersionReader } from '../version.ts'

/**
 * What PostgreSQL notes in every row about who wrote it: whoever writes mail writes the row of `MailState` first, whoever syncs adds one to `Sync`, so each
 * commit of either shows in one of the two, and nothing else does. A replica has the same notes.
 */
export function postgresVersion(pool: pg.Pool): VersionReader {
  return {
    async read() {
      const { rows } = await pool.query<{ version: string }>({ text: VERSION })
      return rows[0]?.version ?? ''
    },
    async close() {},
  }
}

const VERSION = `SELECT concat_ws(' ', (SELECT "xmin" FROM "MailState" WHERE "id" = 1), '/', (SELECT "id" || ' ' || "xmin" FROM "Sync" ORDER BY "id" DESC LIMIT 1)) AS "version"`
