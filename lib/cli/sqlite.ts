import { resolve } from 'node:path'
import { setting } from '../config/settings.mjs'
import type { Contents } from '../store/backup.ts'
import { places } from './context.ts'
import { print, printJson } from './output.ts'

/** The address of the SQLite that a command is for. @throws Error where the database is another */
export function sqliteUrl(command: string): string {
  const url = setting('DATABASE_URL') ?? `file:${resolve(places.data, 'canimigrate.db')}`
  if (url.startsWith('file:')) return url
  throw new Error(`\`${command}\` is for SQLite: PostgreSQL has \`pg_dump\` and \`pg_restore\` for that, see docs/operate.md`)
}

/** Says what a database or a backup holds. @param what was done */
export function tellContents(contents: Contents, what: string, json: boolean | undefined): void {
  const { records, revisions, messages, proposals, digest } = contents
  if (json) printJson(contents)
  else print(`${what}: ${records} records in ${revisions} revisions, ${messages} messages, ${proposals} proposals; knowledge ${digest}`)
}
