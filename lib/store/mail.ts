import type { FoundPosition, Mention, Proposal } from '../model/index.ts'
import type { PrismaClient } from './generated/client.ts'
import { append } from './mail-append.ts'
import { noteScans, reread, scans, speaking } from './mail-found.ts'
import { hasList, listInfos, messages, months } from './mail-lists.ts'
import { arrivalsAfter, counts, deleted, lastNumbers, numbered } from './mail-log.ts'
import { mentioned, mentions, mentionsIn, positions, proposals } from './mail-mentions.ts'
import { have, message, messagesLike, raws, summariesOf, thread, versions } from './mail-messages.ts'
import type {
  Appended,
  ListInfo,
  LoggedArrival,
  MailBatch,
  MailCounts,
  MentionQuery,
  MessageQuery,
  MessageSummary,
  NumberedMail,
  ProposalDecision,
  RereadMail,
  StoredMention,
  StoredMessage,
  StoredThread,
  WritableMailStore,
} from './mail-port.ts'
import { decideProposal } from './mail-proposals.ts'
import { sql } from './mail-sql.ts'
import type { MailQueries, MailTransactions } from './mail-writer.ts'
import type { Page } from './port.ts'

/** The mail over a Prisma client of any provider. */
export class PrismaMailStore implements WritableMailStore {
  readonly #client: PrismaClient
  readonly #transactions: MailTransactions
  readonly #queries: MailQueries

  /** @param transactions for writing @param queries for what an ingest asks */
  constructor(client: PrismaClient, transactions: MailTransactions, queries: MailQueries = client) {
    this.#client = client
    this.#transactions = transactions
    this.#queries = queries
  }

  lists(): Promise<ListInfo[]> {
    return listInfos(this.#client)
  }

  hasList(list: string): Promise<boolean> {
    return hasList(this.#client, list)
  }

  months(list: string): Promise<{ month: string; messages: number; threads: number }[]> {
    return months(this.#client, list)
  }

  messages(query: MessageQuery): Promise<Page<MessageSummary>> {
    return messages(this.#client, query)
  }

  summaries(messageIds: readonly string[]): Promise<MessageSummary[]> {
    return summariesOf(this.#client, messageIds)
  }

  message(messageId: string, hash?: string): Promise<StoredMessage | undefined> {
    return message(this.#client, messageId, hash)
  }

  messagesLike(prefix: string): Promise<string[]> {
    return messagesLike(this.#client, prefix)
  }

  thread(messageId: string): Promise<StoredThread | undefined> {
    return thread(this.#client, messageId)
  }

  raws(messageIds: readonly string[], most?: number): ReturnType<WritableMailStore['raws']> {
    return raws(this.#client, messageIds, most)
  }

  have(messageIds: readonly string[]): Promise<Map<string, string>> {
    return have(this.#client, messageIds)
  }

  versions(messageId: string): Promise<MessageSummary[]> {
    return versions(this.#client, messageId)
  }

  mentions(query: MentionQuery): Promise<Page<StoredMention>> {
    return mentions(this.#client, query)
  }

  mentioned(): ReturnType<WritableMailStore['mentioned']> {
    return mentioned(this.#client)
  }

  mentionsIn(messageId: string): Promise<Mention[]> {
    return mentionsIn(this.#client, messageId)
  }

  positions(query: Parameters<WritableMailStore['positions']>[0]): Promise<FoundPosition[]> {
    return positions(this.#client, query)
  }

  proposals(query: Parameters<WritableMailStore['proposals']>[0] = {}): Promise<Proposal[]> {
    return proposals(this.#client, query)
  }

  counts(): Promise<MailCounts> {
    return counts(this.#queries)
  }

  async position(source: string): Promise<string> {
    const [found] = await this.#queries.$queryRaw<{ position: string }[]>(sql('SELECT "position" FROM "MailSource" WHERE "id" = ?', source))
    return found?.position ?? ''
  }

  append(batch: MailBatch): Promise<Appended | 'stale'> {
    return append(this.#transactions, batch)
  }

  async lastArrival(): Promise<number> {
    return (await lastNumbers(this.#queries)).arrivals
  }

  async lastMessage(): Promise<number> {
    return (await lastNumbers(this.#queries)).messages
  }

  arrivalsAfter(arrival: number, limit: number): Promise<LoggedArrival[]> {
    return arrivalsAfter(this.#queries, arrival, limit)
  }

  numbered(ids: readonly number[]): Promise<NumberedMail[]> {
    return numbered(this.#queries, ids)
  }

  deleted(): Promise<number[]> {
    return deleted(this.#queries)
  }

  scans(): Promise<Map<string, string>> {
    return scans(this.#queries)
  }

  noteScans(noted: ReadonlyMap<string, string | undefined>): Promise<void> {
    return noteScans(this.#transactions, noted)
  }

  speaking(records: readonly string[]): Promise<number[]> {
    return speaking(this.#queries, records)
  }

  reread(messages: readonly RereadMail[]): Promise<void> {
    return reread(this.#transactions, messages)
  }

  decideProposal(id: string, decision: ProposalDecision): Promise<boolean> {
    return decideProposal(this.#transactions, id, decision)
  }
}
