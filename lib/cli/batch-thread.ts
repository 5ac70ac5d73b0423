import { parentPort, workerData } from 'node:worker_threads'
import { type BatchReply, LineAnswerer } from './batch-lines.ts'
import { readKnowledge } from './context.ts'

/** What a thread of a batch is started with. */
export interface BatchThreadData {
  readonly remedies: boolean
}

/** Lines to answer, or whether it has loaded. */
export type BatchQuestion = readonly string[] | 'ready'

export interface ThreadReady {
  /** Of the knowledge that it answers from. */
  readonly digest: string
}

// What runs in a `Thread` of `BatchHelpers`. Problems of the content are said by whoever reads the batch.
const { remedies } = workerData as BatchThreadData
const knowledge = await readKnowledge({ quiet: true, answering: true })
const answerer = new LineAnswerer(knowledge, remedies)
parentPort?.on('message', (question: BatchQuestion) => {
  if (question === 'ready') {
    const ready: ThreadReady = { digest: knowledge.digest }
    parentPort?.postMessage(ready)
    return
  }
  const reply: BatchReply = answerer.answer(question)
  parentPort?.postMessage(reply, [reply.bytes.buffer as ArrayBuffer])
})
