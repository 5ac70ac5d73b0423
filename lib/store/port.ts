import type { Entry, Evidence, Kind, Support } from '../model/index.ts'
import type { Leases } from './leases.ts'
import type { MailStore, WritableMailStore } from './mail-port.ts'

/** What is stored, for reading. Every method sees one finished sync, never a half of one. */
export interface Store {
  /** The mailing lists. */
  readonly mail: MailStore
  /** The current revision of every record, by id; what knowledge is built from. */
  entries(): Promise<Entry[]>
  /** The same with their rendered bodies as plain text; what search is built from. */
  texts(): Promise<readonly { readonly entry: Entry; readonly text: string }[]>
  /**
   * One revision of a record.
   * @param revision default: the current one, or the last of a record that was removed
   */
  entry(id: string, revision?: string): Promise<StoredRevision | undefined>
  /** A record's revisions, newest first. */
  revisions(id: string): Promise<RevisionInfo[]>
  /** What changed in records, newest first. */
  changes(query?: ChangeQuery): Promise<StoredChange[]>
  /** Every record that is or was, by id, with when each of its revisions was first seen; oldest first. */
  history(): Promise<RecordHistory[]>
  /** Current records in order, a page at a time. @throws CursorError for a cursor that it did not give */
  records(query?: RecordQuery): Promise<Page<RecordSummary>>
  /** Ids of the current records that go by this name, whatever its case; an id is a name too. */
  named(name: string): Promise<string[]>
  /** Support statements of current records. */
  statements(query?: { readonly record?: string; readonly component?: string }): Promise<StoredStatement[]>
  /** Evidence in current records. `commit` may be longer or shorter than what a record gives, from 7 digits. */
  citations(query?: { readonly record?: string; readonly messageId?: string; readonly commit?: string; readonly list?: string }): Promise<StoredCitation[]>
  /** Releases of all lines or of one component's, in the line's order. */
  releases(component?: string): Promise<StoredRelease[]>
  /** Digest of the knowledge in here; empty before the first sync. Cheap: ask it to notice a sync by another process. */
  digest(): Promise<string>
  /** Another text whenever another process may have written anything, records or mail. Cheap: ask it to know whether what was read before still holds. */
  version(): Promise<string>
  /** The newest sync that changed something. */
  lastSync(): Promise<SyncInfo | undefined>
  close(): Promise<void>
}

/** The store as the pipeline sees it. */
export interface WritableStore extends Store {
  readonly mail: WritableMailStore
  /** So that of all processes on this database one does a job. */
  readonly leases: Leases
  /** What a sync compares with. */
  state(): Promise<StoreState>
  /**
   * Writes a sync in one transaction: all of it, or nothing.
   * @returns `stale` if another sync finished since `plan.parent`; nothing is written then
   */
  apply(plan: SyncPlan): Promise<'applied' | 'stale'>
}

export interface RevisionInfo {
  readonly id: string
  readonly revision: string
  readonly path: string
  /** When it was first seen, ISO 8601: the date of its first commit, else of the first sync that found it. */
  readonly seen: string
  readonly commit?: string
  readonly current: boolean
}

export interface ChangeQuery {
  /** Only these records. */
  readonly ids?: readonly string[]
  /** Only records whose ids begin with this and a `/`. */
  readonly within?: string
  /** Default 50. */
  readonly limit?: number
}

/** A record came, changed or went. */
export interface StoredChange {
  readonly id: string
  /** The revision that came; of a record that went, its last. */
  readonly revision: string
  /** The revision before. */
  readonly previous?: string
  readonly kind: 'added' | 'changed' | 'removed'
  /** When it was first seen, ISO 8601. */
  readonly date: string
  /** It is what the record says now. */
  readonly current: boolean
}

export interface RecordHistory {
  readonly id: string
  readonly kind: Kind
  readonly title: string
  /** Absent when the record was removed. */
  readonly current?: string
  /** When it came to its current revision, or was removed, ISO 8601. */
  readonly updated: string
  readonly revisions: readonly { readonly revision: string; readonly seen: string }[]
}

export interface StoredRevision extends RevisionInfo {
  /** The file. */
  readonly raw: string
  /** Absent when a past revision does not fit today's schema. */
  readonly entry?: Entry
  /** The rendered body; both are empty where there is no entry. */
  readonly html: string
  readonly text: string
  readonly headings: readonly Heading[]
  /** The record was removed and this is what it last was, or was before. */
  readonly removed: boolean
}

export interface Heading {
  readonly id: string
  readonly text: string
  readonly depth: number
}

export interface RecordSummary {
  readonly id: string
  readonly kind: Kind
  readonly area: string
  readonly title: string
  readonly summary: string
  /** Of policies. */
  readonly status?: string
  readonly revision: string
  readonly updated: string
}

export interface RecordQuery {
  readonly kinds?: readonly Kind[]
  /** Areas with all that lies in them: `a` finds `a` and `a/b`. */
  readonly areas?: readonly string[]
  readonly statuses?: readonly string[]
  /** By id, or the latest change first. Default: `id`. */
  readonly order?: 'id' | 'updated'
  /** 1 to 1000, default 100. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly cursor?: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly total: number
  /** Absent on the last page. */
  readonly next?: string
}

/** A cursor that no page gave. */
export class CursorError extends Error {
  /** By name: pages are built apart from the service that they ask, and have classes of their own. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'CursorError'
  }

  constructor() {
    super('the cursor is not one that a page gave: leave it out to begin at the first page')
    this.name = 'CursorError'
  }
}

export interface StoredStatement {
  readonly record: string
  readonly revision: string
  /** Place in the record's `support`, from 0. */
  readonly position: number
  readonly component: string
  readonly when?: Support['when']
  readonly versions?: Support['versions']
  readonly value?: Support['value']
  readonly before?: Support['before']
  readonly status?: Support['status']
  readonly inferred: boolean
}

export interface StoredCitation {
  readonly record: string
  readonly revision: string
  /** Path of the claim in the record's data: `support.3`, `outcome`. */
  readonly claim: string
  readonly evidence: Evidence
}

export interface StoredRelease {
  readonly line: string
  readonly component: string
  readonly branch: string
  readonly version: string
  readonly date?: string
}

export interface SyncInfo {
  readonly id: number
  readonly digest: string
  /** The newest date on which evidence was checked. */
  readonly date: string
  readonly finished: string
}

export interface StoreState {
  /** Id of the newest sync, 0 for none. */
  readonly sync: number
  readonly digest: string
  /** Up to which commit history was read. */
  readonly commit?: string
  /** What the rendered bodies depended on besides their markdown. */
  readonly links: string
  /** Current records by id. `data` is the stored JSON. */
  readonly current: ReadonlyMap<string, { readonly revision: string; readonly hash: string; readonly path: string; readonly data: string }>
  /** Every revision that is stored, as `id@revision`, and whether its first commit is known. */
  readonly known: ReadonlyMap<string, boolean>
}

/** Everything that a sync writes. */
export interface SyncPlan {
  readonly parent: number
  readonly digest: string
  readonly date: string
  readonly finished: string
  readonly commit?: string
  readonly links: string
  /** New or changed records, and those whose rendering or reading changed. */
  readonly write: readonly PlannedRevision[]
  /** Ids of records that are no longer there. */
  readonly remove: readonly string[]
  /** Past revisions that are not known yet, oldest first. */
  readonly past: readonly PlannedRevision[]
  /** Revisions already stored whose first commit became known. */
  readonly dated: readonly { readonly id: string; readonly revision: string; readonly seen: string; readonly commit: string }[]
}

export interface PlannedRevision {
  readonly id: string
  readonly kind: Kind
  readonly revision: string
  readonly hash: string
  readonly path: string
  readonly raw: string
  readonly entry?: Entry
  readonly html: string
  readonly text: string
  readonly headings: readonly Heading[]
  readonly seen: string
  readonly commit?: string
  /** When the record last changed to this revision; default: `seen`, which is earlier when it came back to it. */
  readonly updated?: string
}
