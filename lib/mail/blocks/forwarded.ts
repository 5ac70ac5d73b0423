import { codeAt } from '../code-at.ts'
import type { Mailbox } from '../../model/index.ts'
import { mailboxIn } from './attribution.ts'
import type { Line } from './marks.ts'

/** A header copied into the text: "From: … Sent: … To: … Subject: …", with or without "-----Original Message-----" before it. */
export interface CopiedHeader {
  readonly author: Mailbox
  /** Index of its last line. */
  readonly last: number
  /** It is the header of a patch in the text (`From`, `Subject`, `Date` after a scissors line or at the start), not of a quoted message. */
  readonly patch: boolean
}

const SEPARATOR =
  /^\s*(?:(?:-{3,}|_{8,})[^-_]{0,60}[-_]*|(?:Begin forwarded message|Anfang der weitergeleiteten Nachricht|Début du message réexpédié)\s*:)\s*$/u
const FIELD = /^\s*\*?(?<name>[\p{L}-]{1,20}(?: [\p{L}]{1,10})?)\s?(?:\*\s?:|:\*|:|：)\*?\s*(?<value>.*)$/u
const FROM = new Set(['from', 'von', 'de', 'da', 'van', 'från', 'fra', 'od', 'от', '发件人', '寄件者', '差出人', 'lähettäjä', 'feladó', 'kimden'])
const SENT = new Set(
  'sent date gesendet datum envoyé enviado enviada inviato data verzonden skickat sendt wysłano отправлено дата 发送时间 日期 送信日時 lähetetty'.split(' '),
)
const RECEIVED = new Set('to an à para a aan till til do кому 收件人 宛先 cc bcc kopie copie cópia kopia копия 抄送 reply-to'.split(' '))
const SUBJECT = new Set('subject betreff objet asunto assunto oggetto onderwerp ämne emne temat тема 主题 主旨 件名'.split(' '))
const OTHERS = new Set(['organization', 'importance', 'message-id', 'user-agent', 'priority', 'attachments'])
/** No copied header is longer, its folded lists of receivers too. */
const LONGEST = 30

/**
 * Reads a copied header that begins in this line.
 * @param first index of a separator line or of a header field
 * @returns undefined if none begins here
 */
export function copiedHeaderAt(lines: readonly Line[], first: number): CopiedHeader | undefined {
  const depth = lines[first]?.depth ?? 0
  let at = first
  const separated = isSeparator(lines[first]?.content ?? '')
  if (separated)
    do at++
    while (at < first + 3 && lines[at]?.blank)
  let author: Mailbox | undefined
  let [sent, received, subject] = [false, false, false]
  let last = -1
  let folds = false
  for (let index = at; index < lines.length && index < at + LONGEST; index++) {
    const line = lines[index]
    if (line === undefined || line.depth !== depth || line.blank || line.content.length > 2000) break
    const field = FIELD.exec(line.content)
    const name = field?.groups?.name?.toLowerCase() ?? ''
    if (FROM.has(name) && author !== undefined) break
    if (FROM.has(name)) author = mailboxIn(field?.groups?.value?.slice(0, 200) ?? '')
    else if (SENT.has(name)) sent = true
    else if (SUBJECT.has(name)) subject = true
    else if (RECEIVED.has(name)) received = true
    else if (!OTHERS.has(name) && !(folds && /^\s|@/u.test(line.content))) break
    if (author === undefined && !separated) break
    folds = true
    last = index
  }
  if (author === undefined || last < 0) return undefined
  // Many who answer by hand leave only "> From: X" and "> Sent: DATE".
  const needed = separated || (depth > 0 && sent) ? 1 : 2
  if (Number(sent) + Number(received) + Number(subject) < needed) return undefined
  return { author, last, patch: !received && !separated }
}

/** May a copied header begin in this line? Cheap: most lines fail at their first character. */
export function mayBeginHeader(content: string): boolean {
  const code = codeAt(content, 0)
  // `-` or `_`: a rule.
  if (code === 45 || code === 95 || /^(?:Begin|Anfang|Début) /.test(content)) return content.length < 100 && isSeparator(content)
  const colon = content.indexOf(':') < 0 ? content.indexOf('：') : content.indexOf(':')
  if (colon < 2 || colon > 12) return false
  return FROM.has(content.slice(0, colon).replaceAll('*', '').trim().toLowerCase())
}

const isSeparator = (content: string): boolean => content.length < 100 && SEPARATOR.test(content)
