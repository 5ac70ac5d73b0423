import type { SearchEngine } from './port.ts'

/** Full-text search over mail. An index is a projection of the store's log of arrivals: it can be thrown away and follow the log again. */
export interface MessageSearch {
  /**
   * Messages for what a person typed: words, `"phrases"`, `word*`, `-not`, `from:`, `list:`, `subject:`, `before:`, `after:`, `record:`, `has:patch`,
   * `has:attachment`, `is:spam`. Never throws for what the text holds; what was not understood is in the notes.
   * @throws SearchUnavailable when there is no index
   */
  query(query: MessageSearchQuery): Promise<MessageSearchResult>
  /** Numbers of all messages that hold one of these phrases, in order; one that ends with `*` is the beginning of a word. Spam and deleted ones too. */
  candidates(phrases: readonly string[]): Promise<readonly number[]>
  /** Which engine answers now, and the number of the last arrival that it finds, 0 for none. */
  about(): Promise<{ readonly engine: SearchEngine; readonly arrival: number }>
  close(): Promise<void>
}

/** The index as the pipeline sees it. */
export interface WritableMessageSearch extends MessageSearch {
  /** Up to where the index has followed the log. */
  state(): Promise<MessageIndexState>
  /**
   * Adds what came with some arrivals, whole or not at all.
   * @returns `stale` if the index is elsewhere than at `step.from`; nothing is written then
   */
  append(step: MessageIndexStep): Promise<'done' | 'stale'>
  /** Says anew which records some messages speak of. */
  relate(messages: readonly { readonly id: number; readonly records: readonly string[] }[]): Promise<void>
  /** Says anew which messages are deleted: these and no others. */
  hide(ids: readonly number[]): Promise<void>
  /** Begins the index anew, whatever its state. An engine that builds beside the old one goes on answering from that until `settled`. */
  reset(): Promise<void>
  /** All of the log is in: waits until it is seen by searches, and puts what was built beside in its place. */
  settled(): Promise<void>
}

export interface MessageIndexState {
  /** Number of the last arrival that is in the index, 0 for none. */
  readonly arrival: number
  /** The message with the highest number, to tell whether the log is still the same. */
  readonly last?: { readonly id: number; readonly messageId: string }
}

export interface MessageIndexStep {
  /** Number of the arrival before the first and of the last. */
  readonly from: number
  readonly to: number
  /** Messages that were not in the index. */
  readonly documents: readonly MessageDocument[]
  /** Lists by which messages came, new or known ones. */
  readonly listed: readonly { readonly id: number; readonly list: string }[]
}

export interface MessageDocument {
  readonly id: number
  readonly messageId: string
  /** ISO 8601. */
  readonly date: string
  readonly subject: string
  /** Name and address. */
  readonly from: string
  /** The sender's own words, patches included. */
  readonly body: string
  readonly quoted: string
  readonly patch: boolean
  readonly attachments: boolean
  readonly spam: boolean
  readonly records: readonly string[]
}

export interface MessageSearchQuery {
  readonly text: string
  /** Only mail of this list. */
  readonly list?: string | undefined
  /** Default: the best first, of equally good ones the newest. */
  readonly order?: 'relevance' | 'date' | undefined
  /** 1 to 100, default 20. */
  readonly limit?: number | undefined
  /** 0 to 10000, default 0. */
  readonly offset?: number | undefined
}

export interface MessageSearchResult {
  readonly hits: readonly MessageSearchHit[]
  readonly total: number
  /** What was not understood and how it was taken, a sentence each. */
  readonly notes: readonly string[]
  /** What to mark in texts that are shown: `marksOf` and `snippetOf` take them. */
  readonly words: readonly string[]
  /** What answered. */
  readonly engine?: SearchEngine
}

export interface MessageSearchHit {
  readonly id: number
  readonly messageId: string
  readonly date: string
  /** Falls from hit to hit in order of relevance. */
  readonly score: number
}
