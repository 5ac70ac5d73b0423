import { z } from 'zod'
import { Area } from './area.ts'
import { Distribution } from './distribution.ts'
import { Feature } from './feature.ts'
import { Policy } from './policy.ts'
import { ReleaseLine } from './release.ts'
import { Rule } from './rule.ts'
import { SourceRecord } from './source.ts'
import { VerificationRecord } from './verification.ts'

/** The data of a record, by kind. */
export const RecordData = z.discriminatedUnion('kind', [Feature, Policy, Rule, ReleaseLine, SourceRecord, VerificationRecord, Area, Distribution])
export type RecordData = z.infer<typeof RecordData>
export type Kind = RecordData['kind']
export const KINDS: readonly Kind[] = ['feature', 'policy', 'rule', 'release-line', 'source', 'verification', 'area', 'distribution']

/** A record as read from its file. */
export interface Entry<Data extends RecordData = RecordData> {
  readonly data: Data
  /** Revision of the file; see `Revision`. */
  readonly revision: string
  /** Path below `content/`. */
  readonly path: string
  /** The body's markdown; empty for YAML files. */
  readonly body: string
}
