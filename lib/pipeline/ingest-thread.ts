import { parentPort, workerData } from 'node:worker_threads'
import { type RawPacket, unpackRaw } from './ingest-packet.ts'
import { mailReader, type ReadMail, type WantedNames } from './ingest-read.ts'

// What runs in a thread of `ReadingThreads`.
const read = mailReader(workerData as WantedNames)
// One packet after the other, so that answers come in the order of questions.
let before: Promise<void> = Promise.resolve()
parentPort?.on('message', (packet: RawPacket) => {
  before = before.then(() => answer(packet))
})

async function answer(packet: RawPacket): Promise<void> {
  const mails: ReadMail[] = []
  for (const raw of unpackRaw(packet)) mails.push(await read(raw))
  parentPort?.postMessage(mails)
}
