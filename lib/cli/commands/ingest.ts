import { join } from 'node:path'
import { openSource, type Source } from '../../mail/index.ts'
import { ingestMail } from '../../pipeline/ingest-mail.ts'
import { openMessages } from '../../search/open-messages.ts'
import { openStore } from '../../store/client.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { readEntries } from '../read-entries.ts'
import { harmless, print, printJson } from '../output.ts'
import { ingestProgress } from '../progress.ts'

interface IngestFlags {
  readonly list?: string
  readonly json?: boolean
  readonly progress?: boolean
}

/** `ingest`: read archives of mailing lists into the database and the index of messages. Exit status 130 if it was interrupted. */
export const ingest: Register = (program, done) => {
  program
    .command('ingest')
    .description('read archives of mailing lists, each from where it was left; may be interrupted and run again at any time')
    .argument('<source...>', 'repositories or bundles of public-inbox, mboxes, maildirs, messages; - for a message on stdin')
    .option('--list <name>', 'name of the list; default: what the messages say')
    .option('--progress', 'show progress though stderr is no terminal')
    .option('--json', 'end with counts as JSON')
    .addHelpText(
      'after',
      examples(
        'ingest /srv/kvm-ppc/git/0.git',
        'ingest --json archive.bundle lists/*.mbox.gz ~/Maildir',
        'ingest --list qemu-devel.nongnu.org - < message.eml',
      ),
    )
    .action(async (sources: string[], flags: IngestFlags) => done(await run(sources, flags)))
}

async function run(specs: readonly string[], { json, progress, list }: IngestFlags): Promise<number> {
  const sources = await openSources(specs, list)
  const stop = new AbortController()
  // Once: a second signal ends the process at once, which loses nothing either.
  process.once('SIGINT', () => stop.abort())
  const show = ingestProgress(process.stderr, { lines: progress === true })
  const { entries } = await readEntries(places.content, places.data)
  const store = await openStore({ dataDir: places.data })
  const search = openMessages({ dataDir: places.data })
  try {
    const result = await ingestMail({
      sources,
      records: entries,
      store: store.mail,
      search,
      signal: stop.signal,
      onProgress: show.update,
      onNote: (note) => process.stderr.write(`canimigrate: ${harmless(note)}\n`),
    })
    show.end()
    const { messages, new: fresh, threads, ghosts, mentions, seconds, stopped } = result
    if (json) printJson({ messages, new: fresh, threads, ghosts, mentions, seconds: Math.round(seconds * 1000) / 1000 })
    else
      print(
        `${fresh} new messages in ${seconds.toFixed(1)} s; ${messages} messages in ${threads} threads, ${ghosts} that are referred to and not here, ${mentions} mentions`,
      )
    if (stopped) process.stderr.write('canimigrate: interrupted; run it again to go on\n')
    return stopped ? 130 : 0
  } finally {
    show.end()
    await search.close()
    await store.close()
  }
}

/** @throws Error if one of them is nothing that mail can be read from */
async function openSources(specs: readonly string[], list: string | undefined): Promise<Source[]> {
  const sources: Source[] = []
  for (const spec of specs) {
    const source = await openSource(spec, { list, cache: join(places.data, 'bundles') })
    if ('problem' in source) throw new Error(source.problem)
    sources.push(source)
  }
  return sources
}
