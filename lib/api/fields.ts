import { InputError, type InputProblem } from '../model/index.ts'
import { LARGEST_GUEST, LARGEST_SIDE, MOST_HOPS } from './limits.ts'
import type { QuestionBody } from './question.ts'

/** A question as the texts of the form's fields, which is also how an address has it. */
export interface Fields {
  readonly from: string
  readonly to: string
  /** Facts that go with a pasted command line or domain, and decide where both speak. */
  readonly fromHost: string
  readonly toHost: string
  readonly guest: string
  readonly via: readonly string[]
}

/** The fields in an address's query. Parameters: `from`, `from-host`, `to`, `to-host`, `guest`, and `via` for each host on the way. */
export function fieldsOf(query: URLSearchParams): Fields {
  const text = (name: string): string => lines(query.get(name) ?? '')
  return {
    from: text('from'),
    to: text('to'),
    fromHost: text('from-host'),
    toHost: text('to-host'),
    guest: text('guest'),
    // One more than may be is enough to say so.
    via: query
      .getAll('via')
      .slice(0, MOST_HOPS + 1)
      .map(lines)
      .filter(Boolean),
  }
}

/** The shortest query that has these fields. */
export function queryOf(fields: Fields): string {
  const query = new URLSearchParams()
  const add = (name: string, text: string): void => {
    if (text !== '') query.append(name, text)
  }
  add('from', fields.from)
  add('from-host', fields.fromHost)
  for (const one of fields.via) add('via', one)
  add('to', fields.to)
  add('to-host', fields.toHost)
  add('guest', fields.guest)
  // `=` and `,` may stand in a query and facts are full of them.
  return query.toString().replaceAll('%3D', '=').replaceAll('%2C', ',').replaceAll('%2F', '/')
}

/** The question; undefined when nothing is asked. With one side only, it asks whether the guest works there. @throws InputError for too much */
export function questionOf(fields: Fields): QuestionBody | undefined {
  const from = sideOf(fields.from, fields.fromHost)
  const to = sideOf(fields.to, fields.toHost)
  const side = to ?? from
  if (side === undefined) return undefined
  const problems = tooMuch(fields)
  if (problems.length > 0) throw new InputError(problems)
  return {
    to: side,
    ...(from !== undefined && to !== undefined ? { from } : {}),
    ...(fields.guest ? { guest: fields.guest } : {}),
    ...(fields.via.length > 0 ? { via: [...fields.via] } : {}),
  }
}

function tooMuch({ from, fromHost, to, toHost, guest, via }: Fields): InputProblem[] {
  const texts = [['from', from], ['from', fromHost], ['to', to], ['to', toHost], ...via.map((text, index) => [`via.${index}`, text] as const)] as const
  const problems = texts.map(([path, text]) => tooLong(path, text, LARGEST_SIDE))
  problems.push(tooLong('guest', guest, LARGEST_GUEST))
  if (via.length > MOST_HOPS) problems.push({ path: 'via', message: `more than ${MOST_HOPS} hosts on the way; at most ${MOST_HOPS} are taken` })
  return problems.filter((one) => one !== undefined)
}

function tooLong(path: string, text: string, most: number): InputProblem | undefined {
  return text.length <= most ? undefined : { path, message: `\`${path}\` is ${text.length} characters long; at most ${most} are taken` }
}

/** A field's text as it was typed; forms send lines that end in CR and LF. */
function lines(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

function sideOf(text: string, host: string): QuestionBody['to'] | undefined {
  if (text !== '' && host !== '') return { text, host }
  return text || host || undefined
}
