import { InputError } from '../../model/index.ts'
import { meiliOfEnvironment } from '../../search/meili/config.ts'
import { makeKeys } from '../../search/meili/keys.ts'
import { type MeiliStatus, meiliStatus } from '../../search/meili/status.ts'
import type { MeiliConfig } from '../../search/meili/server.ts'
import { openStore } from '../../store/client.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { harmless, print, printJson } from '../output.ts'

/** `meili`: how the Meilisearch server of MEILI_URL does, and its keys. */
export const meili: Register = (program, done) => {
  const command = program.command('meili').description('the Meilisearch server of MEILI_URL: how it does, and the keys for it')
  command
    .command('status')
    .description('documents, tasks that wait or failed, and how far its indexes are behind; exit status 1 if something is wrong')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('meili status', 'meili status --json'))
    .action(async ({ json }: { json?: boolean }) => {
      const status = await meiliStatus(server())
      const behind = await behindOf(status)
      if (json) printJson({ ...status, behind })
      else print(linesOf(status, behind).map(harmless).join('\n'))
      done(behind.length > 0 ? 1 : 0)
    })
  command
    .command('keys')
    .description('make the two keys with least rights, with the master key in MEILI_KEY; asked again it gives the same')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('meili keys'))
    .action(async ({ json }: { json?: boolean }) => {
      const keys = await makeKeys(server())
      if (json) printJson(keys)
      else print([`web processes:    MEILI_KEY=${keys.search}`, `sync and ingest:  MEILI_KEY=${keys.index}`].join('\n'))
      done(0)
    })
}

function server(): MeiliConfig {
  const config = meiliOfEnvironment()
  if (!config)
    throw new InputError([{ path: '', message: 'there is no server in `MEILI_URL`: set it, as `http://127.0.0.1:7700`, and its key in `MEILI_KEY`' }])
  return config
}

/** What is wrong, a line each. */
async function behindOf({ problem, records, messages, tasks }: MeiliStatus): Promise<string[]> {
  if (problem !== undefined) return [`Meilisearch is away: ${problem}`]
  const store = await openStore({ dataDir: places.data })
  try {
    const [digest, arrival] = [await store.digest(), await store.mail.lastArrival()]
    return [
      ...(records?.digest === digest ? [] : ['the index of records is not of what the database holds: run `canimigrate reindex`']),
      ...((messages?.arrival ?? 0) >= arrival
        ? []
        : [`the index of mail is ${arrival - (messages?.arrival ?? 0)} of ${arrival} arrivals behind: the next ingest brings it up`]),
      ...(tasks?.failed ?? []).map((one) => `failed: ${one}`),
    ]
  } finally {
    await store.close()
  }
}

function linesOf({ url, version, records, messages, tasks }: MeiliStatus, behind: readonly string[]): string[] {
  return [
    `${url}${version === undefined ? '' : `, Meilisearch ${version}`}`,
    ...(records ? [`records: ${records.documents} documents of ${records.digest || 'nothing'}`] : []),
    ...(messages ? [`messages: ${messages.documents} documents, up to arrival ${messages.arrival}`] : []),
    ...(tasks ? [`tasks: ${tasks.waiting} wait, the oldest for ${tasks.lag.toFixed(0)} s`] : []),
    ...behind,
  ]
}
