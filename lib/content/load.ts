import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Entry, Problem } from '../model/index.ts'
import { parseFile } from './parse.ts'
import type { Positions } from './positions.ts'

/** A file below `content/`; `path` with `/`. */
export interface ContentFile {
  readonly path: string
  readonly text: string
}

/** All of `content/`, as read. */
export interface LoadedContent {
  /** The records without problems, by path. */
  readonly entries: readonly Entry[]
  /** What is wrong with single files; `lint` adds what is wrong between them. */
  readonly problems: readonly Problem[]
  readonly files: readonly ContentFile[]
  /** Where the parts of each file's record stand, by path. */
  readonly positions: ReadonlyMap<string, Positions>
}

/**
 * Reads every file below `dir` (hidden ones and `README.md` left out), in the order of their paths.
 * @throws Error if `dir` cannot be read
 */
export async function loadContent(dir: string): Promise<LoadedContent> {
  const paths = await readPaths(dir)
  const broken: Problem[] = []
  const files: ContentFile[] = []
  const texts = await Promise.all(paths.map((path) => readFile(join(dir, path))))
  for (const [index, path] of paths.entries()) {
    try {
      files.push({ path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(texts[index]) })
    } catch {
      broken.push({ file: path, line: 1, column: 1, rule: 'encoding', message: 'the file is not UTF-8: convert it', expected: 'UTF-8' })
    }
  }
  const parsed = parseContent(files)
  return { ...parsed, problems: [...broken, ...parsed.problems] }
}

/** The same for files that are in memory. */
export function parseContent(files: readonly ContentFile[]): LoadedContent {
  const entries: Entry[] = []
  const problems: Problem[] = []
  const positions = new Map<string, Positions>()
  for (const { path, text } of files) {
    const parsed = parseFile(path, text)
    if (parsed.entry) entries.push(parsed.entry)
    problems.push(...parsed.problems)
    positions.set(path, parsed.positions)
  }
  return { entries, problems, files, positions }
}

async function readPaths(dir: string): Promise<string[]> {
  let found: Awaited<ReturnType<typeof list>>
  try {
    found = await list(dir)
  } catch (error) {
    throw new Error(`cannot read the records in \`${dir}\` (${(error as NodeJS.ErrnoException).code ?? error}): name the folder that holds \`features/\``)
  }
  return found
    .filter((file) => file.isFile())
    .map((file) => relative(dir, join(file.parentPath, file.name)).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')) && !/(^|\/)README\.md$/i.test(path))
    .sort((a, b) => (a < b ? -1 : 1))
}

function list(dir: string) {
  return readdir(dir, { recursive: true, withFileTypes: true })
}
