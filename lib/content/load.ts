import type { Entry, Problem } from '../model/index.ts'
import { type ContentFile, decodeFiles, readRaw } from './files.ts'
import { parseFile } from './parse.ts'
import type { Positions } from './positions.ts'

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
  const { files, broken } = decodeFiles(readRaw(dir))
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
