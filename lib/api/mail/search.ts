import type { MessageSummary } from '../../store/mail-port.ts'
import { messageSnippet } from '../../search/messages-snippet.ts'
import { type Range, SearchAway, type SearchEngine, SearchUnavailable } from '../../search/port.ts'
import type { Service } from '../service.ts'
import { addressMask } from './mask.ts'
import { readMessage } from './read.ts'

export interface MailHits {
  readonly hits: readonly (MessageSummary & { readonly snippet: { readonly text: string; readonly marks: readonly Range[] } })[]
  readonly total: number
  /** What was not understood and how it was taken. */
  readonly notes: readonly string[]
  /** What answered. */
  readonly engine?: SearchEngine
}

/**
 * Messages for what a person typed, each with a stretch of its text.
 * @param order default: the best first
 * @param limit 1 to 100
 */
export async function searchMail(
  service: Service,
  text: string,
  { order, limit, offset }: { order?: 'relevance' | 'date'; limit: number; offset?: number },
): Promise<MailHits> {
  const found = await service.messages.query({ text, order, limit, offset }).catch((error: unknown) => {
    if (error instanceof SearchAway) return error.message
    if (error instanceof SearchUnavailable) return 'there is no mail to search yet: canimigrate ingest SOURCE'
    throw error
  })
  if (typeof found === 'string') return { hits: [], total: 0, notes: [found] }
  const ids = found.hits.map(({ messageId }) => messageId)
  const [summaries, raws] = await Promise.all([service.mail.summaries(ids), service.mail.raws(ids, MOST_BYTES)])
  const mask = addressMask()
  const hits = summaries.map(async (summary) => {
    const raw = raws.get(summary.messageId)
    return { ...summary, snippet: messageSnippet(raw ? mask((await readMessage(raw)).message.text) : '', found.words) }
  })
  return { hits: await Promise.all(hits), total: found.total, notes: found.notes, ...(found.engine ? { engine: found.engine } : {}) }
}

/** Bytes of the messages that stretches are cut from; hits after that have none. */
const MOST_BYTES = 2 * 2 ** 20
