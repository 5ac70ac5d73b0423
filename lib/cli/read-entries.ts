import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ContentFile, readFiles } from '../content/files.ts'
import { deepFreeze } from '../content/freeze.ts'
import type { Entry } from '../model/index.ts'

/**
 * The records of `content/` without problems. Reading them takes most of a command's time, so what came out is kept as `records.json` in the data
 * folder and taken from there as long as no file of content, and no code that reads it, changed. A file that is damaged is written anew; one that
 * cannot be written is done without.
 */
export async function readEntries(content: string, data: string): Promise<{ entries: readonly Entry[]; problems: number }> {
  const { files, broken } = await readFiles(content)
  const key = keyOf(files)
  const known = broken.length === 0 ? recall(data, key) : undefined
  if (known) return { entries: known, problems: 0 }
  const { parseContent } = await import('../content/load.ts')
  const { entries, problems } = parseContent(files)
  if (problems.length === 0 && broken.length === 0) keep(data, key, entries)
  return { entries, problems: problems.length + broken.length }
}

function keyOf(files: readonly ContentFile[]): string {
  const hash = createHash('sha256')
  for (const { path, text } of files) hash.update(`${path}\n${text.length}\n`).update(text)
  for (const folder of ['model', 'content']) hash.update(stampOf(join(import.meta.dirname, '..', folder)))
  return hash.digest('hex')
}

/** Sizes and times of the files of a folder. */
function stampOf(folder: string): string {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name))
      return `${name} ${size} ${mtimeMs}\n`
    })
    .join('')
}

/** The first line is the key and the digest of the rest. */
function recall(data: string, key: string): readonly Entry[] | undefined {
  try {
    const text = readFileSync(join(data, FILE), 'utf8')
    const end = text.indexOf('\n')
    const rest = text.slice(end + 1)
    return text.slice(0, end) === `${key} ${digestOf(rest)}` ? deepFreeze(JSON.parse(rest) as Entry[]) : undefined
  } catch {
    return undefined
  }
}

function keep(data: string, key: string, entries: readonly Entry[]): void {
  const rest = JSON.stringify(entries)
  const beside = join(data, `${FILE}.${process.pid}`)
  try {
    mkdirSync(data, { recursive: true })
    writeFileSync(beside, `${key} ${digestOf(rest)}\n${rest}`)
    renameSync(beside, join(data, FILE))
  } catch {
    try {
      rmSync(beside, { force: true })
    } catch {
      // A folder that cannot be written holds nothing to remove.
    }
  }
}

const FILE = 'records.json'

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
