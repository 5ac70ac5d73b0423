import type { MailBatch, MailCounts, WritableMailStore } from '../store/mail-port.ts'
import { type GitMail, gitMail } from './ingest-git.ts'
import { readMail } from './ingest-read.ts'

export interface IngestOptions {
  /** Bare git repositories of public-inbox, one message a commit. */
  readonly sources: readonly string[]
  readonly store: WritableMailStore
}

export interface IngestResult extends MailCounts {
  /** Messages that were not there before. */
  readonly new: number
  readonly seconds: number
}

/** Reads archives into the store, from where each was left. Killed at any point it goes on there; two at once do the work of one. */
export async function ingestMail({ sources, store }: IngestOptions): Promise<IngestResult> {
  const start = performance.now()
  let fresh = 0
  for (const location of sources) fresh += await ingestOne(location, store)
  return { ...(await store.counts()), new: fresh, seconds: (performance.now() - start) / 1000 }
}

/** Messages of one transaction. */
const BATCH = 500

async function ingestOne(location: string, store: WritableMailStore): Promise<number> {
  const list =
    location
      .replace(/\/+$/, '')
      .split('/')
      .at(-1)
      ?.replace(/\.git$/, '') ?? location
  const source = { id: `git:${location}`, kind: 'git', location, list }
  let fresh = 0
  for (;;) {
    const from = await store.position(source.id)
    const written = await readOn(source, from, store)
    if (written === 'stale') continue
    fresh += written
    return fresh
  }
}

async function readOn(source: MailBatch['source'], start: string, store: WritableMailStore): Promise<number | 'stale'> {
  let from = start
  let fresh = 0
  let mails: GitMail[] = []
  const write = async (end: boolean): Promise<boolean> => {
    const to = mails.at(-1)?.place ?? from
    const batch = { source, from, to, arrivals: mails.map((mail) => readMail({ ...mail, list: source.list })), deleted: [], end }
    const done = await store.append(batch)
    if (done === 'stale') return false
    fresh += done.messages
    from = to
    mails = []
    return true
  }
  for await (const mail of gitMail(source.location, start)) {
    mails.push(mail)
    if (mails.length >= BATCH && !(await write(false))) return 'stale'
  }
  return (await write(true)) ? fresh : 'stale'
}
