import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openSource, type Source } from '../../mail/index.ts'
import { ingestMail } from '../../pipeline/ingest-mail.ts'
import { openMessages } from '../../search/open-messages.ts'
import { openStore } from '../../store/client.ts'
import { type Register, examples } from '../command.ts'
import { places, recordFolders } from '../context.ts'
import { FileChanges } from '../file-changes.ts'
import { asJson, complain, harmless, print } from '../output.ts'
import type { ReadNames } from '../kept-names.ts'
import { ingestProgress } from '../progress.ts'
import { readNames } from '../read-names.ts'

interface IngestFlags {
  readonly list?: string
  readonly json?: boolean
  readonly progress?: boolean
  readonly every?: string
}

/** `ingest`: read archives of mailing lists into the database and the index of messages. Exit status 130 if it was interrupted. */
export const ingest: Register = (program, done) => {
  program
    .command('ingest')
    .description('read archives of mailing lists, each from where it was left; may be interrupted and run again at any time')
    .argument('<source...>', 'repositories or bundles of public-inbox, mboxes, maildirs, messages; - for a message on stdin')
    .option('--list <name>', 'name of the list; default: what the messages say')
    .option('--progress', 'show progress though stderr is no terminal')
    .option(
      '--every <seconds>',
      'go on until a signal: read anew at least that often, and soon after one of the sources changed; what goes wrong then is said, and tried again',
    )
    .option('--json', 'end with counts as JSON; a line for each reading with --every')
    .addHelpText(
      'after',
      examples(
        'ingest /srv/kvm-ppc/git/0.git',
        'ingest --json archive.bundle lists/*.mbox.gz ~/Maildir',
        'ingest --list qemu-devel.nongnu.org - < message.eml',
        'ingest --every 60 --json /srv/lists/*/git/*.git',
      ),
    )
    .action(async (sources: string[], flags: IngestFlags) => {
      const stop = new AbortController()
      // Once: a second signal ends the process at once, which loses nothing either.
      for (const signal of ['SIGINT', ...(flags.every === undefined ? [] : ['SIGTERM'])]) process.once(signal, () => stop.abort())
      done(flags.every === undefined ? await run(sources, flags, stop.signal) : await runEvery(secondsOf(flags.every), sources, flags, stop.signal))
    })
}

/** Reads again and again. Archives grow, lists come in new parts, and what was away comes back: sources are opened anew each time. */
async function runEvery(seconds: number, specs: readonly string[], flags: IngestFlags, stop: AbortSignal): Promise<number> {
  const changes = new FileChanges()
  let last: ReadNames | undefined
  const names = async () => (last = await readNames(places.content, recordFolders, last))
  while (!stop.aborted) {
    const start = performance.now()
    try {
      await run(specs, flags, stop, names, (sources) => changes.follow(sources.flatMap(({ watched }) => watched)))
    } catch (error) {
      complain(error)
    }
    // However often something comes, half of the time is left to others.
    const rest = Math.min(seconds * 1000, performance.now() - start)
    // Aborted, it is over.
    await setTimeout(rest, undefined, { signal: stop }).catch(() => undefined)
    await changes.next(seconds * 1000 - rest, stop)
  }
  changes.close()
  return 0
}

function secondsOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`\`--every ${text}\` is no number of seconds: give one such as 60`)
  return Number(text)
}

async function run(
  specs: readonly string[],
  { json, progress, list, every }: IngestFlags,
  stop: AbortSignal,
  names: () => Promise<ReadNames> = () => readNames(places.content, recordFolders),
  onOpen?: (sources: readonly Source[]) => void,
): Promise<number> {
  const sources = await openSources(specs, list)
  onOpen?.(sources)
  const show = ingestProgress(process.stderr, { lines: progress === true })
  const store = await openStore({ dataDir: places.data })
  const search = openMessages({ dataDir: places.data })
  try {
    const result = await ingestMail({
      sources,
      records: async () => (await names()).wanted,
      store: store.mail,
      leases: store.leases,
      search,
      signal: stop,
      onProgress: show.update,
      onNote: (note) => process.stderr.write(`canimigrate: ${harmless(note)}\n`),
    })
    show.end()
    const { messages, new: fresh, threads, ghosts, mentions, seconds, stopped } = result
    const counts = { messages, new: fresh, threads, ghosts, mentions, seconds: Math.round(seconds * 1000) / 1000 }
    if (json) process.stdout.write(`${asJson(counts, every === undefined ? 2 : undefined)}\n`)
    else
      print(
        `${fresh} new messages in ${seconds.toFixed(1)} s; ${messages} messages in ${threads} threads, ${ghosts} that are referred to and not here, ${mentions} mentions`,
      )
    if (stopped && every === undefined) process.stderr.write('canimigrate: interrupted; run it again to go on\n')
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
