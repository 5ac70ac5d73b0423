import { existsSync } from 'node:fs'
import { openStore } from '../client.ts'
import { isPostgres } from '../postgres/address.ts'
import type { End } from './end.ts'

/**
 * Opens an end of a move, its tables first brought up to date.
 * @param url `file:…` or `postgres://…`
 * @param write whether it is moved into; else a file has to be there
 */
export async function openEnd(url: string, write: boolean): Promise<End> {
  if (!write && url.startsWith('file:') && !existsSync(url.slice('file:'.length))) throw new Error(`there is no database \`${url}\` to move from`)
  await (await openStore({ url })).close()
  if (isPostgres(url)) return (await import('./postgres-end.ts')).postgresEnd(url, write)
  return (await import('./sqlite-end.ts')).sqliteEnd(url, write)
}
