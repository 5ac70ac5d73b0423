import { convert, type HtmlToTextOptions } from 'html-to-text'
import { boundedHtml } from '../parse/bounded-html.ts'
import { rebuildPaste, shownHeader } from './paste.ts'
import type { Rebuilt } from './rebuilt.ts'

/** Whether a text is HTML. */
export function isPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype html|<!--|<html|<head|<body|<pre)/i.test(text.slice(0, 5000))
}

/**
 * The messages that a saved page of an archive shows: MHonArc (mail-archive.com, lists.xenproject.org, spinics.net, old sourceware.org), public-inbox
 * (a message, or a thread), pipermail; any other page is read as its text.
 */
export function rebuildPage(html: string): readonly Rebuilt[] {
  const page = boundedHtml(html, MAX_PAGE, [])
  if (page.includes('<!--X-Body-of-Message-->')) return [fromMhonarc(page)]
  if (page.includes('<!--beginarticle-->')) return [fromPipermail(page)]
  return rebuildText(textOf(page))
}

/** The messages of a page that was saved or copied as text. */
export function rebuildText(text: string): readonly Rebuilt[] {
  const thread = fromThread(text)
  return thread.length > 0 ? thread : [fromPublicInbox(text) ?? rebuildPaste(text)]
}

/** Characters of a page that are read. */
const MAX_PAGE = 16 << 20

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  preserveNewlines: false,
  limits: { maxDepth: 100, maxChildNodes: 100_000, maxInputLength: MAX_PAGE },
  formatters: {
    // The address of a message is only in its links.
    link: (element, walk, builder) => {
      walk(element.children, builder)
      const href = String(element.attribs?.href ?? '')
      if (element.children[0]?.data === 'permalink') builder.addInline(` ${href}`, { noWordTransform: true })
    },
  },
  selectors: [
    { selector: 'a', format: 'link' },
    { selector: 'img', format: 'skip' },
    { selector: 'form', format: 'skip' },
    { selector: 'pre', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1, trimEmptyLines: false } },
    { selector: 'ul', format: 'block' },
    { selector: 'li', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
}

function textOf(html: string): string {
  try {
    return convert(html, OPTIONS)
  } catch {
    return html
  }
}

/** MHonArc leaves the header in comments, the address turned by 13 letters. */
function fromMhonarc(page: string): Rebuilt {
  const comment = (name: string): string[] => {
    const found: string[] = []
    for (const match of page.slice(0, 100_000).matchAll(new RegExp(`<!--X-${name}: ([^\\n]{0,2000}?) ?-->`, 'g')))
      found.push(textOf((match[1] ?? '').replace(/</g, '&lt;')))
    return found
  }
  const head = shownHeader(textOf(between(page, '<!--X-Head-of-Message-->', '<!--X-Head-of-Message-End-->'))).shown
  const [subject] = comment('Subject')
  const [messageId] = comment('Message-Id')
  const [turned] = comment('From-R13')
  const [date] = comment('Date')
  const references = comment('Reference')
  const from = head.get('from') ?? (turned === undefined ? undefined : turn(turned))
  return {
    text: afterHeader(textOf(between(page, '<!--X-Body-of-Message-->', '<!--X-Body-of-Message-End-->'))),
    notes: ['rebuilt from a page of MHonArc', ...(references.length > 1 ? ['the order of its references is the page\u2019s'] : [])],
    ...(from !== undefined && { from }),
    ...optional('subject', subject ?? head.get('subject')),
    ...optional('date', head.get('date') ?? date),
    ...optional('inReplyTo', idIn(head.get('in-reply-to'))),
    ...optional('to', head.get('to')),
    ...optional('cc', head.get('cc')),
    ...optional('messageId', messageId),
    ...(references.length > 0 && { references }),
  }
}

/** MHonArc's `tr/@A-Z[a-z/N-Z[@A-Mn-za-m/`: capitals turn by 14 in a ring with `@` and `[`, small letters by 13. */
function turn(text: string): string {
  return text
    .replace(/[@A-Z[]/g, (sign) => RING.charAt((RING.indexOf(sign) + 14) % 28))
    .replace(/[a-z]/g, (sign) => SMALL.charAt((SMALL.indexOf(sign) + 13) % 26))
}

const RING = '@ABCDEFGHIJKLMNOPQRSTUVWXYZ['
const SMALL = 'abcdefghijklmnopqrstuvwxyz'

/** Mailman 2: the name in bold, the date in italics, the Message-ID that is answered in the link to the sender. */
function fromPipermail(page: string): Rebuilt {
  const head = page.slice(0, page.indexOf('<!--beginarticle-->'))
  const plain = (tag: string): string => textOf(new RegExp(`<${tag}>([^<]{0,1000})</${tag}>`, 'i').exec(head)?.[1] ?? '')
  const [, link = '', shown = ''] = /<a href="mailto:([^"]{0,2000})"[^>]{0,200}>([^<]{0,300})/i.exec(head) ?? []
  const answered = /[?&]In-Reply-To=([^&"]{1,1000})/i.exec(link.replaceAll('&amp;', '&'))?.[1]
  const address = textOf(shown).trim().replace(' at ', '@')
  return {
    text: textOf(between(page, '<!--beginarticle-->', '<!--endarticle-->')),
    notes: ['rebuilt from a page of pipermail', 'its Message-ID is not shown'],
    from: `${plain('b')} <${address}>`,
    ...optional('subject', plain('h1')),
    ...optional('date', plain('i')),
    ...optional('inReplyTo', answered && unescapeId(answered)),
  }
}

/** A page of one message: header lines, then the text, then a rule and the overview of the thread. */
function fromPublicInbox(text: string): Rebuilt | undefined {
  const start = /^From: .{1,500}$/m.exec(text)?.index ?? -1
  if (start === -1) return undefined
  const header = new Map<string, string>()
  const lines = text.slice(start).split('\n')
  let at = 0
  for (; at < lines.length && lines[at] !== ''; at += 1) {
    const [, name, value] = /^([A-Z][\w-]{1,40}): (.*)$/.exec(lines[at] ?? '') ?? []
    const last = [...header.keys()].at(-1)
    if (name !== undefined && value !== undefined) header.set(name.toLowerCase(), value)
    else if (last !== undefined) header.set(last, `${header.get(last) ?? ''} ${(lines[at] ?? '').trim()}`)
  }
  const id = idIn(header.get('message-id'))
  if (id === undefined) return undefined
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) =>
    /^-{10,}$|^(?:next|prev) (?:parent )?(?:prev parent )?(?:reply|other)|^Thread overview: |^reply\tother threads:/.test(line),
  )
  return {
    text: (end === -1 ? rest : rest.slice(0, end)).join('\n').trimEnd(),
    messageId: id,
    notes: ['rebuilt from a page of public-inbox'],
    ...optional('from', header.get('from')),
    ...optional('to', header.get('to')),
    ...optional('cc', header.get('cc')),
    ...optional('subject', header.get('subject')),
    ...optional('date', header.get('date')?.replace(/\s*\[thread overview\]$/, '')),
    ...optional('inReplyTo', idIn(header.get('in-reply-to'))),
  }
}

/** A page of a thread: each message begins with `* Subject`, `From: Name @ 2022-01-31 19:10 UTC (permalink / raw)`. */
function fromThread(text: string): readonly Rebuilt[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, index) => (THREAD_FROM.test(line) ? [index] : []))
  const [top] = starts
  const root = top === undefined ? undefined : messageIdIn(THREAD_FROM.exec(lines[top] ?? '')?.[3] ?? '')
  return starts.map((start, number) => {
    const [, name = '', date = '', href = ''] = THREAD_FROM.exec(lines[start] ?? '') ?? []
    const subject = subjectBefore(lines, start)
    const next = starts[number + 1]
    const own = lines.slice(start + 1, next === undefined ? undefined : (subjectBefore(lines, next)?.at ?? next))
    const recipients = shownLine(own, /^ {1,4}To: (.*?)(?:; \+?Cc: .*)?$/)
    const copies = shownLine(own, /^ {1,4}(?:To: .*; )?\+?Cc: (.*)$/)
    const answered = idIn(shownLine(own.slice(0, 6), /^In-Reply-To: (.*)$/))
    const body = own.slice(own.indexOf('') + 1)
    const foot = body.findIndex((line) => /^\^\s*permalink /.test(line))
    const id = messageIdIn(href)
    const placed = number > 0 && answered === undefined && root !== undefined
    const notes = [
      'rebuilt from a page of a thread, which shows no addresses',
      ...(placed ? ['the page does not say what it answers: put below the first message'] : []),
    ]
    return {
      text: (foot === -1 ? body : body.slice(0, foot)).join('\n').trimEnd(),
      from: `${name} <>`,
      date: `${date.replace(/ +(?=\d:)/, ' 0').replace(/ +/, ' ')} +0000`,
      notes,
      ...optional('subject', subject?.text),
      ...optional('messageId', id),
      ...optional('inReplyTo', answered ?? (placed ? root : undefined)),
      ...optional('to', recipients && names(recipients)),
      ...optional('cc', copies && names(copies)),
    }
  })
}

/** `* Subject`, before the lines that show the message's place in the thread. */
function subjectBefore(lines: readonly string[], from: number): { readonly at: number; readonly text: string } | undefined {
  for (let at = from - 1; at >= 0 && at > from - 30; at -= 1) {
    const text = lines[at] ?? ''
    if (text.startsWith('* ')) return { at, text: text.slice(2) }
  }
  return undefined
}

const THREAD_FROM = /^From: (.{1,300}?) @ (\d{4}-\d{2}-\d{2} {1,2}\d{1,2}:\d{2}) UTC \(permalink ?(\S{0,1200}) ?\/ raw\)/

function shownLine(lines: readonly string[], form: RegExp): string | undefined {
  for (const line of lines.slice(0, 8)) {
    const value = form.exec(line)?.[1]
    if (value !== undefined) return value
  }
  return undefined
}

/** Names without addresses, as the header of a mail. */
function names(shown: string): string {
  return shown
    .split(',')
    .map((name) => `"${name.trim().replace(/["\\]/g, '')}" <>`)
    .join(', ')
}

/** The last part of `../20220131.abc@example.org/`. */
function messageIdIn(href: string): string | undefined {
  const id =
    href
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? ''
  const plain = unescapeId(id)
  return plain.includes('@') ? plain : undefined
}

function unescapeId(id: string): string {
  try {
    return decodeURIComponent(id).replace(/[<>]/g, '')
  } catch {
    return id
  }
}

function idIn(value: string | undefined): string | undefined {
  return /<([^<>\s]{1,998})>/.exec(value ?? '')?.[1]
}

function between(page: string, start: string, end: string): string {
  const from = page.indexOf(start)
  const to = page.indexOf(end, from)
  return from === -1 ? '' : page.slice(from + start.length, to === -1 ? undefined : to)
}

/** Empty lines at the beginning are the page's. */
function afterHeader(text: string): string {
  return text.replace(/^\n+/, '')
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined || value.trim() === '' ? {} : ({ [key]: value } as { readonly [K in Key]?: string })
}
