import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Problem } from '../model/index.ts'

/** A file below `content/`; `path` with `/`. */
export interface ContentFile {
  readonly path: string
  readonly text: string
}

/** A file below `content/` as it was read. */
export interface RawFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Reads every file below `dir` (hidden ones and `README.md` left out), in the order of their paths. One after the other: for many small files this takes
 * a fraction of the time that Node's asynchronous calls take.
 * @throws Error if `dir` cannot be read
 */
export function readRaw(dir: string): readonly RawFile[] {
  return readPaths(dir).map((path) => ({ path, bytes: readFileSync(join(dir, path)) }))
}

/** The files as text, and a problem for each that is not UTF-8. */
export function decodeFiles(raw: readonly RawFile[]): { files: readonly ContentFile[]; broken: readonly Problem[] } {
  const broken: Problem[] = []
  const files: ContentFile[] = []
  for (const { path, bytes } of raw) {
    try {
      files.push({ path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) })
    } catch {
      broken.push({ file: path, line: 1, column: 1, rule: 'encoding', message: 'the file is not UTF-8: convert it', expected: 'UTF-8' })
    }
  }
  return { files, broken }
}

function readPaths(dir: string): string[] {
  let found: Dirent[]
  try {
    found = readdirSync(dir, { recursive: true, withFileTypes: true })
  } catch (error) {
    throw new Error(`cannot read the records in \`${dir}\` (${(error as NodeJS.ErrnoException).code ?? error}): name the folder that holds \`features/\``)
  }
  return found
    .filter((file) => file.isFile())
    .map((file) => relative(dir, join(file.parentPath, file.name)).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')) && !/(^|\/)README\.md$/i.test(path))
    .sort((a, b) => (a < b ? -1 : 1))
}
