import { join } from 'node:path'
import { setting } from '../../config/settings.mjs'
import type { End } from '../../store/move/end.ts'
import { differences, move as moveAll } from '../../store/move/move.ts'
import { isPostgres } from '../../store/postgres/address.ts'
import { openEnd } from '../../store/move/open-end.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { print, printJson } from '../output.ts'

interface MoveFlags {
  readonly check?: boolean
  readonly json?: boolean
}

/** `move`: copy a database into another, of the same provider or the other. Exit status 1 if `--check` finds that they differ. */
export const move: Register = (program, done) => {
  program
    .command('move')
    .description('copy all that a database holds into an empty one, and check that both hold the same; nothing is kept unless all of it is')
    .argument('<from>', '`sqlite` (the file in the data folder), `postgresql` (what DATABASE_URL names), `file:…` or `postgres://…`')
    .argument('<to>', 'likewise')
    .option('--check', 'copy nothing: only compare what both hold')
    .option('--json', 'as JSON: rows and digest of each table')
    .addHelpText('after', examples('move sqlite postgresql', 'move --check sqlite postgresql', 'move postgresql file:/srv/canimigrate/copy.db'))
    .action(async (from: string, to: string, flags: MoveFlags) => done(await run(addressOf(from), addressOf(to), flags)))
}

async function run(from: string, to: string, { check, json }: MoveFlags): Promise<number> {
  if (from === to) throw new Error('both are the same database: name another to move to')
  const start = performance.now()
  const source = await openEnd(from, false)
  try {
    const target = await openEnd(to, !check)
    try {
      if (check) return await compare(source, target, json)
      const show = progress()
      const { tables } = await moveAll(source, target, { onProgress: show.tell }).finally(show.end)
      const seconds = Math.round(performance.now() - start) / 1000
      const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
      if (json) printJson({ tables, rows, seconds })
      else print(`${rows} rows of ${Object.keys(tables).length} tables moved in ${seconds.toFixed(1)} s; both databases hold the same`)
      return 0
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function compare(source: End, target: End, json: boolean | undefined): Promise<number> {
  const found = await differences(source, target)
  if (json) printJson({ same: found.length === 0, differences: found })
  else if (found.length === 0) print('both databases hold the same')
  else for (const { table, from, to } of found) print(`${table} differs: ${from.rows} rows here, ${to.rows} there`)
  return found.length === 0 ? 0 : 1
}

/** On a terminal, one line that shows where it is. */
function progress(): { tell?: (table: string, stage: 'copy' | 'check', rows: number) => void; end(): void } {
  if (!process.stderr.isTTY) return { end: () => {} }
  return {
    tell: (table, stage, rows) => void process.stderr.write(`\r\u001b[K${stage === 'copy' ? 'copying' : 'checking'} ${table}: ${rows} rows`),
    end: () => void process.stderr.write('\r\u001b[K'),
  }
}

function addressOf(word: string): string {
  if (word === 'sqlite') return `file:${join(places.data, 'canimigrate.db')}`
  if (word !== 'postgresql') return word
  const url = setting('DATABASE_URL') ?? ''
  if (!isPostgres(url)) throw new Error('`postgresql` is the database that DATABASE_URL names: set it to `postgres://user:password@host:port/database`')
  return url
}
