import { type Names, compileNames, namesOf } from '../../../lib/mail/index.ts'
import type { Entry, Message } from '../../../lib/model/index.ts'

/** A message by Ada Example with this text. */
export function mailOf(text: string, more: Partial<Message> = {}): Message {
  return {
    messageId: 'one@example.org',
    unnamed: false,
    hash: '0'.repeat(64),
    subject: 'a question',
    from: { name: 'Ada Example', address: 'ada@example.org' },
    to: [],
    cc: [],
    date: '2026-01-02T03:04:05.000Z',
    references: [],
    text,
    fromHtml: false,
    attachments: [],
    notes: [],
    size: text.length,
    spam: [],
    ...more,
  }
}

/** What names are read from of a record: its front matter, in short. */
export function entryOf(id: string, data: Record<string, unknown> = {}): Entry {
  return {
    data: { kind: 'feature', id, aliases: [], control: {}, ...data } as unknown as Entry['data'],
    revision: '0a1b2c3d',
    path: `features/${id}.md`,
    body: '',
  }
}

export function namesOfAliases(aliases: readonly unknown[], more: Record<string, unknown> = {}): Names {
  return compileNames(namesOf([entryOf('area/thing', { aliases, ...more })]))
}
