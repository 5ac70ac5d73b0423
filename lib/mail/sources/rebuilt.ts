import { Buffer } from 'node:buffer'
import type { RawMessage } from '../../model/index.ts'

/** What could be told of a message from a page or paste. */
export interface Rebuilt {
  readonly from?: string
  readonly to?: string
  readonly cc?: string
  readonly date?: string
  readonly subject?: string
  readonly messageId?: string
  readonly inReplyTo?: string
  readonly references?: readonly string[]
  readonly list?: string
  readonly text: string
  /** What was inferred or is missing, for people. */
  readonly notes: readonly string[]
  /** First and last of the lines of the text whose breaks or marks were inferred. */
  readonly inferred?: readonly (readonly [number, number])[]
}

/**
 * A message in the form of mail from what a page shows. Its header names what was inferred: `X-Rebuilt` a note, `X-Inferred-Lines` lines of the text.
 * @param place where in the source it lies
 */
export function rebuild(found: Rebuilt, list: string, place: string): RawMessage {
  const lines = [
    field('From', found.from),
    field('To', found.to),
    field('Cc', found.cc),
    field('Date', found.date),
    field('Subject', found.subject),
    field('Message-ID', found.messageId && `<${bare(found.messageId)}>`),
    field('References', found.references?.map((id) => `<${bare(id)}>`).join(' ')),
    field('In-Reply-To', found.inReplyTo && `<${bare(found.inReplyTo)}>`),
    ...found.notes.map((note) => field('X-Rebuilt', note)),
    field('X-Inferred-Lines', found.inferred?.map(([first, last]) => `${first}-${last}`).join(' ')),
    'MIME-Version: 1.0\n',
    'Content-Type: text/plain; charset=utf-8\n',
    'Content-Transfer-Encoding: 8bit\n',
    '\n',
    found.text.endsWith('\n') ? found.text : `${found.text}\n`,
  ]
  return { raw: Buffer.from(lines.join(''), 'utf8'), list: found.list ?? list, place, rebuilt: true }
}

function field(name: string, value: string | undefined): string {
  const line = oneLine(value ?? '')
  return line === '' ? '' : `${name}: ${line}\n`
}

function oneLine(text: string): string {
  return text.replace(/[\s\0]+/g, ' ').trim()
}

function bare(id: string): string {
  return id.replace(/[<>\s]+/g, '')
}
