import { ingestMail } from '../../pipeline/ingest-mail.ts'
import { openStore } from '../../store/client.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { print, printJson } from '../output.ts'

/** `ingest`: read archives of mailing lists into the database. */
export const ingest: Register = (program, done) => {
  program
    .command('ingest')
    .description('read archives of mailing lists into the database, from where each was left')
    .argument('<source...>', 'a bare git repository of public-inbox')
    .option('--json', 'end with counts as JSON')
    .addHelpText('after', examples('ingest /srv/kvm-ppc/git/0.git'))
    .action(async (sources: string[], { json }: { json?: boolean }) => {
      const store = await openStore({ dataDir: places.data })
      try {
        const result = await ingestMail({ sources, store: store.mail })
        if (json) printJson(result)
        else print(`${result.new} new messages; ${result.messages} messages in ${result.threads} threads, ${result.ghosts} ghosts`)
        done(0)
      } finally {
        await store.close()
      }
    })
}
