import { rebuildSearch } from '../../pipeline/rebuild-search.ts'
import { syncContent } from '../../pipeline/sync-content.ts'
import { openMessages } from '../../search/open-messages.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { followNames } from '../follow-names.ts'
import { print, printJson } from '../output.ts'
import { openState } from '../state.ts'

/** `sync`: bring the database and the index up to `content/`; `reindex`: build the index anew. */
export const sync: Register = (program, done) => {
  program
    .command('sync')
    .description('bring the database and the search index up to what is in content/; exit status 1 if content has problems')
    .option('--no-git', 'do not collect past revisions from git history')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('sync', 'sync --json'))
    .action(async ({ git, json }: { git: boolean; json?: boolean }) => {
      const state = await openState()
      try {
        const result = await syncContent({ contentDir: places.content, store: state.store, search: state.search, git })
        const { problems, added, changed, removed, unchanged, revisions, digest } = result
        if (json) printJson(result)
        else for (const { file, line, column, rule, message } of problems) print(`${file}:${line}:${column}: ${message} [${rule}]`)
        if (!json)
          print(
            problems.length > 0
              ? `nothing was synced: ${problems.length} problems`
              : `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged, ${revisions} revisions; knowledge ${digest}`,
          )
        if (problems.length === 0) await followNames(state.store)
        done(problems.length > 0 ? 1 : 0)
      } finally {
        await state.close()
      }
    })
  program
    .command('reindex')
    .description('build the search index anew from the database')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('reindex'))
    .action(async ({ json }: { json?: boolean }) => {
      const state = await openState()
      try {
        const documents = await rebuildSearch({ store: state.store, search: state.search, force: true })
        const messages = openMessages({ dataDir: places.data })
        await messages.reset()
        await messages.close()
        await followNames(state.store)
        const counts = await state.store.mail.counts()
        if (json) printJson({ documents, messages: counts.messages })
        else print(`${documents} documents and ${counts.messages} messages indexed`)
      } finally {
        await state.close()
      }
    })
}
