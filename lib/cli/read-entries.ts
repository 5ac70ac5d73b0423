import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RawFile, decodeFiles, readRaw } from '../content/files.ts'
import { deepFreeze } from '../content/freeze.ts'
import type { Entry, Knowledge } from '../model/index.ts'

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
  const all = hashOf(...raw.flatMap(({ path, bytes }) => [`${path}\n${bytes.length}\n`, bytes]))
  return before?.hash === all ? before : { ...(await readKept(raw, folders, all)), hash: all }
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
  const made = { all, known: { digest, date }, hashes: entries.map(({ path }) => hashes.get(path) ?? ''), entries }
  folders.some((folder) => keep(folder, made))
  return { entries, problems, known: { digest, date } }
}

/** What the file holds after its first line. */
interface Kept {
  /** Hash of all files' paths and bytes. */
  readonly all: string
  readonly known: Pick<Knowledge, 'digest' | 'date'>
  /** Hash of each entry's file. */
  readonly hashes: readonly string[]
  readonly entries: readonly Entry[]
}

/** Sizes and times of the code that makes records of files. */
function stampOfCode(): string {
  return hashOf(
    ...['model', 'content', 'evaluate'].flatMap((folder) => {
      const path = join(import.meta.dirname, '..', folder)
      // Of the evaluator only what says of all records what is kept.
      const names = folder === 'evaluate' ? ['knowledge.ts'] : readdirSync(path).sort()
      return names.map((name) => {
        const { size, mtimeMs } = statSync(join(path, name))
        return `${name} ${size} ${mtimeMs}\n`
      })
    }),
  )
}

/** What was kept of these very files, else of what they were before. */
function recall(folders: readonly string[], all: string): Kept | undefined {
  let before: Kept | undefined
  for (const folder of folders) {
    const kept = recallFrom(folder)
    if (kept?.all === all) return kept
    before ??= kept
  }
  return before
}

/** The first line is the code's stamp and the hash of the rest. */
function recallFrom(folder: string): Kept | undefined {
  try {
    const bytes = readFileSync(join(folder, FILE))
    const end = bytes.indexOf(10)
    const rest = bytes.subarray(end + 1)
    return bytes.toString('latin1', 0, end) === `${stampOfCode()} ${hashOf(rest)}` ? (JSON.parse(rest.toString('utf8')) as Kept) : undefined
  } catch {
    return undefined
  }
}

/** @returns whether it could be written */
function keep(folder: string, kept: Kept): boolean {
  const beside = join(folder, `${FILE}.${process.pid}`)
  try {
    const rest = JSON.stringify(kept)
    mkdirSync(folder, { recursive: true })
    writeFileSync(beside, `${stampOfCode()} ${hashOf(rest)}\n${rest}`)
    renameSync(beside, join(folder, FILE))
    return true
  } catch {
    try {
      rmSync(beside, { force: true })
    } catch {
      // A folder that cannot be written holds nothing to remove.
    }
    return false
  }
}

const FILE = 'records.json'

function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
