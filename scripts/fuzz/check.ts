import { createHash } from 'node:crypto'
import { blocksOf, commandsOf, compileNames, mentionsOf, parseMessage, positionsOf } from '../../lib/mail/index.ts'
import { readHeaders } from '../../lib/mail/parse/headers.ts'
import { readMime } from '../../lib/mail/parse/mime.ts'
import { readSimpleText } from '../../lib/mail/parse/simple-text.ts'
import { NAMES } from './names.ts'

/** What one message showed. */
export interface Checked {
  /** What must not be; none when all is well. */
  readonly problems: readonly string[]
  /** The slowest step. */
  readonly slowest: { readonly step: string; readonly milliseconds: number }
  /** Whether the small reader of plain texts took it. */
  readonly simple: boolean
}

/** One step of one message may take this long. */
const LIMIT = 1000

const COMPILED = compileNames(NAMES)

/** Reads a message with all that reads messages: nothing may throw, take a second, or lose it. */
export async function checkMessage(raw: Buffer): Promise<Checked> {
  const problems: string[] = []
  let slowest = { step: '', milliseconds: 0 }
  const timed = async <T>(step: string, work: () => T | Promise<T>): Promise<T> => {
    // A machine that is busy with other things is not the message's fault: the smaller of both clocks counts.
    const began = performance.now()
    const before = process.cpuUsage()
    const result = await work()
    const { user, system } = process.cpuUsage(before)
    const milliseconds = Math.min(performance.now() - began, (user + system) / 1000)
    if (milliseconds > slowest.milliseconds) slowest = { step, milliseconds }
    return result
  }
  let simple = false
  try {
    const message = await timed('parse', () => parseMessage({ raw, list: 'fuzz', place: '1', arrived: '2021-03-02T00:00:00.000Z' }))
    const expect = (holds: boolean, what: string) => {
      if (!holds) problems.push(what)
    }
    expect(/^[^\s<>\x00-\x1f]{1,998}$/.test(message.messageId), `Message-ID \`${message.messageId.slice(0, 80)}\``)
    expect(message.hash === createHash('sha256').update(raw).digest('hex') && message.size === raw.length, 'hash or size')
    expect(!Number.isNaN(Date.parse(message.date)) && message.date <= '2021-03-03T00:00:00.000Z', `date ${message.date}`)
    expect(message.references.length <= 200 && new Set(message.references).size === message.references.length, 'references more than once')
    expect(!message.references.includes(message.messageId), 'refers to itself')
    expect(!/[\r\0]/.test(message.text) && message.text.length <= 2 << 20, 'text')
    expect(
      ![message.subject, message.from.name, ...message.attachments.map(({ name }) => name)].some((line) => /[\x00-\x1f\x7f]/.test(line)),
      'control characters',
    )
    expect(JSON.stringify(JSON.parse(JSON.stringify(message))) === JSON.stringify(message), 'not JSON')
    const blocks = await timed('blocks', () => blocksOf(message))
    expect(coversLines(message.text, blocks), 'a line in no block or in two')
    const mentions = await timed('mentions', () => mentionsOf(message, blocks, COMPILED))
    await timed('positions', () => positionsOf(message, blocks, mentions))
    await timed('commands', () => commandsOf(message, blocks, COMPILED))
    simple = await agreesWithLibrary(raw, problems)
  } catch (problem) {
    problems.push(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem))
  }
  if (slowest.milliseconds > LIMIT) problems.push(`${slowest.step} took ${Math.round(slowest.milliseconds)} ms`)
  return { problems, slowest, simple }
}

function coversLines(text: string, blocks: readonly { readonly lines: readonly [number, number] }[]): boolean {
  let next = 1
  for (const { lines } of blocks) {
    if (lines[0] !== next || lines[1] < lines[0]) return false
    next = lines[1] + 1
  }
  const count = text.split('\n').length
  return blocks.length === 0 || next === count + 1 || (text.endsWith('\n') && next === count)
}

/** Where the small reader takes a message, the library has to read the same. */
async function agreesWithLibrary(raw: Buffer, problems: string[]): Promise<boolean> {
  const headers = readHeaders(raw)
  const simple = readSimpleText(raw, headers, [])
  if (simple === undefined) return false
  const { text, fromHtml, attachments } = await readMime(raw, headers.end, [])
  if (simple !== text || fromHtml || attachments.length > 0) problems.push(`the small reader and the library differ: ${difference(simple, text)}`)
  return true
}

function difference(one: string, other: string): string {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return `at ${at}: ${JSON.stringify(one.slice(at, at + 40))} and ${JSON.stringify(other.slice(at, at + 40))}`
}
