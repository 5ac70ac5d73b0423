import { resolve } from 'node:path'
import { bundledAnswering, bundledKnowledge, isBundled } from '../bundled/knowledge.ts'
import { setting } from '../config/settings.mjs'
import type { LoadedContent } from '../content/load.ts'
import type { Knowledge } from '../model/index.ts'
import { harmless } from './output.ts'

/** Where things are: `CANIMIGRATE_CONTENT`, `CANIMIGRATE_DATA` and `CANIMIGRATE_URL`, with defaults that work in a checkout. */
export const places = {
  content: setting('CANIMIGRATE_CONTENT') ?? resolve(import.meta.dirname, '../../content'),
  data: setting('CANIMIGRATE_DATA') ?? resolve(import.meta.dirname, '../../.data'),
  url: setting('CANIMIGRATE_URL') ?? 'http://127.0.0.1:3000',
}

/** Where parsed records are kept: those of a checkout beside its compiled code, for every data folder, else in the data folder. */
export const recordFolders: readonly string[] =
  setting('CANIMIGRATE_CONTENT') === undefined ? [resolve(import.meta.dirname, '../../node_modules/.cache/canimigrate'), places.data] : [places.data]

/** The records as they are in `content/`, with every problem. */
export async function readContent(): Promise<LoadedContent> {
  const { loadContent } = await import('../content/load.ts')
  return loadContent(places.content)
}

/**
 * The knowledge built from `content/`, or what came with the npm package; files with problems are left out and said so on stderr, once.
 * @param quiet without that line. Default: false
 * @param answering only what answers follow from may be there, which is read faster. Default: false
 */
export async function readKnowledge({ quiet = false, answering = false } = {}): Promise<Knowledge> {
  if (setting('CANIMIGRATE_CONTENT') === undefined && isBundled()) return answering ? bundledAnswering() : bundledKnowledge()
  const [{ readEntries }, { buildKnowledge }] = await Promise.all([import('./read-entries.ts'), import('../evaluate/knowledge.ts')])
  const { entries, problems, known } = await readEntries(places.content, recordFolders)
  if (problems > 0 && !quiet) process.stderr.write(`canimigrate: ${problems} problems in ${harmless(places.content)}; run \`canimigrate lint\`\n`)
  return buildKnowledge(entries, known)
}
