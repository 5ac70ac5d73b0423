import type { Clause } from '../../lib/model/index.ts'

/** Something that follows from a record, with the names of what is missing where it is not certain. */
export interface Found extends Pick<Clause, 'effect' | 'guest' | 'harmless'> {
  readonly record: string
  readonly claim: string
  readonly stage: Clause['stage']
  readonly side?: 'source' | 'destination'
  readonly certain: boolean
  readonly depends?: boolean
  readonly missing: readonly string[]
  /** Of parts: what differs. */
  readonly from?: string
  readonly to?: string
}
