import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Proposal } from '../../model/index.ts'
import { acceptProposal } from '../../pipeline/accept-proposal.ts'
import { openStore } from '../../store/client.ts'
import type { WritableMailStore } from '../../store/mail-port.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { print, printJson } from '../output.ts'

/** `proposals`: what mails propose; `accept` and `decline` decide one. */
export const proposals: Register = (program) => {
  const command = program
    .command('proposals')
    .description('show the commands that mails gave, newest first; nothing changes until one is accepted')
    .option('--status <status>', 'pending, refused, accepted or declined; default: all')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('proposals --status pending', 'proposals accept 0123456789ab', 'proposals decline 0123456789ab --why "no evidence"'))
    .action(async ({ status, json }: { status?: string; json?: boolean }) => {
      if (status !== undefined && !STATUSES.includes(status)) throw new Error(`no status \`${status}\`: one of ${STATUSES.join(', ')}`)
      const found = await withMail((mail) => mail.proposals(status === undefined ? {} : { status: status as Proposal['status'] }))
      if (json) printJson(found)
      else print(found.length === 0 ? 'no proposals' : found.map(inWords).join('\n\n'))
    })
  command
    .command('accept')
    .description('do what a proposal says, in content/ where that is possible, for you to look at and commit; else a draft says what is left to do')
    .argument('<id>', 'of a pending proposal; the beginning is enough')
    .option('--by <name>', 'the reviewer; default: your name on this machine')
    .option('--json', 'as JSON')
    .action(async (id: string, _: object, given: Command) => {
      // `--json` belongs to `proposals` too, which takes it wherever it stands.
      const { by, json } = given.optsWithGlobals<{ by?: string; json?: boolean }>()
      const done = await withMail(async (store) =>
        acceptProposal(await find(store, id), {
          store,
          contentDir: places.content,
          draftsDir: join(places.data, 'drafts'),
          by: by ?? reviewer(),
          now: new Date().toISOString(),
        }),
      )
      if (json) printJson(done)
      else
        print(
          done.file === '' ? done.what : `${done.what}\n${done.did === 'edited' ? 'look at the change, then commit it' : 'the rest is yours'}: ${done.file}`,
        )
    })
  command
    .command('decline')
    .description('decline a proposal')
    .argument('<id>', 'of a pending proposal; the beginning is enough')
    .requiredOption('--why <reason>', 'shown with the proposal')
    .option('--by <name>', 'the reviewer; default: your name on this machine')
    .action(async (id: string, { why, by }: { why: string; by?: string }) => {
      await withMail(async (store) => {
        const { id: whole, status } = await find(store, id)
        const decided = await store.decideProposal(whole, { status: 'declined', by: by ?? reviewer(), reason: why, date: new Date().toISOString() })
        if (!decided) throw new Error(`proposal \`${whole}\` is ${status}: only one that is pending can be declined`)
        print(`${whole} is declined`)
      })
    })
}

const STATUSES: readonly string[] = ['pending', 'refused', 'accepted', 'declined']

async function withMail<Result>(use: (mail: WritableMailStore) => Promise<Result>): Promise<Result> {
  const store = await openStore({ dataDir: places.data })
  try {
    return await use(store.mail)
  } finally {
    await store.close()
  }
}

/** @throws Error if there is none, or more than one begins so */
async function find(mail: WritableMailStore, id: string): Promise<Proposal> {
  const found = (await mail.proposals({ limit: 10_000 })).filter((proposal) => proposal.id.startsWith(id))
  if (found.length === 1) return found[0] as Proposal
  throw new Error(
    found.length === 0 ? `no proposal \`${id}\`; \`canimigrate proposals\` lists them` : `several proposals begin with \`${id}\`: give more of it`,
  )
}

function reviewer(): string {
  try {
    return userInfo().username
  } catch {
    return 'a reviewer'
  }
}

function inWords({ id, status, date, author, messageId, text, reason, line }: Proposal): string {
  return [
    `${id}  ${status}  ${date.slice(0, 10)}  ${author.name || author.address}`,
    `  ${text}`,
    `  <${messageId}> line ${line}`,
    ...(reason === '' ? [] : [`  ${reason}`]),
  ].join('\n')
}
