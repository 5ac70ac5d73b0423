import type { MessageColumn, ReadMessageQuery, SoughtText } from '../messages-query.ts'
import { allOf, anyOf } from './filter.ts'
import { plainWords } from './tokens.ts'

/** What a server is asked for a query of mail. */
export interface MessageQuestion {
  /** Words in its own syntax: quoted ones stand side by side, those after a minus are nowhere, the last without quotes is a beginning. */
  readonly q: string
  /** Fields to look in; all where none is given. */
  readonly column?: MessageColumn
}

/** A query of mail as questions: the messages that answer `main` and each of `also`, and none of `never`. */
export interface MessageQuestions {
  readonly main: MessageQuestion
  /** What one question cannot hold: words of one field only, a second beginning, more words than it reads. */
  readonly also: readonly MessageQuestion[]
  readonly never: readonly MessageQuestion[]
  readonly filter: string
}

/** Marks of the words of a field in the attribute `marks`; no word begins so. */
const MARKS: Readonly<Partial<Record<MessageColumn, string>>> = { from: 'qzxf', subject: 'qzxs' }

/** Words of a field as they stand in `marks`. */
export function marked(column: 'from' | 'subject', words: readonly string[]): string {
  return words.map((word) => `${MARKS[column]}${word}`).join(' ')
}

/** @returns undefined where a word is asked for that no message can have */
export function messageQuestions(query: ReadMessageQuery): MessageQuestions | undefined {
  const main: string[] = []
  const also: MessageQuestion[] = []
  const never: MessageQuestion[] = []
  const not: string[] = []
  let beginning: string | undefined
  for (const sought of query.unwanted) {
    const said = saidOf(sought)
    if (said === undefined) continue
    if (said.column !== undefined || said.beginning !== undefined) never.push(alone(said))
    else not.push(`-${said.phrase}`)
  }
  for (const sought of query.wanted) {
    const said = saidOf(sought)
    if (said === undefined) return undefined
    const fits = main.length < MOST_WORDS - 1 && said.column === undefined
    if (!fits || (said.beginning !== undefined && beginning !== undefined)) also.push(alone(said))
    else {
      if (said.phrase !== '') main.push(said.phrase)
      beginning ??= said.beginning
    }
  }
  // A question alone needs no other before it.
  const [first] = also
  const only = main.length === 0 && beginning === undefined && not.length === 0 ? first : undefined
  const words = [...not, ...main, ...(beginning === undefined ? [] : [beginning])].join(' ')
  return { main: only ?? { q: words }, also: only ? also.slice(1) : also, never, filter: filterOf(query) }
}

/** Words that a server reads of one question. */
const MOST_WORDS = 10

interface Said {
  /** In quotes; empty where there is nothing but a beginning. */
  readonly phrase: string
  readonly beginning?: string
  readonly column?: MessageColumn
}

/** undefined where no word is left. */
function saidOf({ text, column, begins }: SoughtText): Said | undefined {
  const mark = column === undefined ? undefined : MARKS[column]
  const words = plainWords(text).map((word) => `${mark ?? ''}${word}`)
  const last = begins ? words.pop() : undefined
  if (words.length === 0 && last === undefined) return undefined
  return {
    phrase: words.length > 0 ? `"${words.join(' ')}"` : '',
    ...(last === undefined ? {} : { beginning: last }),
    ...(column === undefined || mark !== undefined ? {} : { column }),
  }
}

function alone({ phrase, beginning, column }: Said): MessageQuestion {
  return { q: [phrase, beginning ?? ''].filter((part) => part !== '').join(' '), ...(column === undefined ? {} : { column }) }
}

function filterOf({ lists, records, flags, after, before }: ReadMessageQuery): string {
  const is = (filter: string, not: boolean): string => (not ? `NOT ${filter}` : filter)
  const spam = flags.some(({ flag, not }) => flag === 'spam' && !not)
  return allOf([
    'deleted = false',
    `spam = ${spam}`,
    ...lists.map(({ name, not }) => is(anyOf('lists', [name.toLowerCase().replace(/^\/+|\/+$/g, '')]), not)),
    ...records.map(({ name, not }) => is(anyOf('records', [name.toLowerCase()]), not)),
    ...flags.flatMap(({ flag, not }) => (flag === 'spam' ? [] : [`${flag === 'patch' ? 'patch' : 'attachments'} = ${!not}`])),
    ...(after === undefined ? [] : [`date >= ${after}`]),
    ...(before === undefined ? [] : [`date < ${before}`]),
  ])
}
