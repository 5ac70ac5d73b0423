import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { setting } from '../config/settings.mjs'
import { InputError, type Knowledge } from '../model/index.ts'
import { idlestOf, Thread } from '../threads/thread.ts'
import { type BatchReply, LineAnswerer } from './batch-lines.ts'
import type { BatchThreadData } from './batch-thread.ts'

/**
 * Answers a file of questions, one JSON object a line, one answer a line, in order and as they come; memory does not grow with
 * the file. A line that is no question gives `{"id", "error"}` and the rest goes on. Thousands of lines are answered by as many threads as there are
 * cores ($CANIMIGRATE_WORKERS; 0 or 1: by this one).
 * @param file a path, or `-` for stdin
 * @param remedies whether to look for changes that help, which takes far longer than the answer itself
 * @returns 0, or 2 if some line was bad
 */
export async function answerBatch(knowledge: Knowledge, file: string, remedies: boolean): Promise<number> {
  const count = setting('CANIMIGRATE_WORKERS') ?? Math.min(availableParallelism(), MOST_THREADS)
  const own = new LineAnswerer(knowledge, remedies)
  let seen = count > 1 && (await isLarge(file)) ? FEW : 0
  let threads: readonly Thread<readonly string[], BatchReply>[] = []
  let status = 0
  const write = async ({ bytes, failed }: BatchReply): Promise<void> => {
    if (failed) status = 2
    if (bytes.length > 0 && !process.stdout.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  const underWay: Promise<void>[] = []
  let written = Promise.resolve()
  try {
    for await (const lines of linesOf(file, remedies ? FEW_TOGETHER : TOGETHER)) {
      seen += lines.length
      if (count > 1 && seen > FEW && threads.length === 0) threads = startThreads(count, { entries: [...knowledge.entries.values()], remedies })
      const reply = idlestOf(threads)?.ask(lines) ?? own.answer(lines)
      const before = written
      written = Promise.all([reply, before]).then(([answers]) => write(answers))
      // Whoever waits for it hears of it.
      written.catch(() => undefined)
      underWay.push(written)
      if (underWay.length > threads.length * AHEAD) await underWay.shift()
    }
    await written
  } finally {
    await Promise.all(threads.map((thread) => thread.close()))
  }
  return status
}

/** Lines, and bytes of a file, for which starting threads pays: each has to load and to compile everything anew, which takes as long as some thousand answers. */
const FEW = 5000
const LARGE = 4 * 1024 * 1024
/** Lines that go to a thread together: neighbours have sides in common. */
const TOGETHER = 64
const FEW_TOGETHER = 4
/** Bundles of lines that each thread may have before it. */
const AHEAD = 3
const MOST_THREADS = 16

/** Compiled code starts compiled code. */
const THREAD = import.meta.url.endsWith('.ts') ? './batch-thread.mjs' : './batch-thread.js'

function startThreads(count: number, data: BatchThreadData): Thread<readonly string[], BatchReply>[] {
  const limits = { maxYoungGenerationSizeMb: 64 }
  return Array.from({ length: count }, () => new Thread(new URL(THREAD, import.meta.url), data, limits))
}

async function isLarge(file: string): Promise<boolean> {
  if (file === '-') return false
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  return size >= LARGE
}

/** The lines of a file as they come, at most so many together. */
async function* linesOf(file: string, most: number): AsyncGenerator<readonly string[]> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  input.setEncoding('utf8')
  let rest = ''
  try {
    for await (const text of input) {
      const lines = (text as string).split(/\r\n|\n|\r/)
      lines[0] = rest + lines[0]
      rest = lines.pop() as string
      for (let index = 0; index < lines.length; index += most) yield lines.slice(index, index + most)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new InputError([{ path: 'batch', message: `\`${file}\` cannot be read (${code}); name a file of one {"id","from","to"} per line` }])
  }
  if (rest !== '') yield [rest]
}
