import type { MessageSearch, MessageSearchQuery } from '../search/message-port.ts'
import { messageSnippet } from '../search/messages-snippet.ts'
import type { Range } from '../search/port.ts'
import type { MailStore, MessageSummary } from '../store/mail-port.ts'

export interface FoundMail {
  readonly hits: readonly (MessageSummary & { readonly score: number; readonly snippet: { readonly text: string; readonly marks: readonly Range[] } })[]
  readonly total: number
  readonly notes: readonly string[]
}

/** Searches messages and says of each what it is, with a stretch of its text. Without an index nothing is found, and a note says so. */
export async function findMail(search: MessageSearch, mail: MailStore, query: MessageSearchQuery): Promise<FoundMail> {
  const { parseMessage } = await import('../mail/index.ts')
  const { hits, total, notes, words } = await search.query(query)
  const names = hits.map(({ messageId }) => messageId)
  const [summaries, raws] = await Promise.all([mail.summaries(names), mail.raws(names)])
  const scores = new Map(hits.map(({ messageId, score }) => [messageId, score]))
  return {
    hits: await Promise.all(
      summaries.map(async (summary) => {
        const raw = raws.get(summary.messageId)
        const text = raw ? (await parseMessage({ ...raw, place: '' })).text : ''
        return { ...summary, score: scores.get(summary.messageId) ?? 0, snippet: messageSnippet(text, words) }
      }),
    ),
    total,
    notes,
  }
}
