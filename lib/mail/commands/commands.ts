import { createHash } from 'node:crypto'
import type { Block, Message, Proposal } from '../../model/index.ts'
import { type Known, readCommand } from './read-command.ts'

/**
 * Commands in a message: paragraphs of the sender's own words that begin with `canimigrate:` or `#canimigrate`; see docs/mail-commands.md.
 * Those in quotes, signatures, footers, diffs, code (indented by four or more) and the message of a commit do not count.
 * @returns one per command, in order: pending, or refused with the reason; at most 20
 */
export function commandsOf(message: Message, blocks: readonly Block[], known: Known): Proposal[] {
  // Nearly no message has one.
  if (!/canimigrate/i.test(message.text)) return []
  const from = firstLineOfNotes(message)
  const written = blocks.filter(({ kind, depth, lines }) => kind === 'text' && depth === 0 && lines[1] >= from).flatMap((block) => writtenIn(block, from))
  const times = new Map<string, number>()
  return written.slice(0, MOST).map(({ line, text }): Proposal => {
    const time = (times.get(text) ?? 0) + 1
    times.set(text, time)
    const { verb, record, values, reason } = readCommand(text, message, known)
    const id = createHash('sha256').update(`${message.messageId}\n${time}\n${text}`).digest('hex').slice(0, 12)
    const shown = text.slice(0, LONGEST)
    return {
      id,
      messageId: message.messageId,
      line,
      author: message.from,
      date: message.date,
      text: shown,
      verb,
      record,
      values,
      status: reason === '' ? 'pending' : 'refused',
      reason,
    }
  })
}

const MOST = 20
/** Of a command as it is kept, characters. */
const LONGEST = 1000

interface Written {
  /** In the message's text. */
  readonly line: number
  /** In one line, without the word that all commands begin with. */
  readonly text: string
}

/** Emphasis and inverted commas around a command are let pass. */
const START = /^ {0,3}[`*"']{0,2}(?:[#@] ?canimigrate\b[ \t]*:?|canimigrate[ \t]*:)[ \t]*/i

/** What follows `---` in a patch stays out of the repository, so it is where notes to people go; elsewhere in a patch mail all belongs to the commit. */
function firstLineOfNotes({ text, patch }: Message): number {
  if (!patch?.diff || patch.reply) return 1
  const rule = /^---[ \t]*$/m.exec(text)
  return rule ? text.slice(0, rule.index).split('\n').length + 1 : Number.POSITIVE_INFINITY
}

function writtenIn({ text, lines }: Block, from: number): Written[] {
  const found: { line: number; parts: string[] }[] = []
  let command: { line: number; parts: string[] } | undefined
  let begins = true
  for (const [offset, line] of text.split('\n').entries()) {
    const number = lines[0] + offset
    if (/^[ \t]*(?:---[ \t]*)?$/.test(line) || number < from) {
      command = undefined
      begins = true
    } else if ((begins || command) && START.test(line)) {
      command = { line: number, parts: [line.replace(START, '')] }
      found.push(command)
      begins = false
    } else {
      // A command that was wrapped goes on.
      command?.parts.push(line)
      begins = false
    }
  }
  return found.map(({ line, parts }) => ({
    line,
    text: parts
      .join(' ')
      .replace(/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
      .trim()
      .replace(/[`*]+$/, ''),
  }))
}
