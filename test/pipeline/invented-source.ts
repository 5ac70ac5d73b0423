import type { Source } from '../../lib/mail/index.ts'
import { inventedMails } from './mail-archive.ts'

/** A source of invented mails. @param before awaited before each is read @returns with which mails were read */
export function inventedSource(count: number, before?: () => Promise<unknown>): { source: Source; read: number[] } {
  const mails = inventedMails(count)
  const read: number[] = []
  const source: Source = {
    id: 'test:invented',
    kind: 'mbox',
    location: 'invented',
    list: 'list.example.org',
    watched: [],
    count: async (position) => mails.length - Number(position),
    read: async function* (position) {
      for (let at = Number(position); at < mails.length; at++) {
        await before?.()
        read.push(at)
        yield { position: String(at + 1), message: { raw: Buffer.from(mails[at] as string), list: 'list.example.org', place: String(at) } }
      }
    },
  }
  return { source, read }
}
