import { formOfText } from '../input/index.ts'
import { type Answer, NOT_SET, type RemedyOffer } from '../model/index.ts'
import { editPart, isPartChange } from './edit-parts.ts'
import { LONGEST_QUERY } from './address.ts'
import { type Fields, queryOf } from './fields.ts'

/** A fact to set on one of the places a question speaks of. Facts of the guest (`guest.…`) go to the guest wherever they are set. */
export interface Addition {
  /** `source`, `destination`, or `via 1`, `via 2`… */
  readonly place: string
  /** A fact's name as answers have it: `linux`, `guest.uses.scv`, `config.CONFIG_X`, `device.<driver>.<property>`. */
  readonly set: string
  readonly to: string
}

/** Facts to add, as a form sends them: `add.destination.linux=6.1`. Empty ones are left out. */
export function additionsOf(query: URLSearchParams): Addition[] {
  return [...query].flatMap(([name, value]) => {
    const [, place, set] = /^add\.(?:(source|destination|via \d+)\.)?(.+)$/.exec(name) ?? []
    return set === undefined || value.trim() === '' ? [] : [{ place: place ?? 'source', set, to: value.trim() }]
  })
}

/** The question with facts set, replacing what it said of them. Undefined when one of them has no place in the text. */
export function refined(fields: Fields, additions: readonly Addition[]): Fields | undefined {
  let result: Fields | undefined = fields
  for (const addition of additions) result = result && withFact(result, addition)
  return result
}

/**
 * The addition that an answer's missing fact asks for.
 * @returns undefined for what only a record can give
 */
export function askedFor(fields: Fields, answer: Answer, fact: string, to: string): Addition | undefined {
  if (fact.startsWith('knowledge.')) return undefined
  const [, side, set] = /^(source|destination)\.(.+)$/.exec(fact) ?? []
  const addition = { place: placeOf(answer, (side ?? 'source') as 'source' | 'destination'), set: set ?? fact, to }
  return refined(fields, [addition]) && addition
}

/** What a remedy sets; undefined where it has no place in the question's texts, or the question is a chain. */
export function remedyAdditions(fields: Fields, answer: Answer, { changes }: RemedyOffer): Addition[] | undefined {
  if (answer.hops) return undefined
  const additions = changes.map(({ side, set, to }): Addition => ({ place: side, set, to }))
  // A device that one side does not name is the other side's.
  const placed = additions.filter((one) => refined(fields, [one]))
  return additions.every(({ set }) => placed.some((one) => one.set === set)) && refined(fields, placed) ? placed : undefined
}

/**
 * Where the question is asked with facts set.
 * @param query the question's own, as `addressOf` gives it: what is too long for an address is not said again
 * @returns undefined when one of the facts has no place in the text
 */
export function hrefWith(fields: Fields, query: string, additions: readonly Addition[]): string | undefined {
  const changed = refined(fields, additions)
  if (!changed) return undefined
  const whole = queryOf(changed)
  if (whole.length <= LONGEST_QUERY) return `/check?${whole}`
  return `/check?${query}&${new URLSearchParams(additions.map(({ place, set, to }) => [`add.${place}.${set}`, to]))}`
}

/** The place that the answer calls by a side: a chain's answer is its worst hop's. */
function placeOf(answer: Answer, side: 'source' | 'destination'): string {
  const hop = answer.hops?.find(({ verdict }) => verdict === answer.verdict)
  return hop ? (side === 'source' ? hop.from : hop.to) : side
}

function withFact(fields: Fields, { place, set, to }: Addition): Fields | undefined {
  if (set.startsWith('guest.')) return { ...fields, guest: setFact(fields.guest, set.slice('guest.'.length), to) }
  const way = /^via (\d+)$/.exec(place)?.[1]
  if (way !== undefined) {
    const text = fields.via[Number(way) - 1]
    const changed = text === undefined || !isShorthand(text) ? undefined : setOnText(text, set, to)
    return changed === undefined ? undefined : { ...fields, via: fields.via.map((one, index) => (index === Number(way) - 1 ? changed : one)) }
  }
  // A question about one place has one side only.
  const isFrom = fields.to === '' && fields.toHost === '' ? true : place === 'source' && (fields.from !== '' || fields.fromHost !== '')
  return setOnSide(fields, isFrom ? 'from' : 'to', set, to)
}

/** The question with a fact set, or (`to` is `NOT_SET`) taken back, on one of its two sides. Undefined when it has no place in the text. */
export function setOnSide(fields: Fields, side: 'from' | 'to', set: string, to: string): Fields | undefined {
  const [name, hostName] = side === 'from' ? (['from', 'fromHost'] as const) : (['to', 'toHost'] as const)
  if (isPartChange(set) || isShorthand(fields[name])) {
    const changed = setOnText(fields[name], set, to)
    return changed === undefined ? undefined : { ...fields, [name]: changed, [hostName]: withoutFact(fields[hostName], set) }
  }
  const host = fields[hostName]
  if (to !== NOT_SET) return { ...fields, [hostName]: setFact(host, set, to) }
  // What a pasted definition names cannot be taken back beside it.
  const without = withoutFact(host, set)
  return without === host ? undefined : { ...fields, [hostName]: without }
}

/** Whether the text is facts rather than a pasted command line, domain or document. */
export function isShorthand(text: string): boolean {
  return formOfText(text) === 'facts'
}

function setOnText(text: string, set: string, to: string): string | undefined {
  if (isPartChange(set)) return editPart(text, set, to)
  return to === NOT_SET ? withoutFact(text, set) : setFact(text, set, to)
}

/** Sets a fact in shorthand, in place where it was, else at the end. */
function setFact(text: string, set: string, to: string): string {
  const use = /^uses\.(.+)$/.exec(set)?.[1]
  if (use !== undefined) return setUse(text, use, to === 'no' ? `-${use}` : use)
  const option = /^config\.(.+)$/.exec(set)?.[1]
  const start = option === undefined ? `${set}=` : `config=${option}`
  const word = quoted(option === undefined ? `${set}=${to}` : `config=${option}=${to}`)
  let done = false
  const words = wordsOf(text).flatMap((one) => {
    if (!plain(one).startsWith(start)) return [one]
    const again = done
    done = true
    return again ? [] : [word]
  })
  return [...words, ...(done ? [] : [word])].join(' ')
}

/** What is known of the guest with a fact of it set, or taken back where `to` is empty. */
export function setOnGuest(text: string, set: string, to: string): string {
  return to === '' ? withoutFact(text, set) : setFact(text, set, to)
}

function withoutFact(text: string, set: string): string {
  return wordsOf(text)
    .filter((one) => !plain(one).startsWith(`${set}=`))
    .join(' ')
}

function setUse(text: string, name: string, part: string): string {
  let placed = false
  const words = wordsOf(text).flatMap((one) => {
    if (!plain(one).startsWith('uses=')) return [one]
    const others = plain(one)
      .slice('uses='.length)
      .split(',')
      .filter((other) => other !== '' && other.replace(/^-/, '') !== name)
    const parts = placed ? others : [...others, part]
    placed = true
    return parts.length > 0 ? [`uses=${parts.join(',')}`] : []
  })
  return [...words, ...(placed ? [] : [`uses=${part}`])].join(' ')
}

/** Words as a shell has them, with their quotes. */
function wordsOf(text: string): string[] {
  return text.match(/(?:[^\s"'\\]|\\[\s\S]|"[^"]*"|'[^']*')+/g) ?? []
}

/** A word without quotes and the prefix that the guest's field may leave out. */
function plain(word: string): string {
  return word.replace(/["']/g, '').replace(/^guest\./, '')
}

function quoted(word: string): string {
  return /[\s"'\\]/.test(word) ? `'${word.replaceAll("'", `'"'"'`)}'` : word
}
