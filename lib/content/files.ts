import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Problem } from '../model/index.ts'

/** A file below `content/`; `path` with `/`. */
export interface ContentFile {
  readonly path: string
  readonly text: string
}

/**
 * Reads the text of every file below `dir` (hidden ones and `README.md` left out), in the order of their paths.
 * @returns the files, and a problem for each that is not UTF-8
 * @throws Error if `dir` cannot be read
 */
export async function readFiles(dir: string): Promise<{ files: readonly ContentFile[]; broken: readonly Problem[] }> {
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
  return { files, broken }
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
