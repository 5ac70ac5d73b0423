import { parentPort, workerData } from 'node:worker_threads'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Entry } from '../model/index.ts'
import { type BatchReply, LineAnswerer } from './batch-lines.ts'

/** What a thread of a batch is started with. */
export interface BatchThreadData {
  readonly entries: readonly Entry[]
  readonly remedies: boolean
}

// What runs in a `Thread` of `answerBatch`.
const { entries, remedies } = workerData as BatchThreadData
const answerer = new LineAnswerer(buildKnowledge(entries), remedies)
parentPort?.on('message', (lines: readonly string[]) => {
  const reply: BatchReply = answerer.answer(lines)
  parentPort?.postMessage(reply, [reply.bytes.buffer as ArrayBuffer])
})
