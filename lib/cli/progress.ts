import type { IngestProgress } from '../pipeline/ingest-mail.ts'
import { harmless } from './output.ts'

/** Shows how far an ingest is: on a terminal one line that changes, else, when asked for, a line every few seconds. */
export function ingestProgress(stream: NodeJS.WriteStream, { lines }: { readonly lines: boolean }): { update(progress: IngestProgress): void; end(): void } {
  const isTerminal = stream.isTTY === true
  let begun: { readonly key: string; readonly time: number } | undefined
  let shown = 0
  let open = false
  return {
    update({ stage, location, done, total }) {
      if (!isTerminal && !lines) return
      const now = performance.now()
      const key = `${stage} ${location}`
      if (begun?.key !== key) {
        begun = { key, time: now }
        shown = 0
      }
      if (now - shown < (isTerminal ? 100 : 2000) && done !== total) return
      shown = now
      const text = lineOf({ stage, location, done, total }, (now - begun.time) / 1000)
      if (isTerminal) stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`)
      else stream.write(`${text}\n`)
      open = isTerminal
    },
    end() {
      if (open) stream.write('\r\x1b[K')
      open = false
    },
  }
}

/** `kvm-ppc.git: 1,500 of 5,965 messages, 1,640/s, 3 s left`. @param seconds since its first batch was done */
function lineOf({ stage, location, done, total }: IngestProgress, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0
  const name = stage !== 'read' ? stage : harmless(location.split('/').filter(Boolean).slice(-2).join('/'))
  return [
    `${name}: ${done.toLocaleString('en')}${total === undefined ? '' : ` of ${total.toLocaleString('en')}`} messages`,
    ...(rate > 0 ? [`${Math.round(rate).toLocaleString('en')}/s`] : []),
    ...(rate > 0 && total !== undefined && total > done ? [`${Math.ceil((total - done) / rate)} s left`] : []),
  ].join(', ')
}
