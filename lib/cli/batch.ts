import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { setting } from '../config/settings.mjs'
import { InputError } from '../model/index.ts'
import { BatchHelpers } from './batch-helpers.ts'
import { type BatchReply, LineAnswerer } from './batch-lines.ts'
import { readKnowledge } from './context.ts'

/**
 * Answers a file of questions, one JSON object a line, one answer a line, in order and as they come; memory does not grow with
 * the file. A line that is no question gives `{"id", "error"}` and the rest goes on. Thousands of lines are answered on all
 * cores ($CANIMIGRATE_WORKERS; 0 or 1: on one), by this thread and by one more for each further core.
 * @param file a path, or `-` for stdin
 * @param remedies whether to look for changes that help, which takes far longer than the answer itself
 * @returns 0, or 2 if some line was bad
 */
export async function answerBatch(file: string, remedies: boolean): Promise<number> {
  const more = Math.min(setting('CANIMIGRATE_WORKERS') ?? availableParallelism(), MOST_THREADS) - 1
  const helpers = new BatchHelpers(more, remedies)
  // They load while this one does.
  if (await isLarge(file)) helpers.start()
  let status = 0
  const write = async ({ bytes, failed }: BatchReply): Promise<void> => {
    if (failed) status = 2
    if (bytes.length > 0 && !process.stdout.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  const underWay: Promise<void>[] = []
  let written = Promise.resolve()
  let seen = 0
  try {
    const knowledge = await readKnowledge({ answering: true })
    helpers.expect(knowledge.digest)
    const own = new LineAnswerer(knowledge, remedies)
    for await (const lines of linesOf(file, remedies ? FEW_TOGETHER : TOGETHER)) {
      seen += lines.length
      if (seen > FEW) helpers.start()
      const idle = helpers.idle()
      const reply = idle ? idle.ask(lines) : own.answer(lines)
      const before = written
      written = Promise.all([reply, before]).then(([answers]) => write(answers))
      // Whoever waits for it hears of it.
      written.catch(() => undefined)
      underWay.push(written)
      // What the others say is heard between one's own answers.
      if (!idle) await new Promise((done) => setImmediate(done))
      if (underWay.length > helpers.count * AHEAD) await underWay.shift()
    }
    await written
  } finally {
    await helpers.close()
  }
  return status
}

/** Lines, and bytes of a file, for which starting threads pays: each has to load and to compile everything anew, which takes as long as some thousand answers. */
const FEW = 5000
const LARGE = 4 * 1024 * 1024
/** Lines that go to a thread together: neighbours have sides in common. */
const TOGETHER = 64
const FEW_TOGETHER = 4
/** Bundles of lines under way for each thread. */
const AHEAD = 4
const MOST_THREADS = 16

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
