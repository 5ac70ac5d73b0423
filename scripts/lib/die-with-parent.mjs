// Loaded with `node --import` into what set-up runs: when set-up is killed, what it ran ends too, instead of writing on beside the next start.
import { isMainThread } from 'node:worker_threads'

const parent = process.ppid
if (isMainThread) {
  setInterval(() => {
    if (process.ppid !== parent) process.exit(143)
  }, 250).unref()
}
