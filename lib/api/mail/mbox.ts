import { gzipSync } from 'node:zlib'

/**
 * Messages as one mbox in the mboxrd form (every line that begins with `>`s and `From ` gets one more `>`), gzipped.
 * Source of the form: the mbox(5) manual of qmail.
 */
export function mboxGz(messages: readonly { readonly raw: Uint8Array; readonly date: string }[]): Uint8Array {
  return gzipSync(Buffer.concat(messages.flatMap(({ raw, date }) => [Buffer.from(separator(date)), quoted(raw), Buffer.from('\n')])))
}

/** `asctime` form, in UTC. */
function separator(date: string): string {
  const [day = '', month = '', number = '', time = '', year = ''] = parts(new Date(date))
  return `From mboxrd@z ${day} ${month} ${number.padStart(2)} ${time} ${year}\n`
}

function parts(date: Date): string[] {
  const [day = '', number = '', month = '', year = '', time = ''] = date.toUTCString().replace(',', '').split(' ')
  return [day, month, String(Number(number)), time, year]
}

/** Bytes are kept one to one by latin1. */
function quoted(raw: Uint8Array): Buffer {
  const text = Buffer.from(raw)
    .toString('latin1')
    .replace(/\r\n/g, '\n')
    .replace(/^(>*From )/gm, '>$1')
  return Buffer.from(text.endsWith('\n') ? text : `${text}\n`, 'latin1')
}
