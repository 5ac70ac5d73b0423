import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { rebuildSearch } from '../../pipeline/rebuild-search.ts'
import { contentsOf, restoreSqlite } from '../../store/backup.ts'
import { type Register, examples } from '../command.ts'
import { followNames } from '../follow-names.ts'
import { sqliteUrl, tellContents } from '../sqlite.ts'
import { openState } from '../state.ts'

/** `restore`: what a backup holds becomes what the database holds. */
export const restore: Register = (program) => {
  program
    .command('restore')
    .description('put what a backup holds in place of what the database holds, all or nothing; what serves it goes on with that')
    .argument('<file>', 'that `backup` wrote, of this or an older version')
    .option('--replace', 'throw away what the database holds')
    .option('--json', 'what it holds then as JSON')
    .addHelpText('after', examples('restore /srv/backup/canimigrate.db', 'restore --replace last.db'))
    .action(async (file: string, { replace, json }: { replace?: boolean; json?: boolean }) => {
      // Before anybody throws something away for it.
      if (!existsSync(file)) throw new Error(`there is no file \`${file}\`: name one that \`canimigrate backup\` wrote`)
      const url = sqliteUrl('restore')
      const state = await openState()
      try {
        const { revisions, messages } = await contentsOf(url)
        if ((revisions > 0 || messages > 0) && !replace)
          throw new Error(`the database holds ${revisions} revisions and ${messages} messages: back it up, then give \`--replace\` to throw them away`)
        const contents = await restoreSqlite(url, resolve(file))
        await rebuildSearch({ store: state.store, search: state.search, force: true })
        await followNames(state.store)
        tellContents(contents, 'restored', json)
      } finally {
        await state.close()
      }
    })
}
