import { unflatten } from '../blocks/unflatten.ts'
import { readDate } from '../parse/date.ts'
import type { Rebuilt } from './rebuilt.ts'

/** A text that was copied from an archive page: header lines where it shows some, quote marks put back, the rest noted as missing. */
export function rebuildPaste(pasted: string): Rebuilt {
  const { shown, text } = shownHeader(pasted)
  const put = unflatten(text)
  const notes = ['rebuilt from a text without its header']
  if (put.inferred.length > 0) notes.push('line breaks and quote marks were inferred')
  const subject = shown.get('subject') ?? put.subject
  const author = put.author && `${put.author.name} <${put.author.address}>`
  const from = shown.get('from') ?? author
  if (!shown.has('from')) notes.push(from ? 'the sender was inferred from the signature' : 'nothing tells the sender')
  const date = shown.get('date') ?? laterThan(put.text)
  if (!shown.has('date')) notes.push(date ? 'the date is that of the message it answers: it was sent later' : 'nothing tells the date')
  return {
    text: put.text,
    inferred: put.inferred,
    notes,
    ...(from !== undefined && { from }),
    ...(subject !== undefined && { subject }),
    ...(date !== undefined && { date }),
    ...pick(shown, 'to', 'to'),
    ...pick(shown, 'cc', 'cc'),
    ...pick(shown, 'message-id', 'messageId'),
    ...pick(shown, 'in-reply-to', 'inReplyTo'),
  }
}

function pick(shown: ReadonlyMap<string, string>, name: string, key: string): Readonly<Record<string, string>> {
  const value = shown.get(name)
  return value === undefined ? {} : { [key]: value }
}

/** Lines such as `From: …` and `Date: …` near the beginning, with or without a bullet, and the text without them. */
export function shownHeader(text: string): { readonly shown: ReadonlyMap<string, string>; readonly text: string } {
  const lines = text.split('\n')
  const shown = new Map<string, string>()
  const rest: string[] = []
  let open = true
  for (const [index, line] of lines.entries()) {
    const [, name, value] = (open && index < 60 && HEADER.exec(line)) || []
    if (name !== undefined && value !== undefined) {
      const key = name.toLowerCase()
      if (!shown.has(key)) shown.set(key, value.trim())
    } else {
      // A header that stands in the text belongs to something that was forwarded.
      if (shown.size > 1 && line.trim() !== '' && !HEADER.test(line)) open = false
      rest.push(line)
    }
  }
  return shown.has('from') || shown.has('date') ? { shown, text: rest.join('\n') } : { shown: new Map(), text }
}

const HEADER = /^\s{0,8}(?:[*•·-]\s{1,3})?(From|To|Cc|Date|Subject|Message-ID|In-Reply-To)\s?:\s{0,4}(\S.{0,2000})$/i

/** Date of the first attribution: a lower bound for what answers it. */
function laterThan(text: string): string | undefined {
  for (const line of text.split('\n', 50)) {
    if (!/^(?:On |Le |Am |El |Il |Op )/.test(line)) continue
    const found = FORMS.map((form) => form(line.slice(0, 200))).find((time) => time !== undefined)
    if (found !== undefined) return new Date(found).toUTCString().replace('GMT', '+0000')
  }
  return undefined
}

/** Forms of dates in attributions that no header has, each turned into one that a header may have. */
const FORMS: readonly ((line: string) => number | undefined)[] = [
  // `Mon, Jan 31, 2022 at 04:10:34PM -0300`
  (line) => {
    const [, month, day, year, hour = '', minute, half, zone = ''] =
      /\b([A-Z][a-z]{2})[a-z]{0,6} (\d{1,2}), (\d{4}),? at (\d{1,2}):(\d{2})(?::\d{2})? ?([AP]M)?(?: ([+-]\d{4}))?/i.exec(line) ?? []
    const hours = half === undefined ? +hour : (+hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
    return month === undefined ? undefined : readDate(`${day} ${month} ${year} ${hours}:${minute} ${zone}`)
  },
  // `21.08.2013, at 08:11`
  (line) => {
    const [, day = '', month = '', year, time = ''] = /(\d{1,2})\.(\d{1,2})\.(\d{4}),? (?:at |um |à )?(\d{1,2}:\d{2})/.exec(line) ?? []
    return year === undefined ? undefined : readDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time.padStart(5, '0')}`)
  },
  readDate,
  // `Fri, 26 Sep 2014,`: no time
  (line) => {
    const [, day] = /\b(\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6},? \d{4})/.exec(line) ?? []
    return day === undefined ? undefined : readDate(`${day.replace(',', '')} 00:00`)
  },
]
