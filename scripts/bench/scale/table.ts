import type { Measured } from '../measure.ts'
import type { SiteTimes } from './site.ts'
import type { Times } from './times.ts'

/** What was measured when an archive had so many messages. */
export interface ScaleStep {
  readonly archive: string
  readonly engine: 'embedded' | 'meilisearch'
  readonly messages: number
  /** In this step. */
  readonly added: number
  /** Messages that should be there and are not; left out where that is not known. */
  readonly lost?: number
  readonly threads: number
  readonly mentions: number
  /** Of this step. */
  readonly ingest: Measured
  readonly bytes: { readonly archive: number; readonly database: number; readonly index: number }
  /** Fifty queries, three times, in a process that has the index open. Left out, as is the site, where only the reading was measured. */
  readonly search?: Times
  readonly site?: SiteTimes
}

/** In Markdown: a column for each step. */
export function scaleTable(steps: readonly ScaleStep[]): string {
  const line = (name: string, value: (step: ScaleStep) => string): string => `| ${[name, ...steps.map(value)].join(' | ')} |`
  return [
    line('messages', ({ messages }) => messages.toLocaleString('en')),
    `|---|${steps.map(() => '---:|').join('')}`,
    line('archive', ({ archive, engine }) => (engine === 'embedded' ? archive : `${archive}, ${engine}`)),
    line('messages/s of this step', ({ added, ingest }) => Math.round(added / ingest.seconds).toLocaleString('en')),
    line('CPU ms per message', ({ added, ingest }) => ((ingest.cpu * 1000) / added).toFixed(2)),
    line('peak memory of `ingest`, MB', ({ ingest }) => ingest.megabytes.toFixed(0)),
    line('threads', ({ threads }) => threads.toLocaleString('en')),
    line('mentions', ({ mentions }) => mentions.toLocaleString('en')),
    line('database, MB', ({ bytes }) => megabytes(bytes.database)),
    line('index of mail, MB', ({ bytes }) => megabytes(bytes.index)),
    line('search of mail, p50 / p95 / p99 ms', ({ search }) => times(search)),
    line('the same over HTTP, with snippets', ({ site }) => times(site?.search)),
    line('a record page, never asked for', ({ site }) => times(site?.record)),
    line('a record page, again', ({ site }) => times(site?.recordAgain)),
    line('a thread page', ({ site }) => times(site?.thread)),
    line('pages of lists and months', ({ site }) => times(site?.lists)),
    line('arrival until the site finds it, with an ingester that runs, p50 / max ms', ({ site }) => both(site?.arrivals.ingester)),
    line('the same with a new process that reads it', ({ site }) => both(site?.arrivals.site)),
    line('arrival until a new process has found it', ({ site }) => both(site?.arrivals.process)),
    line('start of the site, s', ({ site }) => site?.start.toFixed(1) ?? NOTHING),
    line('memory of the site, MB', ({ site }) => String(site?.megabytes ?? NOTHING)),
  ].join('\n')
}

const NOTHING = '–'

function times(measured: Times | undefined): string {
  return measured ? [measured.p50, measured.p95, measured.p99].map(short).join(' / ') : NOTHING
}

function both(measured: Times | undefined): string {
  return measured ? `${short(measured.p50)} / ${short(measured.max)}` : NOTHING
}

function short(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds).toLocaleString('en')
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en')
}
