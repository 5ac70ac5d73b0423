import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Knowledge, KnowledgeFile } from '../model/index.ts'

/**
 * The knowledge that came with the npm package; read once, no network, no database.
 * @throws Error in a checkout, where the records are files: `loadContent` reads those
 */
export function bundledKnowledge(): Knowledge {
  known ??= read(WHOLE)
  return known
}

/** Of the same, what answers follow from: read in a third of the time. @throws Error in a checkout */
export function bundledAnswering(): Knowledge {
  answering ??= known ?? read(ANSWERING)
  return answering
}

/** Whether this code runs from the npm package. */
export function isBundled(): boolean {
  return existsSync(WHOLE)
}

let known: Knowledge | undefined
let answering: Knowledge | undefined

/** `npm pack` puts them beside the code (`scripts/lib/package.mjs`). */
const WHOLE = new URL('./knowledge.json.br', import.meta.url)
const ANSWERING = new URL('./answering.json.br', import.meta.url)

function read(from: URL): Knowledge {
  if (!isBundled()) throw new Error('no knowledge came with this code: it is a checkout, where `loadContent` reads `content/`')
  const file = JSON.parse(brotliDecompressSync(readFileSync(from)).toString('utf8')) as KnowledgeFile
  return buildKnowledge(file.entries, file)
}
