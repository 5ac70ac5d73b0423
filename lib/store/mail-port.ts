import type { FoundPosition, Mailbox, Mention, Message, PatchInfo, Proposal } from '../model/index.ts'
import type { Page } from './port.ts'

/** The mail in the store, for reading. Message-IDs are without angle brackets. */
export interface MailStore {
  /** Every list, with what it holds that is neither spam nor deleted. */
  lists(): Promise<readonly ListInfo[]>
  /** Whether `lists` names it. */
  hasList(list: string): Promise<boolean>
  /** Messages per month of a list, newest month first: `2024-03`. */
  months(list: string): Promise<readonly { readonly month: string; readonly messages: number; readonly threads: number }[]>
  /** Of some messages, in the order asked for; those that are not here are left out. */
  summaries(messageIds: readonly string[]): Promise<readonly MessageSummary[]>
  /** Messages of a list in order of date, newest first unless told; spam only when asked for. */
  messages(query: MessageQuery): Promise<Page<MessageSummary>>
  /** One message. @param hash another content under the same Message-ID; default: the first that arrived */
  message(messageId: string, hash?: string): Promise<StoredMessage | undefined>
  /** Message-IDs that begin with this, for a short form; at most 10. */
  messagesLike(prefix: string): Promise<readonly string[]>
  /** All messages that hang together with this one by references, by date; at most 2,000. The id may be a ghost's. */
  thread(messageId: string): Promise<StoredThread | undefined>
  /**
   * The raw bytes of many messages, for showing a thread whole. Those that are not here are left out.
   * @param most bytes of all of them; those that would go beyond, in the order asked for, are left out too. Default: no bound
   */
  raws(
    messageIds: readonly string[],
    most?: number,
  ): Promise<ReadonlyMap<string, { readonly raw: Uint8Array; readonly list: string; readonly arrived?: string; readonly rebuilt: boolean }>>
  /** Which of these messages are here, and a list that they came by; to link citations. */
  have(messageIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Other versions of the series that a patch belongs to, v1 first: same title, another version or thread. */
  versions(messageId: string): Promise<readonly MessageSummary[]>
  /** Where messages speak of a record, newest first. */
  mentions(query: MentionQuery): Promise<Page<StoredMention>>
  /** Number of mentions and of threads with one, per record. */
  mentioned(): Promise<readonly { readonly record: string; readonly mentions: number; readonly threads: number; readonly newest: string }[]>
  /** Of one message. */
  mentionsIn(messageId: string): Promise<readonly Mention[]>
  positions(query: { readonly messageId?: string; readonly record?: string; readonly limit?: number }): Promise<readonly FoundPosition[]>
  proposals(query?: { readonly status?: Proposal['status']; readonly messageId?: string; readonly limit?: number }): Promise<readonly Proposal[]>
  counts(): Promise<MailCounts>
  /** Highest number of an arrival, 0 when there is none. */
  lastArrival(): Promise<number>
  /** Highest number of a message, which is how many there are. */
  lastMessage(): Promise<number>
}

export interface ListInfo {
  readonly list: string
  readonly messages: number
  readonly spam: number
  /** ISO 8601. */
  readonly first: string
  readonly last: string
}

export interface MessageQuery {
  readonly list: string
  /** `2024-03`. */
  readonly month?: string
  /** Default: leave it out. */
  readonly spam?: boolean
  /** Default: newest. */
  readonly order?: 'newest' | 'oldest'
  /** 1 to 1000, default 100. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly cursor?: string
}

export interface MentionQuery {
  readonly record: string
  readonly list?: string
  readonly limit?: number
  readonly cursor?: string
}

export interface MessageSummary {
  readonly messageId: string
  readonly subject: string
  readonly from: Mailbox
  readonly date: string
  readonly lists: readonly string[]
  readonly parent?: string
  readonly patch?: PatchInfo
  readonly spam: readonly string[]
}

export interface StoredMessage extends MessageSummary {
  readonly raw: Uint8Array
  readonly hash: string
  /** For reading the raw bytes again. */
  readonly arrived?: string
  readonly rebuilt: boolean
  readonly deleted: boolean
  /** Hashes of other contents under this Message-ID. */
  readonly variants: readonly string[]
  readonly references: readonly string[]
  /** Those of them that are here. */
  readonly known: readonly string[]
  /** Messages that answer it, by date. */
  readonly replies: readonly MessageSummary[]
}

export interface StoredThread {
  /** Oldest first. */
  readonly messages: readonly (MessageSummary & { readonly references: readonly string[] })[]
  /** There are more than were given. */
  readonly total: number
}

export interface StoredMention extends Mention {
  readonly subject: string
  readonly from: Mailbox
  readonly date: string
  readonly lists: readonly string[]
  /** The first message of its thread. */
  readonly thread: { readonly messageId: string; readonly subject: string }
}

export interface MailCounts {
  readonly messages: number
  readonly threads: number
  readonly ghosts: number
  readonly mentions: number
}

/** What an ingest writes in one transaction. */
export interface MailBatch {
  readonly source: { readonly id: string; readonly kind: string; readonly location: string; readonly list: string }
  /** Position that this was read from; another in the store means that another process was first. */
  readonly from: string
  readonly to: string
  readonly arrivals: readonly BatchArrival[]
  /** Places of messages that the source has deleted. */
  readonly deleted: readonly string[]
  /** The source was read to its end. */
  readonly end: boolean
}

export interface BatchArrival {
  readonly message: StoredParts
  /** Raw bytes, compressed with zlib's raw deflate. */
  readonly compressed: Uint8Array
  readonly list: string
  readonly place: string
  readonly arrived?: string
  readonly rebuilt: boolean
  readonly mentions: readonly Mention[]
  readonly positions: readonly FoundPosition[]
  readonly proposals: readonly Proposal[]
}

/** What is stored of a message; the rest is read from its raw bytes again. */
export type StoredParts = Omit<Message, 'text' | 'fromHtml' | 'to' | 'cc' | 'notes' | 'unnamed'>

/** What came of a batch. */
export interface Appended {
  /** How many messages were not here before. */
  readonly messages: number
  /** Number of the first of them, or what it would be. */
  readonly first: number
  /** Highest number of an arrival before and after: those between came with this batch. */
  readonly before: number
  readonly after: number
  /** The number of each arrival's message, in the order of the batch. */
  readonly ids: readonly number[]
}

/** An arrival as the index of messages needs it. */
export interface LoggedArrival {
  readonly arrival: number
  /** Number of the message; the first arrival of a message is the one that it is read from. */
  readonly id: number
  readonly list: string
}

/** A message with its number, for reading it again. */
export interface NumberedMail {
  readonly id: number
  readonly messageId: string
  readonly raw: Uint8Array
  readonly list: string
  readonly arrived?: string
  readonly rebuilt: boolean
  readonly deleted: boolean
}

/** What was found in a stored message when it was read again. */
export interface RereadMail {
  readonly id: number
  /** ISO 8601. */
  readonly date: string
  readonly mentions: readonly Mention[]
  readonly positions: readonly FoundPosition[]
}

/** The mail as the pipeline sees it. */
export interface WritableMailStore extends MailStore {
  /** How far a source was read; empty before its first message. */
  position(source: string): Promise<string>
  /**
   * Writes a batch whole or not at all.
   * @returns `stale` if the source is elsewhere than at `from`; nothing is written then
   */
  append(batch: MailBatch): Promise<Appended | 'stale'>
  /** Arrivals after this one in their order, at most `limit`. */
  arrivalsAfter(arrival: number, limit: number): Promise<readonly LoggedArrival[]>
  /** Messages by number, in order of their numbers. */
  numbered(ids: readonly number[]): Promise<readonly NumberedMail[]>
  /** Numbers of the messages that are deleted. */
  deleted(): Promise<readonly number[]>
  /** With which names each record's mentions were last looked for in all messages, as the pipeline wrote them down. */
  scans(): Promise<ReadonlyMap<string, string>>
  /** Notes with which names all messages were looked through; no names: the record is gone. */
  noteScans(scans: ReadonlyMap<string, string | undefined>): Promise<void>
  /** Numbers of messages that speak of one of these records, in order. */
  speaking(records: readonly string[]): Promise<readonly number[]>
  /** Puts other mentions and positions in the place of those that some messages have, all or none. */
  reread(messages: readonly RereadMail[]): Promise<void>
  /** Writes down what a reviewer decided. @returns false if it is not pending, or not there: another was first */
  decideProposal(id: string, decision: ProposalDecision): Promise<boolean>
}

export interface ProposalDecision {
  readonly status: 'accepted' | 'declined'
  readonly by: string
  /** Why it was declined, or what accepting it did. */
  readonly reason: string
  /** ISO 8601. */
  readonly date: string
}
