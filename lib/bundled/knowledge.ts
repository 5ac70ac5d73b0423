import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Entry, Knowledge, PartClass } from '../model/index.ts'
import { type ClassHead, lateClass } from './late-class.ts'
import type { Answering, Rest } from './pack.ts'

/**
 * The knowledge that came with the npm package; read once, no network, no database.
 * @throws Error in a checkout, where the records are files: `loadContent` reads those
 */
export function bundledKnowledge(): Knowledge {
  known ??= whole(answeringFile(), JSON.parse(read(REST)) as Rest)
  return known
}

/** Of the same, what answers follow from: read in a third of the time. @throws Error in a checkout */
export function bundledAnswering(): Knowledge {
  if (known) return known
  if (!answering) {
    const file = answeringFile()
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

/** `npm pack` puts them beside the code (`scripts/pack-knowledge.ts`). */
const ANSWERING = new URL('./answering.json.br', import.meta.url)
const CLASSES = new URL('./classes.txt.br', import.meta.url)
const REST = new URL('./rest.json.br', import.meta.url)

function answeringFile(): Answering {
  if (!isBundled()) throw new Error('no knowledge came with this code: it is a checkout, where `loadContent` reads `content/`')
  const file = JSON.parse(read(ANSWERING)) as Answering
  let lines: readonly string[] | undefined
  const line = (at: number): string => {
    lines ??= read(CLASSES).split('\n')
    return lines[at] as string
  }
  let count = 0
  const late = (head: ClassHead): PartClass => {
    const at = count++
    return lateClass(head, () => line(at))
  }
  const entries = file.entries.map((entry): Entry => {
    const { data } = entry
    return data.kind === 'rule' && data.parts.length > 0 ? { ...entry, data: { ...data, parts: data.parts.map(late) } } : entry
  })
  return { ...file, entries }
}

function whole(file: Answering, { entries, bodies }: Rest): Knowledge {
  return buildKnowledge([...entries, ...file.entries.map((entry) => ({ ...entry, body: bodies[entry.data.id] ?? '' }))], file)
}

/** They are written in ASCII: half of the text's size in memory, and read in half of the time. */
function read(from: URL): string {
  return brotliDecompressSync(readFileSync(from)).toString('latin1')
}
