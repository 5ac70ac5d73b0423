import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { lint } from '../../lint/index.ts'
import { blocksOf, compileNames, type DraftMessage, draftOf, mentionsOf, namesOf, parseMessage, positionsOf } from '../../mail/index.ts'
import type { Entry } from '../../model/index.ts'
import { openStore } from '../../store/client.ts'
import { type Register, examples } from '../command.ts'
import { places, readContent } from '../context.ts'
import { findMessageId } from '../mail.ts'
import { harmless, print, printJson } from '../output.ts'

interface DraftFlags {
  readonly kind: string
  readonly id?: string
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** `draft`: a record begun from the thread of a message. */
export const draft: Register = (program) => {
  program
    .command('draft')
    .description('begin a record from the thread of a message: who said what where, cited; what they said is left to you')
    .argument('<message-id>', 'the message that decided; with or without angle brackets')
    .option('--kind <kind>', 'policy or feature', 'policy')
    .option('--id <id>', 'id of the record; default: from the subject')
    .option('--out <dir>', 'folder of records, default: the one that `lint` reads')
    .option('--force', 'write over a record that is there')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('draft 20240301120000.1234-1-someone@example.org', 'draft --kind feature --id area/name 20240301120000.1234-1-someone@example.org'),
    )
    .action(async (given: string, flags: DraftFlags) => {
      const { kind, id } = flags
      if (kind !== 'policy' && kind !== 'feature') throw new Error(`\`${kind}\` cannot be drafted; \`--kind\` is policy or feature`)
      if (id !== undefined && !/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(id)) {
        throw new Error(`\`${id}\` is no id: lower-case letters, digits, \`.\`, \`_\`, \`-\`, and \`/\` between its parts`)
      }
      const { entries } = await readContent()
      const { about, messages } = await readThread(given, entries)
      const features = new Set(entries.flatMap(({ data }) => (data.kind === 'feature' ? [data.id] : [])))
      const made = draftOf(messages, { kind, about, today: new Date().toISOString().slice(0, 10), features, ...(id === undefined ? {} : { id }) })
      if (made === undefined) throw new Error(`nothing in the thread of \`${about}\` can be cited; name another message`)
      const file = join(flags.out ?? places.content, made.path)
      const beside = join(places.data, 'drafts', `${made.id.replaceAll('/', '-')}.txt`)
      await write(file, made.text, flags.force === true)
      await write(beside, harmless(made.passages), true)
      const open = await problemsOf(made.path)
      if (flags.json) {
        printJson({ id: made.id, file, passages: beside, messages: messages.length, positions: made.positions, left_out: made.leftOut, open })
        return
      }
      print(
        [
          `${shown(file)}: ${made.positions} positions from ${messages.length} messages${made.leftOut > 0 ? `, ${made.leftOut} more left out` : ''}`,
          `${shown(beside)}: what the mails say, to be put in your own words`,
          ...(open === undefined ? [] : [`${open} places are still to be written; \`canimigrate lint\` names them`]),
        ].join('\n'),
      )
    })
}

async function readThread(given: string, entries: readonly Entry[]): Promise<{ about: string; messages: DraftMessage[] }> {
  const names = compileNames(
    namesOf(entries),
    entries.map(({ data }) => data.id),
  )
  const store = await openStore({ dataDir: places.data })
  try {
    const about = await findMessageId(store.mail, given)
    const thread = (await store.mail.thread(about))?.messages ?? []
    const honest = thread.filter(({ messageId, spam }) => spam.length === 0 || messageId === about).map(({ messageId }) => messageId)
    const raws = await store.mail.raws(honest)
    if (!raws.has(about))
      throw new Error(`message \`${about}\` is referred to and not here; draft from one that answers it, \`canimigrate thread ${about}\` shows them`)
    const messages: DraftMessage[] = []
    for (const messageId of honest) {
      const raw = raws.get(messageId)
      if (raw === undefined) continue
      const message = await parseMessage({ ...raw, place: '' })
      const blocks = blocksOf(message)
      messages.push({ message, list: raw.list, positions: positionsOf(message, blocks, mentionsOf(message, blocks, names)) })
    }
    return { about, messages }
  } finally {
    await store.close()
  }
}

async function write(file: string, text: string, over: boolean): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(file, text, { flag: over ? 'w' : 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Error(`\`${shown(file)}\` is there; \`--force\` writes over it, \`--id\` names another`)
  }
}

/** How many problems the records have because of the draft; undefined if it was written elsewhere. */
async function problemsOf(path: string): Promise<number | undefined> {
  const content = await readContent()
  return content.files.some((file) => file.path === path) ? lint(content).filter(({ file }) => file === path).length : undefined
}

function shown(file: string): string {
  const near = relative(process.cwd(), file)
  return near.startsWith('..') ? file : near
}
