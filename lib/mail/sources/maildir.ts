import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listIdOf } from './list-id.ts'
import type { Source, SourceItem } from './source.ts'

/**
 * Messages of a maildir, in the order of their names without flags.
 * A position is the last name and a hash of all names up to it: when one was added before it or taken away, all is read again (a message that is read
 * twice is kept once).
 * @param list of all its messages; default: what each says, else `name`
 */
export function maildirSource(location: string, name: string, list?: string): Source {
  return {
    id: `maildir:${location}`,
    kind: 'maildir',
    location,
    list: list ?? name,
    watched: [join(location, 'new'), join(location, 'cur')],
    count: async (position) => {
      const files = await filesOf(location)
      return files.length - resumeAt(files, position)
    },
    read: (position) => read(location, position, name, list),
  }
}

interface File {
  readonly unique: string
  readonly path: string
}

async function filesOf(location: string): Promise<readonly File[]> {
  const folders = await Promise.all(
    ['new', 'cur'].map(async (folder) =>
      (await readdir(join(location, folder)).catch(() => []))
        .filter((entry) => !entry.startsWith('.'))
        .map((entry) => ({ unique: entry.replace(/:2,[^/]*$/, ''), path: join(location, folder, entry) })),
    ),
  )
  return folders.flat().sort((a, b) => (a.unique < b.unique ? -1 : a.unique > b.unique ? 1 : 0))
}

/** Index of the first file after the position, 0 when the files before it are not those that were read. */
function resumeAt(files: readonly File[], position: string): number {
  const cut = position.indexOf(':')
  const last = position.slice(cut + 1)
  const hash = createHash('sha256')
  let at = 0
  for (; at < files.length; at += 1) {
    const { unique } = files[at] as File
    if (unique > last) break
    hash.update(`${unique}\n`)
  }
  return cut !== -1 && hash.digest('hex').slice(0, 32) === position.slice(0, cut) ? at : 0
}

async function* read(location: string, position: string, name: string, list: string | undefined): AsyncGenerator<SourceItem> {
  const files = await filesOf(location)
  const first = resumeAt(files, position)
  if (first === 0 && position !== '') yield { position: '', note: `\`${location}\` has other files than before: it is read again from the start` }
  const hash = createHash('sha256')
  for (const [index, file] of files.entries()) {
    hash.update(`${file.unique}\n`)
    if (index < first) continue
    const raw = await contentOf(location, file)
    const next = `${hash.copy().digest('hex').slice(0, 32)}:${file.unique}`
    yield raw ? { position: next, message: { raw, list: list ?? listIdOf(raw) ?? name, place: file.unique } } : { position: next }
  }
}

/** A mail reader may give a file other flags, or take it away, at any time. */
async function contentOf(location: string, file: File): Promise<Buffer | undefined> {
  const content = await readFile(file.path).catch(() => undefined)
  if (content) return content
  const again = (await filesOf(location)).find(({ unique }) => unique === file.unique)
  return again && (await readFile(again.path).catch(() => undefined))
}
