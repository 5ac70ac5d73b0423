import type { Feature } from './feature.ts'
import type { Policy } from './policy.ts'
import type { Entry, RecordData } from './record.ts'
import type { ReleaseLine } from './release.ts'
import type { Rule } from './rule.ts'

/** All records compiled into one immutable value. Built by `evaluate/knowledge.ts` from entries of files or of the database. */
export interface Knowledge {
  /** SHA-256 over ids and revisions in order, 16 hex digits: the same records give the same digest. */
  readonly digest: string
  /** The newest date on which evidence was checked, ISO 8601. */
  readonly date: string
  readonly entries: ReadonlyMap<string, Entry<RecordData>>
  readonly features: readonly Entry<Feature>[]
  readonly rules: readonly Entry<Rule>[]
  readonly policies: readonly Entry<Policy>[]
  /** By component, e.g. `linux`. */
  readonly lines: ReadonlyMap<string, ReleaseLine>
  /** Names of machine options that records know, for input. */
  readonly options: readonly string[]
}

/** The form of `/export/knowledge.json`: everything needed to evaluate elsewhere. */
export interface KnowledgeFile {
  readonly format: 1
  readonly digest: string
  readonly date: string
  readonly entries: readonly Entry[]
}
