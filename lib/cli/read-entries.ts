import { type RawFile, decodeFiles, readRaw } from '../content/files.ts'
import { deepFreeze } from '../content/freeze.ts'
import type { Entry, Knowledge } from '../model/index.ts'
import { hashOf, KeptFile, stampOf } from './kept-file.ts'

/** The records without problems, the number of problems, and what is known of the records as a whole. */
export interface ReadEntries {
  readonly entries: readonly Entry[]
  readonly problems: number
  readonly known?: Pick<Knowledge, 'digest' | 'date'>
  /** Of all files' paths and bytes. */
  readonly hash: string
}

/**
 * The records of `content/` without problems. Reading them takes most of a command's time, so what came out is kept as `records.json` in a folder:
 * taken as it is while no file of content, and no code that reads it, changed; else record by record, of the files that did not change.
 * A file that is damaged is written anew; one that cannot be written is done without.
 * @param folders where it may be kept: it is in the first of them that can be written
 * @param before what came out last: given back where nothing changed, for a process that goes on
 */
export async function readEntries(content: string, folders: readonly string[], before?: ReadEntries): Promise<ReadEntries> {
  const raw = readRaw(content)
  const hash = hashOfContent(raw)
  return before?.hash === hash ? before : { ...(await readKept(raw, folders, hash)), hash }
}

/** Of all files' paths and bytes. */
export function hashOfContent(raw: readonly RawFile[]): string {
  return hashOf(...raw.flatMap(({ path, bytes }) => [`${path}\n${bytes.length}\n`, bytes]))
}

async function readKept(raw: readonly RawFile[], folders: readonly string[], all: string): Promise<Omit<ReadEntries, 'hash'>> {
  const kept = recall(folders, all)
  if (kept?.all === all) return { entries: deepFreeze(kept.entries), problems: 0, known: kept.known }
  return readAnew(raw, kept, folders, all)
}

async function readAnew(raw: readonly RawFile[], kept: Kept | undefined, folders: readonly string[], all: string): Promise<Omit<ReadEntries, 'hash'>> {
  const { parseContent } = await import('../content/load.ts')
  const { buildKnowledge } = await import('../evaluate/knowledge.ts')
  const before = new Map(kept?.entries.map((entry, index) => [`${kept.hashes[index]} ${entry.path}`, entry]))
  const hashes = new Map(raw.map(({ path, bytes }) => [path, hashOf(bytes)]))
  const known = (path: string): Entry | undefined => before.get(`${hashes.get(path)} ${path}`)
  const { files, broken } = decodeFiles(raw.filter(({ path }) => !known(path)))
  const parsed = parseContent(files)
  const read = new Map(parsed.entries.map((entry) => [entry.path, entry]))
  const entries = deepFreeze(raw.flatMap(({ path }) => known(path) ?? read.get(path) ?? []))
  const problems = parsed.problems.length + broken.length
  if (problems > 0) return { entries, problems }
  const { digest, date } = buildKnowledge(entries)
  RECORDS.keep(folders, { all, known: { digest, date }, hashes: entries.map(({ path }) => hashes.get(path) ?? ''), entries })
  const { keepNames } = await import('./kept-names.ts')
  keepNames(folders, all, entries)
  return { entries, problems, known: { digest, date } }
}

interface Kept {
  /** Hash of all files' paths and bytes. */
  readonly all: string
  readonly known: Pick<Knowledge, 'digest' | 'date'>
  /** Hash of each entry's file. */
  readonly hashes: readonly string[]
  readonly entries: readonly Entry[]
}

/** By the code that makes records of files; of the evaluator only what says of all records what is kept. */
const RECORDS = new KeptFile<Kept>('records.json', () => stampOf('model', 'content', 'evaluate/knowledge.ts'))

/** What was kept of these very files, else of what they were before. */
function recall(folders: readonly string[], all: string): Kept | undefined {
  let before: Kept | undefined
  for (const folder of folders) {
    const kept = RECORDS.recall(folder)
    if (kept?.all === all) return kept
    before ??= kept
  }
  return before
}
