import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Knowledge, KnowledgeFile } from '../model/index.ts'

/**
 * The knowledge that came with the npm package; read once, no network, no database.
 * @throws Error in a checkout, where the records are files: `loadContent` reads those
 */
export function bundledKnowledge(): Knowledge {
  known ??= read()
  return known
}

/** Whether this code runs from the npm package. */
export function isBundled(): boolean {
  return existsSync(FILE)
}

let known: Knowledge | undefined

/** `npm pack` puts it beside the code (`scripts/lib/package.mjs`). */
const FILE = new URL('./knowledge.json.br', import.meta.url)

function read(): Knowledge {
  if (!isBundled()) throw new Error('no knowledge came with this code: it is a checkout, where `loadContent` reads `content/`')
  const file = JSON.parse(brotliDecompressSync(readFileSync(FILE)).toString('utf8')) as KnowledgeFile
  return buildKnowledge(file.entries, file)
}
