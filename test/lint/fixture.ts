import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LoadedContent, parseContent } from '../../lib/content/load.ts'

const DIR = fileURLToPath(new URL('../fixtures/lint/clean', import.meta.url))

/** Files that no rule complains of, by path. */
export const CLEAN: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(DIR, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => {
      const path = join(file.parentPath, file.name)
      return [relative(DIR, path), readFileSync(path, 'utf8')]
    }),
)

/** The clean files, some put in or replaced, or taken out (undefined). */
export function loaded(changes: Readonly<Record<string, string | undefined>> = {}): LoadedContent {
  const files = Object.entries({ ...CLEAN, ...changes }).flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]))
  return parseContent(files.sort((a, b) => (a.path < b.path ? -1 : 1)))
}
