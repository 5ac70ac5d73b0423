import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readBlobs, runGit } from '../../git/git.ts'
import { listIdOf } from './list-id.ts'
import type { Source, SourceItem } from './source.ts'

/**
 * Mail kept by public-inbox version 2: each commit of an epoch holds one message as `m`, or as `d` one that it deletes.
 * @param location a bare repository, one with a work tree, or the folder of an inbox (`git/0.git`, `git/1.git`, …; `all.git` is passed over)
 * @param list name of the list; default: what the newest messages say, else the folder's name
 * @param shownAs what notes call it
 * @returns undefined when the path is none of these, a problem when it is git but holds no mail
 */
export async function gitSource(location: string, list?: string, shownAs = location): Promise<Source | { readonly problem: string } | undefined> {
  const epochs = await epochsIn(location)
  const newest = epochs?.at(-1)
  if (!epochs || !newest) return undefined
  const [tree, named] = await Promise.all([runGit(newest.dir, ['ls-tree', '--name-only', 'HEAD']), list ?? listOf(newest)])
  if (tree?.split('\n').some((name) => name === 'm' || name === 'd') === false)
    return { problem: `\`${location}\` is a git repository without mail: its newest commit has no file \`m\`; give one that public-inbox (version 2) wrote` }
  const name = named ?? nameOf(location)
  const listed = listOnce(shownAs)
  return {
    id: `git:${location}`,
    kind: 'git',
    location,
    list: name,
    watched: [location, join(location, 'git'), ...epochs.flatMap(({ dir }) => [dir, join(dir, 'refs', 'heads'), join(dir, 'reftable')])],
    count: (position) => count(epochs, readPosition(epochs, position), listed),
    read: (position) => read(shownAs, epochs, readPosition(epochs, position), name, listed),
  }
}

interface Epoch {
  /** '' for a single repository, else its number. */
  readonly number: string
  readonly dir: string
}

/** Last commit read, by epoch. As text: the commit alone for a single repository, else `0:<commit> 1:<commit>`. */
type Position = ReadonlyMap<string, string>

async function epochsIn(location: string): Promise<readonly Epoch[] | undefined> {
  for (const folder of [join(location, 'git'), location]) {
    const numbers = (await readdir(folder).catch(() => []))
      .map((entry) => /^(\d+)\.git$/.exec(entry)?.[1])
      .filter((number) => number !== undefined)
      .sort((a, b) => +a - +b)
    if (numbers.length > 0) return numbers.map((number) => ({ number, dir: join(folder, `${number}.git`) }))
  }
  for (const dir of [location, join(location, '.git')]) if (await isRepository(dir)) return [{ number: '', dir }]
  return undefined
}

async function isRepository(dir: string): Promise<boolean> {
  const [head, objects] = await Promise.all([stat(join(dir, 'HEAD')).catch(() => undefined), stat(join(dir, 'objects')).catch(() => undefined)])
  return head?.isFile() === true && objects?.isDirectory() === true
}

function nameOf(location: string): string {
  return (
    basename(location)
      .replace(/\.git$/, '')
      .toLowerCase() || 'mail'
  )
}

/** Which list most of the newest messages name. */
async function listOf({ dir }: Epoch): Promise<string | undefined> {
  const commits = await runGit(dir, ['rev-list', '--max-count=20', 'HEAD'])
  const seen = new Map<string, number>()
  for await (const { content } of readBlobs(
    dir,
    lines(commits).map((commit) => `${commit}:m`),
  )) {
    const list = content && listIdOf(content)
    if (list) seen.set(list, (seen.get(list) ?? 0) + 1)
  }
  return [...seen].sort(([, a], [, b]) => b - a)[0]?.[0]
}

function readPosition(epochs: readonly Epoch[], position: string): Position {
  if (epochs[0]?.number === '') return new Map([['', position]])
  return new Map(position.split(' ').map((part) => part.split(':') as [string, string]))
}

function writePosition(position: Position): string {
  return position.get('') ?? [...position].map(([epoch, commit]) => `${epoch}:${commit}`).join(' ')
}

async function count(epochs: readonly Epoch[], position: Position, listed: Listing): Promise<number> {
  const [epoch, ...others] = epochs
  // It is read next, and held meanwhile in any case. What is wrong with it is said then.
  if (epoch && others.length === 0) return linesOf((await listed(epoch, position, { keep: true }).catch(() => undefined))?.log ?? '')
  let total = 0
  for (const { number, dir } of epochs)
    total += Number((await runGit(dir, ['rev-list', '--count', (await range(dir, position.get(number) ?? '')).commits])) ?? 0)
  return total
}

async function* read(location: string, epochs: readonly Epoch[], start: Position, list: string, listed: Listing): AsyncGenerator<SourceItem> {
  const position = new Map([...start].filter(([, commit]) => commit))
  for (const epoch of epochs) {
    const { number, dir } = epoch
    const { commits, mark, note, log } = await listed(epoch, position)
    const told = eachCommit(log)
    if (commits === 'HEAD') position.delete(number)
    if (note !== undefined) yield { position: writePosition(position), note: note.replace('LOCATION', () => `\`${location}\``) }
    let at = 0
    let hasMail = false
    /** Whose files come next. */
    let coming = told.next().value
    // Both files are asked for, so that one process answers in one order.
    for await (const { name, content } of orSay(readBlobs(dir, requests(log)), () => lacking(location, coming?.[1]))) {
      const [seconds, commit] = coming as readonly [string, string]
      const deletes = at % 2 === 1
      if (deletes) coming = told.next().value
      const isLast = coming === undefined
      at += 1
      hasMail = content !== undefined || (deletes && hasMail)
      // A commit has one of the two files; where neither can be read, the position must not move past it if there is one.
      if (deletes && !hasMail && (await lacksContent(dir, commit)))
        throw new Error(
          `\`${location}\` lacks the message of commit ${commit.slice(0, 12)}: a partial clone? fetch all of it, and run this again to go on there`,
        )
      if (content || isLast) position.set(number, `${commit}${mark}`)
      if (content && !deletes) {
        yield { position: writePosition(position), message: { raw: content, list, place: name, arrived: new Date(+seconds * 1000).toISOString() } }
      } else if (content) yield { position: writePosition(position), deleted: name }
      else if (isLast) yield { position: writePosition(position) }
    }
  }
}

function lacking(location: string, commit = ''): Error {
  return new Error(
    `\`${location}\` lacks the message of commit ${commit.slice(0, 12)}, or it is damaged: a partial clone? fetch all of it, and run this again to go on there`,
  )
}

/** The same, with another error where it fails. */
async function* orSay<Item>(items: AsyncIterable<Item>, problem: () => Error): AsyncGenerator<Item> {
  try {
    yield* items
  } catch {
    throw problem()
  }
}

interface Listed extends Range {
  /** See {@link commitsIn}. */
  readonly log: string
}

type Listing = (epoch: Epoch, position: Position, options?: { readonly keep: boolean }) => Promise<Listed>

/** Lists what an epoch has from a position. What is kept is given while it is asked for to be kept, and once more; then it is listed anew. */
function listOnce(location: string): Listing {
  let kept: { readonly key: string; readonly listed: Promise<Listed> } | undefined
  return ({ number, dir }, position, { keep } = { keep: false }) => {
    const from = position.get(number) ?? ''
    const key = `${number} ${from}`
    const listed = kept?.key === key ? kept.listed : range(dir, from).then(async (found) => ({ ...found, log: await commitsIn(location, dir, found.commits) }))
    kept = keep ? { key, listed } : undefined
    return listed
  }
}

function linesOf(log: string): number {
  let count = 0
  for (let at = log.indexOf('\n'); at >= 0; at = log.indexOf('\n', at + 1)) count += 1
  return count
}

/**
 * A line `<seconds> <commit>` each, oldest first, as one text: an archive has a million, of which arrays and strings of their own would take half a gigabyte.
 * @throws Error where there is a history that git cannot go through
 */
async function commitsIn(location: string, dir: string, commits: string): Promise<string> {
  const log = await runGit(dir, ['rev-list', '--reverse', '--timestamp', commits])
  // A new epoch may have no commit yet.
  if (log === undefined && (await runGit(dir, ['rev-parse', '--verify', '--quiet', 'HEAD'])) !== undefined)
    throw new Error(`git cannot go through the history of \`${location}\`: it is damaged or lacks commits; fetch it anew, and run this again to go on`)
  return log ?? ''
}

/** Seconds and commit of each line. */
function* eachCommit(log: string): Generator<readonly [string, string], undefined> {
  for (let at = 0, end = log.indexOf('\n'); end >= 0; at = end + 1, end = log.indexOf('\n', at)) {
    const space = log.indexOf(' ', at)
    yield [log.slice(at, space), log.slice(space + 1, end)]
  }
}

/** Whether a commit has mail that is not here. */
async function lacksContent(dir: string, commit: string): Promise<boolean> {
  const tree = await runGit(dir, ['ls-tree', '--name-only', commit])
  return tree === undefined || lines(tree).some((name) => name === 'm' || name === 'd')
}

function* requests(log: string): Generator<string> {
  for (const [, commit] of eachCommit(log)) {
    yield `${commit}:m`
    yield `${commit}:d`
  }
}

interface Range {
  /** What to list: all after the commit, or all when that is not in the history of what there is now, or there is more before it than there was. */
  readonly commits: string
  /** Put to positions: where the clone is shallow, where its history begins. */
  readonly mark: string
  /** For people; `LOCATION` stands for the source. */
  readonly note?: string
}

async function range(dir: string, from: string): Promise<Range> {
  const [, commit, before = ''] = /^([0-9a-f]{40,64})((?:\+[0-9a-f]{8})?)$/.exec(from) ?? []
  const mark = await shallowMark(dir)
  const note = mark && mark !== before ? { note: 'LOCATION is a shallow clone: what came before its first commit is not there, and is read once it is' } : {}
  if (from === '') return { commits: 'HEAD', mark, ...note }
  if (commit === undefined || (await runGit(dir, ['merge-base', '--is-ancestor', commit, 'HEAD'])) === undefined)
    return { commits: 'HEAD', mark, note: 'the history of LOCATION was rewritten: it is read again from the start' }
  if (before !== '' && before !== mark)
    return { commits: 'HEAD', mark, note: 'LOCATION was a shallow clone and has more of its history now: it is read again from the start' }
  return { commits: `${commit}..HEAD`, mark }
}

/** `+` and a digest of where a shallow clone's history begins; empty for a whole one. */
async function shallowMark(dir: string): Promise<string> {
  const commits = await readFile(join(dir, 'shallow'), 'latin1').catch(() => '')
  return commits === '' ? '' : `+${createHash('sha256').update(lines(commits).sort().join(' ')).digest('hex').slice(0, 8)}`
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '')
}
