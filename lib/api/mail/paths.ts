/** What a path below `/lists/` names. */
export type MailPath =
  | { readonly kind: 'list'; readonly list: string }
  | { readonly kind: 'month'; readonly list: string; readonly month: string }
  | { readonly kind: 'message'; readonly list: string; readonly messageId: string; readonly view: View }

/** A message, its thread as a tree or in order of time, the bytes, the thread as mbox, its feed. */
export type View = 'message' | 't' | 'T' | 'raw' | 't.mbox.gz' | 't.atom'

/**
 * Reads a path as public-inbox has it: `LIST`, `LIST/2024-03`, `LIST/MESSAGE-ID`, `LIST/MESSAGE-ID/t` (tree), `/T` (by time), `/raw`, `/t.mbox.gz`, `/t.atom`.
 * @param path decoded, what follows `/lists/`; the Message-ID may stand in angle brackets
 */
export function readMailPath(path: string): MailPath | undefined {
  const [, list = '', rest = ''] = /^([^/]+)\/?(.*?)\/?$/s.exec(path) ?? []
  if (list === '') return undefined
  if (rest === '') return { kind: 'list', list }
  if (/^\d{4}-\d{2}$/.test(rest)) return { kind: 'month', list, month: rest }
  const [, id = '', view = 'message'] = /^(.+?)(?:\/(t|T|raw|t\.mbox\.gz|t\.atom))?$/s.exec(rest) ?? []
  const messageId = withoutBrackets(id)
  return messageId === '' ? undefined : { kind: 'message', list, messageId, view: view as View }
}

/** The address of a message or of a view of it. */
export function messagePath(list: string, messageId: string, view: View = 'message'): string {
  return `/lists/${escaped(list)}/${escaped(messageId)}${view === 'message' ? '' : `/${view}`}`
}

/** The address of a list or of one month of it. */
export function listPath(list: string, month?: string): string {
  return `/lists/${escaped(list)}${month === undefined ? '' : `/${month}`}`
}

/** A Message-ID as people paste it: brackets, `Message-ID:` and spaces around it do not matter. */
export function withoutBrackets(text: string): string {
  return text
    .trim()
    .replace(/^message-id:\s*/i, '')
    .replace(/^<|>$/g, '')
    .trim()
}

/** For one segment of a path; what Message-IDs often hold stays readable. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/%(40|2B|3D|24|3A|2C)/g, (code) => decodeURIComponent(code))
}
