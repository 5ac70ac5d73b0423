import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Knowledge, KnowledgeFile } from '../model/index.ts'

/**
 * The knowledge that came with the npm package; read once, no network, no database.
 * @throws Error in a checkout, where the records are files: `loadContent` reads those
 */
export function bundledKnowledge(): Knowledge {
  known ??= whole(read<KnowledgeFile>(ANSWERING), read<Rest>(REST))
  return known
}

/** Of the same, what answers follow from: read in a third of the time. @throws Error in a checkout */
export function bundledAnswering(): Knowledge {
  if (known) return known
  if (!answering) {
    const file = read<KnowledgeFile>(ANSWERING)
    answering = buildKnowledge(file.entries, file)
  }
  return answering
}

/** Whether this code runs from the npm package. */
export function isBundled(): boolean {
  return existsSync(ANSWERING)
}

let known: Knowledge | undefined
let answering: Knowledge | undefined

/** `npm pack` puts them beside the code (`scripts/lib/package.mjs`). */
const ANSWERING = new URL('./answering.json.br', import.meta.url)
const REST = new URL('./rest.json.br', import.meta.url)

/** What the other file leaves out: records, and the bodies of those that it has. */
interface Rest {
  readonly entries: KnowledgeFile['entries']
  readonly bodies: Readonly<Record<string, string>>
}

function whole(file: KnowledgeFile, { entries, bodies }: Rest): Knowledge {
  return buildKnowledge([...entries, ...file.entries.map((entry) => ({ ...entry, body: bodies[entry.data.id] ?? '' }))], file)
}

function read<File>(from: URL): File {
  if (!isBundled()) throw new Error('no knowledge came with this code: it is a checkout, where `loadContent` reads `content/`')
  return JSON.parse(brotliDecompressSync(readFileSync(from)).toString('utf8')) as File
}
