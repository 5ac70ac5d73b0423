import { parentPort } from 'node:worker_threads'
import { type RawPacket, unpackRaw } from './ingest-packet.ts'
import { type MailReader, mailReader, type ReadMail } from './ingest-read.ts'
import type { WantedNames } from './wanted-names.ts'

// What runs in a thread of `ReadingThreads`. The first message is what to look for.
let read: MailReader | undefined
// One packet after the other, so that answers come in the order of questions.
let before: Promise<void> = Promise.resolve()
parentPort?.on('message', (message: WantedNames | RawPacket) => {
  if ('names' in message) read = mailReader(message)
  else before = before.then(() => answer(message, read as MailReader))
})

async function answer(packet: RawPacket, reader: MailReader): Promise<void> {
  const mails: ReadMail[] = []
  for (const raw of unpackRaw(packet)) mails.push(await reader(raw))
  parentPort?.postMessage(mails)
}
