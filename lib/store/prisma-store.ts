import { apply, readState } from './apply.ts'
import { changes } from './changes.ts'
import { citations, named, releases, statements } from './claims.ts'
import type { PrismaClient } from './generated/client.ts'
import type { Leases } from './leases.ts'
import { PrismaMailStore } from './mail.ts'
import type { MailQueries, MailTransactions } from './mail-writer.ts'
import type { WritableMailStore } from './mail-port.ts'
import type {
  Page,
  RecordHistory,
  RecordQuery,
  RecordSummary,
  RevisionInfo,
  StoredChange,
  StoredCitation,
  StoredRelease,
  StoredRevision,
  StoredStatement,
  StoreState,
  SyncInfo,
  SyncPlan,
  WritableStore,
} from './port.ts'
import { entries, entry, history, records, revisions, texts } from './records.ts'
import type { VersionReader } from './version.ts'
import type { Entry } from '../model/index.ts'

/** What each provider has its own way for. */
export interface Provided {
  readonly version: VersionReader
  /** How mail is written. */
  readonly transactions: MailTransactions
  /** How an ingest asks for what is there. Default: Prisma's client, the first question to which takes a tenth of a second. */
  readonly queries?: MailQueries
  readonly leases: Leases
}

/** The store over a Prisma client of any provider. */
export class PrismaStore implements WritableStore {
  readonly #client: PrismaClient
  readonly #transactions: MailTransactions
  readonly #version: VersionReader
  readonly mail: WritableMailStore
  readonly leases: Leases

  constructor(client: PrismaClient, { version, transactions, queries, leases }: Provided) {
    this.#client = client
    this.#version = version
    this.leases = leases
    this.mail = new PrismaMailStore(client, transactions, queries)
    this.#transactions = transactions
  }

  entries(): Promise<Entry[]> {
    return entries(this.#client)
  }

  texts(): Promise<readonly { readonly entry: Entry; readonly text: string }[]> {
    return texts(this.#client)
  }

  entry(id: string, revision?: string): Promise<StoredRevision | undefined> {
    return entry(this.#client, id, revision)
  }

  revisions(id: string): Promise<RevisionInfo[]> {
    return revisions(this.#client, id)
  }

  changes(query: Parameters<WritableStore['changes']>[0] = {}): Promise<StoredChange[]> {
    return changes(this.#client, query)
  }

  history(): Promise<RecordHistory[]> {
    return history(this.#client)
  }

  records(query: RecordQuery = {}): Promise<Page<RecordSummary>> {
    return records(this.#client, query)
  }

  named(name: string): Promise<string[]> {
    return named(this.#client, name)
  }

  statements(query: Parameters<WritableStore['statements']>[0] = {}): Promise<StoredStatement[]> {
    return statements(this.#client, query)
  }

  citations(query: Parameters<WritableStore['citations']>[0] = {}): Promise<StoredCitation[]> {
    return citations(this.#client, query)
  }

  releases(component?: string): Promise<StoredRelease[]> {
    return releases(this.#client, component)
  }

  async digest(): Promise<string> {
    const newest = await this.#client.sync.findFirst({ orderBy: { id: 'desc' }, select: { digest: true } })
    return newest?.digest ?? ''
  }

  version(): Promise<string> {
    return this.#version.read()
  }

  async lastSync(): Promise<SyncInfo | undefined> {
    const newest = await this.#client.sync.findFirst({ orderBy: { id: 'desc' } })
    return newest ? { id: newest.id, digest: newest.digest, date: newest.date, finished: newest.finished.toISOString() } : undefined
  }

  state(): Promise<StoreState> {
    return readState(this.#client)
  }

  apply(plan: SyncPlan): Promise<'applied' | 'stale'> {
    return apply(this.#client, plan)
  }

  async close(): Promise<void> {
    await this.#transactions.close()
    await this.#version.close()
    await this.#client.$disconnect()
  }
}
