import { decodeWords } from 'postal-mime'
import type { Mailbox } from '../../model/index.ts'

/** What a line before a quote says about who wrote it. */
export interface Attribution {
  /** Absent for "I wrote:": the writer of the line himself. */
  readonly author?: Mailbox
  /** It has a date or an address: it can be nothing but an attribution, even with no quote behind it. */
  readonly certain: boolean
  /** It has all that it can have; what stands before it on another line is no part of it. */
  readonly whole: boolean
}

/** How the languages of mailers end it. */
const SAID = [
  ...['wrote', 'writes', 'write', 'said', 'says', 'schrieb', 'a écrit', 'écrit', 'écrivit', 'a ecrit', 'escribió', 'escribio', 'ha scritto', 'scrisse'],
  ...['escreveu', 'pisze', 'napisał\\(a\\)', 'napisała', 'napisał', 'napsal\\(a\\)', 'napsala', 'napsal', 'пишет', 'писала?', 'написала?', 'написал\\(а\\)'],
  ...['schreef', 'skrev', 'kirjoitti', 'írta', '写道', '寫道', 'さんは書きました', 'a scris', 'yazdı', 'έγραψε'],
].join('|')
/** The end of an attribution: the verb and a colon. The letters may have been torn apart by wrapping. */
const SAID_AT_END = new RegExp(`(?:^|[\\s,>)"'\\]])(?:(?:${SAID})|w ?r ?o ?t ?e)\\s*(?:\\.\\.\\.)?\\s*[:：]$`, 'u')
/** Languages that put the name behind the verb: "Am DATE schrieb X:". */
const NAME_LAST = /^(?:Am|Op|Den|På|Dne) .*:$/u
const SAID_WITHIN = new RegExp(`\\s(?:${SAID})\\s`, 'u')
/** Words, days and numbers that a dated attribution begins with. */
const OPENING =
  /^(?:On|At|Am|Le|El|Il|Em|Op|Den|Dne|W dniu|Dnia|På|Pe|Dana|V|В|在|於|于|Quoting|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|пн|вт|ср|чт|пт|сб|вс)[a-zа-я]*\.?,?|\d{1,4}[-/. 年])/u
const TIME = String.raw`\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?`
const DATE = String.raw`\b(?:19|20)\d{2}\b(?:[-/.]\d{1,2}[-/.]\d{1,2})?|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b`
const WHEN = new RegExp(`${TIME}|${DATE}`, 'gu')
/** What may follow the last number of a date. */
const ZONE =
  /^(?:[\s,(]*(?:[+-]\d{4}|(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?|[A-Z]{1,4}T|MSK|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|Uhr|г\.|год\w?|kl\.|[AaPp]\.?[Mm]\.?|\([A-Z][^()]{1,30}\))(?![\p{L}\d])\)?)+/u

/**
 * Reads an attribution, joined to one line, without quote marks: "On DATE, X wrote:" in many languages, "X <address> writes:", "Am DATE schrieb X:",
 * "Excerpts from X's message of DATE:", "* X <address> [DATE]:", "Quoting X:", "X (DATE):", `"XY" == X <address> writes:`.
 * @param line white space folded, none at the ends; longer than 400 characters it is none
 * @returns undefined if it is none, or names nobody
 */
export function attributionIn(line: string): Attribution | undefined {
  if (line.length > 400) return undefined
  const alpine = /^\+-- (On .+ wrote) --\+$/.exec(line)
  if (alpine !== null) return dated(`${alpine[1]}:`)
  const last = line.at(-1)
  if (last !== ':' && last !== '：') return undefined
  return excerpts(line) ?? nameBeforeDate(line) ?? starred(line) ?? quoting(line) ?? supercite(line) ?? dated(line) ?? bare(line)
}

/** Does the line end as attributions do, so that it is one even if no quote follows? Cheap. */
export const endsAsAttribution = (line: string): boolean => line.length <= 400 && (SAID_AT_END.test(line) || (NAME_LAST.test(line) && SAID_WITHIN.test(line)))

function excerpts(line: string): Attribution | undefined {
  const found = /^(?:Excerpts from )?(.{2,80}?)(?:'s|’s|') (?:message )?(?:of|on) .*\d.*[:：]$/u.exec(line)
  return found === null || found[1]?.includes('<') ? undefined : named(found[1], true)
}

/** "X <address> 於 DATE 寫道：". */
function nameBeforeDate(line: string): Attribution | undefined {
  const found = /^(.{2,120}?) [於于在] ?\d{4}.*(?:写道|寫道)\s*[:：]$/u.exec(line)
  return found === null ? undefined : named(found[1], true)
}

/** `* X <address> [DATE]:` and `X (DATE):`. */
function starred(line: string): Attribution | undefined {
  const found = /^(?:\* )?([^[\](]{2,120}?) [[(]([^[\]()]{6,50})[\])](?: wrote)?\s*:$/u.exec(line)
  if (found === null || !/\d{2}/.test(found[2] ?? '') || !/\d[-:. ]\d|\d{4}/.test(found[2] ?? '')) return star(line)
  return OPENING.test(line) ? undefined : named(found[1], true)
}

function star(line: string): Attribution | undefined {
  const found = /^\* ([^[\](]{2,120}?>?)(?: wrote| writes)?\s*:$/u.exec(line)
  return found?.[1]?.includes('@') ? named(found[1], true) : undefined
}

function quoting(line: string): Attribution | undefined {
  const found = /^(?:Quoting|Quote from|Zitat von|Citando|Citando a|Quoth)\s+(.{2,120}?)(?:\s\([^()]*\d[^()]*\))?\s*:$/u.exec(line)
  return found === null ? undefined : named(found[1], true)
}

function supercite(line: string): Attribution | undefined {
  const found = /^"?[A-Za-z]{1,10}"? == (.{2,120}?)(?: writes| wrote| said)?\s*:$/u.exec(line)
  return found === null ? undefined : named(found[1], true)
}

/** With a date before the name or behind it. */
function dated(line: string): Attribution | undefined {
  const ends = SAID_AT_END.exec(line)
  const inner = ends === null ? SAID_WITHIN.exec(line) : null
  if (inner !== null) {
    const before = line.slice(0, inner.index)
    const after = line.slice(inner.index + inner[0].length, -1)
    // "On DATE, X wrote in <message>:".
    if (hasDate(before) && /^(?:in|to|on)\s/u.test(after)) return dated(`${before} wrote:`)
    if (OPENING.test(before) && hasDate(before) && !hasDate(withoutAddress(after))) return named(after, true)
    if (!hasDate(before) && hasDate(after)) return named(before.replace(/^\* /u, ''), true)
    return undefined
  }
  if (!OPENING.test(line)) return undefined
  // Mailers of some languages end with the address: "2013/8/20 X <x@y>:".
  const body = ends !== null ? line.slice(0, ends.index + (/[>)"'\]]/.test(ends[0][0] ?? '') ? 1 : 0)) : />:$/u.test(line) ? line.slice(0, -1) : undefined
  if (body === undefined) return undefined
  const open = body.lastIndexOf('<')
  const head = open < 0 ? body : body.slice(0, open)
  let from = -1
  for (const match of head.matchAll(WHEN)) from = match.index + match[0].length
  if (from < 0) {
    // A weekday or a day alone: "On Friday, X wrote:".
    const day =
      /^\S+ (?:[A-Z]\p{L}+day|\d{1,2}[/.]\d{1,2}|\p{Lu}\p{L}{2},? \p{L}{3} \d{1,2}(?: \d{2})?|\d{1,2} \p{L}+|\p{L}{3,9} \d{1,2}(?:st|nd|rd|th)?),? (?:at )?/u.exec(
        head,
      )
    if (day === null) return undefined
    from = day[0].length
  }
  from += ZONE.exec(body.slice(from))?.[0].length ?? 0
  const rest = body.slice(from)
  const nobody = withoutAddress(rest).replace(/[^\p{L}]/gu, '') === '' && !rest.includes('<')
  if (nobody) {
    // The name stands before the date: "X on DATE wrote:".
    const first = body.search(WHEN)
    const before = body.slice(0, first).replace(/\s(?:on|at|am|le|el|il|em|op|den)\b.*$/iu, '')
    return before === body.slice(0, first) ? undefined : named(before, true)
  }
  return named(rest, true)
}

/** "X wrote:", "X <address> writes:", "<address> wrote:". */
function bare(line: string): Attribution | undefined {
  const ends = SAID_AT_END.exec(line)
  if (ends === null) return undefined
  const body = line.slice(0, ends.index + (/[>)"'\]]/.test(ends[0][0] ?? '') ? 1 : 0))
  if (/^(?:(?:as|like) )?I$/iu.test(body)) return { certain: false, whole: false }
  const address = /<[^<>\s]+(?:@|\s(?:at|AT)\s)[^<>]*>$/u.test(body)
  if (hasDate(withoutAddress(body))) return undefined
  const found = named(body, address, false)
  if (found === undefined || address) return found
  const words = body.split(' ')
  // A sentence that ends in "said:" is not a name.
  if (words.length > 5 || words.some((word) => NOT_NAMES.has(word.toLowerCase()))) return undefined
  const name =
    words.length === 1 || words.filter((word) => /^["'(]?\p{Lu}|^(?:van|von|de|der|den|la|le|di|da|dos|bin|al|test|robot)$/u.test(word)).length === words.length
  return name ? found : undefined
}

const NOT_NAMES = new Set(
  'a about above again already also and as before but comment commit documentation earlier email everybody everyone following he here how i it last later like mail man manual message nobody now once our patch people previously said same she so somebody someone spec that the their then there they this thread we what when which who you your'.split(
    ' ',
  ),
)

const hasDate = (text: string): boolean => text.search(WHEN) >= 0

const withoutAddress = (text: string): string => text.replace(/<[^<>]*>/gu, '')

/** A mailbox from a name and an address in whatever order people put them. */
function named(written: string | undefined, certain: boolean, whole = certain): Attribution | undefined {
  const author = mailboxIn(written ?? '')
  if (author !== undefined) return { author, certain, whole }
  return certain && /^[\s,]*I\s*$/u.test(written ?? '') ? { certain, whole } : undefined
}

/**
 * Reads `X <address>`, `"X" <address>`, `X (address)`, `address (X)`, `X [mailto:address]`, `Last, First`, `X via List <address>`, an address or a name alone.
 * @returns undefined if there is neither a name nor an address
 */
export function mailboxIn(written: string): Mailbox | undefined {
  const text = written.trim()
  const address =
    /[<[(]\s*(?:mailto:)?([^<>[\]()\s]+@[^<>[\]()\s]+?)(?:[<[]mailto:[^<>[\]]*[>\]])?\s*[>\])]/iu.exec(text) ??
    /(?:^|\s)["']?([^<>[\]()\s"',;:]+@[^<>[\]()\s"',;:]+)["']?(?:\s|$)/u.exec(text) ??
    /<\s*([^<>@]+(?:\s(?:at|AT)\s|\s?\(\)\s?)[^<>@]+)\s*>/u.exec(text)
  const rest = address === null ? text : `${text.slice(0, address.index)} ${text.slice(address.index + address[0].length)}`
  const name = nameIn(rest)
  if (name === undefined && address === null) return undefined
  // "X via List <list@…>": the address is the list's.
  const own = address !== null && !(name !== undefined && /\svia\s/iu.test(rest))
  return { name: name ?? '', address: own ? lowerDomain(address[1] ?? '') : '' }
}

/** Folds what is around a name; undefined for what can be none. */
function nameIn(written: string): string | undefined {
  let name = (written.includes('=?') ? decodeWords(written) : written).replace(/\s+/gu, ' ').replace(/<[^<>]*>?/gu, ' ')
  name = name.replace(/\svia\s.*$/iu, '').replace(/\((?:[^()]*)\)|\[[^[\]]*\]/gu, ' ')
  name = name.replace(/^[\s,;:'"<>()\-–—*]+/u, '').replace(/[\s,;:'"<>\-–—*]+$/u, '')
  name = name.replace(/^(?:пользователь|użytkownik|uživatel|at|um|le|,)\s+/u, '').replace(/\s+/gu, ' ')
  if (/^(?:you|he|she|they|it|we)$/iu.test(name)) return undefined
  if (name.length < 2 || name.length > 80 || name.includes('@') || !/\p{L}/u.test(name)) return undefined
  if (name.split(' ').length > 8) return undefined
  const turned = /^(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?), (\p{Lu}[\p{L}.'’ -]*)$/u.exec(name)
  return turned === null ? name : `${turned[2]} ${turned[1]}`
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase()
}
