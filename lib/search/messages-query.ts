/** A query for mail, read. Times are seconds since 1970. */
export interface ReadMessageQuery {
  /** All of which must be there. */
  readonly wanted: readonly SoughtText[]
  /** None of which may. */
  readonly unwanted: readonly SoughtText[]
  readonly lists: readonly Listed[]
  readonly records: readonly Listed[]
  readonly flags: readonly { readonly flag: 'patch' | 'attachment' | 'spam'; readonly not: boolean }[]
  /** From the first, up to but without the second. */
  readonly after?: number
  readonly before?: number
  readonly notes: readonly string[]
  /** Words and phrases as typed, to be marked. */
  readonly words: readonly string[]
}

/** A word or a phrase: its letters and digits, parted at anything else, stand side by side. */
export interface SoughtText {
  readonly text: string
  /** Only there; anywhere where none is given. */
  readonly column?: MessageColumn
  /** Its last word may be the beginning of one. */
  readonly begins: boolean
}

export type MessageColumn = 'subject' | 'from' | 'body' | 'quoted'

interface Listed {
  readonly name: string
  readonly not: boolean
}

/** Whether there is nothing to look for. */
export function asksNothing({ wanted, unwanted, lists, records, flags, after, before }: ReadMessageQuery): boolean {
  return [wanted, unwanted, lists, records, flags].every((some) => some.length === 0) && after === undefined && before === undefined
}

/** Reads what a person typed; what is too long is left out. Never fails. @param list only mail of this list */
export function readMessageQuery(text: string, list?: string): ReadMessageQuery {
  const lists: Listed[] = list === undefined ? [] : [{ name: list, not: false }]
  const query = { wanted: [] as SoughtText[], unwanted: [] as SoughtText[], lists, records: [] as Listed[], words: [] as string[] }
  const flags: { flag: 'patch' | 'attachment' | 'spam'; not: boolean }[] = []
  const notes: string[] = []
  const times: { after?: number; before?: number } = {}
  if (text.length > LONGEST) notes.push(`only the first ${LONGEST} characters were read`)
  const items = [...text.slice(0, LONGEST).matchAll(ITEM)]
  if (items.length > MOST) notes.push(`only the first ${MOST} words were read`)
  for (const [item, minus, field, phrase, word] of items.slice(0, MOST)) {
    const not = minus === '-'
    const value = phrase ?? word ?? ''
    const name = field?.slice(0, -1).toLowerCase()
    switch (name) {
      case 'list':
      case 'record':
        if (value === '') notes.push(`\`${item}\` names nothing`)
        else (name === 'list' ? query.lists : query.records).push({ name: value, not })
        break
      case 'has':
      case 'is': {
        const flag = FLAGS.find((one) => one === value.toLowerCase().replace(/^(patch|attachment)e?s$/, '$1'))
        if (flag !== undefined) flags.push({ flag, not })
        else notes.push(`\`${item}\` is not known; there are \`has:patch\`, \`has:attachment\` and \`is:spam\``)
        break
      }
      case 'after':
      case 'since':
      case 'before':
      case 'until': {
        const time = startOf(value)
        if (time === undefined) notes.push(`\`${item}\` has no date such as 2024, 2024-03 or 2024-03-15`)
        else {
          // What is not before a date is from it on.
          const after = (name === 'after' || name === 'since') !== not
          if (after) times.after = Math.max(time, times.after ?? time)
          else times.before = Math.min(time, times.before ?? time)
        }
        break
      }
      default: {
        const column = name === undefined ? undefined : COLUMNS[name]
        const given = name === undefined || column !== undefined ? value : `${field}${value}`
        const said = firstParts(given)
        if (said !== given) notes.push(`of \`${given.slice(0, 40)}…\` the first ${MOST_PARTS} parts were looked for`)
        if (name !== undefined && column === undefined) notes.push(`there is no field \`${field}\`; it was searched for as a word`)
        const sought = soughtOf(said, column, phrase !== undefined)
        // What is said again costs again and finds nothing else.
        if (sought === undefined || (not ? query.unwanted : query.wanted).some((one) => one.text === sought.text && one.column === sought.column)) break
        if (not) query.unwanted.push(sought)
        else {
          query.wanted.push(sought)
          if (column !== 'from') query.words.push(said)
        }
      }
    }
  }
  return { ...query, flags, notes, ...times }
}

const LONGEST = 1000
const MOST = 40
/** Letters and digits side by side that are looked for together: each is compared with all places of the one before. */
const MOST_PARTS = 12
const FLAGS = ['patch', 'attachment', 'spam'] as const

/** Fields that are columns of the index. */
const COLUMNS: Readonly<Record<string, MessageColumn>> = {
  from: 'from',
  f: 'from',
  subject: 'subject',
  s: 'subject',
  body: 'body',
  b: 'body',
  quoted: 'quoted',
}

// A minus, a field that is not the beginning of an address or path, then a phrase or what stands up to the next space.
const ITEM = /(?<![^\s])(-)?([A-Za-z]{1,20}:(?!\/\/|:))?(?:"([^"]*)"?|(\S+)|(?<=:))/g

/** A text up to where it would have too many parts. */
function firstParts(text: string): string {
  const [next] = [...text.matchAll(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)].slice(MOST_PARTS, MOST_PARTS + 1)
  return next ? text.slice(0, next.index) : text
}

/** undefined where there is nothing to look for. */
function soughtOf(text: string, column: MessageColumn | undefined, phrase: boolean): SoughtText | undefined {
  if (!/[\p{L}\p{N}\p{Co}]/u.test(text)) return undefined
  return { text, begins: !phrase && /[\p{L}\p{N}]\*$/u.test(text), ...(column === undefined ? {} : { column }) }
}

/** Start of a year, month or day, UTC, in seconds. */
function startOf(value: string): number | undefined {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value) ?? []
  if (year === undefined) return undefined
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const date = new Date(time)
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? time / 1000 : undefined
}
