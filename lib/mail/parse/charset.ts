import { type Buffer, isAscii, isUtf8 } from 'node:buffer'

/**
 * Text of bytes in a charset. A missing or unknown charset is read as UTF-8, what is not UTF-8 as windows-1252; the label's own faults get a note.
 * @param label as in `Content-Type: …; charset=`; '' when there is none
 */
export function decodeText(bytes: Buffer, label: string, notes: string[]): string {
  const charset = label.trim().toLowerCase()
  if (SINGLE_BYTE_OR_UTF8.test(charset) && isAscii(bytes)) return bytes.toString('latin1')
  if (charset === '' || charset === 'us-ascii' || charset === 'ascii' || charset === 'utf-8' || charset === 'utf8') return decodeUtf8(bytes, charset, notes)
  const decoder = decoderFor(charset)
  if (decoder) {
    const text = decoder.decode(bytes)
    if (text.includes('\ufffd')) notes.push(`some bytes are not ${charset}`)
    return text
  }
  notes.push(`the charset \`${charset.slice(0, 40)}\` is not known: read as utf-8`)
  return decodeUtf8(bytes, '', notes)
}

/** Charsets whose bytes below 0x80 are ASCII. */
const SINGLE_BYTE_OR_UTF8 = /^(?:|utf-?8|(?:us-)?ascii|iso-8859-\d{1,2}|windows-\d{3,4}|koi8-[ru])$/

const utf8 = new TextDecoder('utf-8')
const western = new TextDecoder('windows-1252')

function decodeUtf8(bytes: Buffer, charset: string, notes: string[]): string {
  const text = utf8.decode(bytes)
  if (isUtf8(bytes)) return text
  // A cut or damaged character in a text that is UTF-8 is not a reason to misread all the others.
  let bad = 0
  let good = 0
  for (const character of text) {
    if (character === '\ufffd') bad += 1
    else if (character > '\x7f') good += 1
  }
  if (good > bad) {
    notes.push('some bytes are not utf-8')
    return text
  }
  notes.push(`the text is not ${charset === '' ? 'utf-8' : charset}: read as windows-1252`)
  return western.decode(bytes)
}

const decoders = new Map<string, TextDecoder | undefined>()

function decoderFor(charset: string): TextDecoder | undefined {
  if (decoders.has(charset)) return decoders.get(charset)
  let decoder: TextDecoder | undefined
  for (const name of [charset, charset.replace(/^x-/, ''), charset.replace(/^(?:cp|windows)[-_]?(\d+)$/, 'windows-$1'), charset.replace(/_/g, '-')]) {
    try {
      decoder ??= new TextDecoder(name)
    } catch {
      // Not a label; the next spelling may be one.
    }
  }
  // A sender can invent labels without end.
  if (decoders.size < 500) decoders.set(charset, decoder)
  return decoder
}
