import { parentPort } from 'node:worker_threads'
import { packRead, type RawPacket, unpackRaw } from './ingest-packet.ts'
import { readMail } from './ingest-read.ts'

// What runs in a thread of `ReadingThreads`.
parentPort?.on('message', (packet: RawPacket) => {
  const read = packRead(unpackRaw(packet).map(readMail))
  parentPort?.postMessage(read, [read.bytes])
})
