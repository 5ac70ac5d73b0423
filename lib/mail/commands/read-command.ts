import { ID_FORM } from '../../model/id-form.ts'
import type { Message, Proposal } from '../../model/index.ts'
import { nearest } from '../../model/nearest.ts'

/** What a command may name. */
export interface Known {
  /** The record by each id, those that it had among them. */
  readonly records: ReadonlyMap<string, string>
}

type Read = Pick<Proposal, 'verb' | 'record' | 'values' | 'reason'>
type Verb = Exclude<Proposal['verb'], 'unknown'>

/** Other forms of the verbs. */
const VERBS: Readonly<Record<string, Verb>> = {
  record: 'record',
  records: 'record',
  about: 'record',
  introduce: 'introduce',
  introduces: 'introduce',
  introduced: 'introduce',
  new: 'introduce',
  cite: 'cite',
  cites: 'cite',
  cited: 'cite',
  link: 'cite',
  decide: 'decide',
  decides: 'decide',
  decided: 'decide',
  decision: 'decide',
  supersede: 'supersede',
  supersedes: 'supersede',
  superseded: 'supersede',
  correct: 'correct',
  corrects: 'correct',
  corrected: 'correct',
  correction: 'correct',
}
const SPELLINGS = ['record', 'introduce', 'cite', 'decide', 'supersede', 'correct']
const STATUSES = ['proposed', 'agreed', 'contested', 'merged', 'superseded', 'withdrawn']

/**
 * Reads one command, without the word that it begins with.
 * @param text `cite area/name ^`, in one line
 * @returns `reason` is empty, or says why it is refused
 */
export function readCommand(text: string, message: Message, known: Known): Read {
  const words = new Words(text)
  const parentFirst = words.takeParent()
  const written = words.next().replace(/:$/, '')
  const verb = VERBS[written.toLowerCase()]
  if (verb === undefined) {
    if (written === '') return refused('unknown', '', `no command: write one of ${SPELLINGS.map((name) => `\`${name}\``).join(', ')}`)
    const near = nearest(written, SPELLINGS)
    return refused('unknown', '', `unknown command ${ticked(written)}; ${near ? `did you mean \`${near}\`?` : `one of ${SPELLINGS.join(', ')} is known`}`)
  }
  const named = idOf(words.next())
  const record = known.records.get(named) ?? named
  // `record <id> cite …` names the record first.
  const second = verb === 'record' ? VERBS[words.peek().replace(/:$/, '').toLowerCase()] : undefined
  if (second !== undefined) words.next()
  const does = second ?? verb
  const parent = words.takeParent() || parentFirst
  const answered = message.references.at(-1)
  const reason =
    wrongRecord(does, record, known) ||
    (parent && answered === undefined ? '`^` is the message that this one answers, and it answers none: name its Message-ID' : '')
  if (reason !== '') return refused(does, known.records.has(record) ? record : '', reason)
  return READERS[does]({ words, record, known, about: parent ? (answered as string) : message.messageId })
}

interface Given {
  readonly words: Words
  readonly record: string
  readonly known: Known
  /** Message-ID of what the command is about: this message, or with `^` the one that it answers. */
  readonly about: string
}

const READERS: Readonly<Record<Verb, (given: Given) => Read>> = {
  record: ({ words, record, about }) => accepted('record', record, { message: about, note: words.rest() }),
  introduce: ({ words, record, about }) => accepted('introduce', record, { message: about, title: words.rest() }),
  cite: ({ words, record, about }) => {
    const target = words.peek()
    const commit = /^[0-9a-f]{10,40}$/.exec(target)?.[0]
    const id = /^<?([^\s<>@]{1,900}@[^\s<>@]{1,255})>?[.,]?$/.exec(target)?.[1]?.replace(/[.,]$/, '')
    if (commit !== undefined || id !== undefined) words.next()
    return accepted('cite', record, { ...(commit === undefined ? { message: id ?? about } : { commit }), note: words.rest() })
  },
  decide: ({ words, record, about }) => {
    const status = words.peek().replace(/[:,]$/, '').toLowerCase()
    const known = STATUSES.includes(status)
    if (known) words.next()
    const outcome = words.rest()
    if (outcome === '' && !known) return refused('decide', record, `\`decide ${record}\` lacks what was decided: write it behind the id`)
    return accepted('decide', record, { message: about, status: known ? status : '', outcome })
  },
  supersede: ({ words, record, known, about }) => {
    if (/^(?:by|with):?$/i.test(words.peek())) words.next()
    const name = idOf(words.next())
    const by = known.records.get(name) ?? name
    if (by === '') return refused('supersede', record, `\`supersede ${record}\` lacks \`by\` and the id of what takes its place`)
    const reason = by === record ? `${ticked(by)} cannot supersede itself: name another record` : unknownRecord(by, known)
    return reason === '' ? accepted('supersede', record, { message: about, by, note: words.rest() }) : refused('supersede', record, reason)
  },
  correct: ({ words, record, about }) => {
    const text = words.rest()
    if (text === '') return refused('correct', record, `\`correct ${record}\` lacks what is wrong: write it behind the id`)
    return accepted('correct', record, { message: about, text })
  },
}

/** Why a verb cannot be about this record, empty if it can. */
function wrongRecord(verb: Verb, record: string, known: Known): string {
  if (record === '') return `\`${verb}\` lacks the id of a record, such as \`area/name\``
  if (verb !== 'introduce') return unknownRecord(record, known)
  if (known.records.has(record)) return `${ticked(record)} is there already: use \`record\`, \`cite\` or \`correct\``
  return ID_FORM.test(record) ? '' : `${ticked(record)} cannot be an id: it has lower-case letters, digits, \`.\`, \`_\`, \`-\`, and \`/\` between its parts`
}

function unknownRecord(record: string, { records }: Known): string {
  if (records.has(record)) return ''
  const near = nearest(record, records.keys())
  return `no record ${ticked(record)}; ${near ? `did you mean \`${near}\`?` : 'use `introduce` for a new one'}`
}

function accepted(verb: Verb, record: string, values: Readonly<Record<string, string>>): Read {
  return { verb, record, values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')), reason: '' }
}

function refused(verb: Proposal['verb'], record: string, reason: string): Read {
  return { verb, record, values: {}, reason }
}

function ticked(word: string): string {
  return `\`${word.slice(0, 80).replace(/`/g, "'")}\``
}

/** An id as people write one: in inverted commas or brackets, as an address of a page, in capitals, with a revision or a colon behind it. */
function idOf(word: string): string {
  return word
    .replace(/^[<("'`]+|[>)"'`,;:.]+$/g, '')
    .replace(/^(?:https?:\/\/[^/\s]+)?\/(?:r|features|policies)\//, '')
    .replace(/@[0-9a-f]{8}$/, '')
    .toLowerCase()
}

/** The words of a command, taken one after the other. */
class Words {
  private left: string
  constructor(text: string) {
    this.left = text.trim()
  }

  peek(): string {
    return /^\S+/.exec(this.left)?.[0] ?? ''
  }

  next(): string {
    const word = this.peek()
    this.left = this.left.slice(word.length).trimStart()
    return word
  }

  /** `^`, alone or in front of the next word. */
  takeParent(): boolean {
    if (!this.left.startsWith('^')) return false
    this.left = this.left.slice(1).replace(/^:?\s*/, '')
    return true
  }

  /** All that is left, without the marks that join it to what stands before and what closes emphasis. */
  rest(): string {
    return this.left
      .replace(/^[-–—:,]+\s+|^["'`]/, '')
      .replace(/["'`*]$/, '')
      .trim()
  }
}
