import { existsSync } from 'node:fs'
import { backupSqlite } from '../../store/backup.ts'
import { type Register, examples } from '../command.ts'
import { sqliteUrl, tellContents } from '../sqlite.ts'
import { openState } from '../state.ts'

/** `backup`: the database as one file, while all goes on. */
export const backup: Register = (program) => {
  program
    .command('backup')
    .description('copy the database into one file, as it is at one moment; others may go on reading and writing it')
    .argument('<file>', 'where to; written beside it first, and checked')
    .option('--replace', 'the file may be there already')
    .option('--json', 'what it holds as JSON')
    .addHelpText('after', examples('backup /srv/backup/canimigrate.db', 'backup --replace --json last.db'))
    .action(async (file: string, { replace, json }: { replace?: boolean; json?: boolean }) => {
      if (existsSync(file) && !replace) throw new Error(`\`${file}\` is there already: give another name, or \`--replace\``)
      // Opened first: a database that is not there, or of a newer version, says so.
      await (await openState()).close()
      tellContents(await backupSqlite(sqliteUrl('backup'), file), `written to ${file}`, json)
    })
}
