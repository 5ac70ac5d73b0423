import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FoundPosition } from '../../lib/model/index.ts'

/** What a person found in a message by reading it: does its sender take a position in their own words? See docs/curating.md for what counts. */
export interface Label {
  readonly messageId: string
  /** `tune`: rules may be changed to do better on it. `held-out`: only ever measured. */
  readonly split: 'tune' | 'held-out'
  /** How the message came to be labelled: what it was drawn from, by chance. */
  readonly drawn: 'uniform' | 'patch' | 'alias' | 'topic' | 'neighbour' | 'words'
  readonly has: boolean
  readonly kind?: FoundPosition['kind']
  readonly stance?: FoundPosition['stance']
  /** Where the statement stands, lines in the message's text. */
  readonly lines?: readonly [number, number]
  /** Two or three words that stand there. */
  readonly words?: string
  /** What it says, in our own words. */
  readonly gist?: string
}

/** The labels of 150 messages of the kvm-ppc archive. */
export function readLabels(): readonly Label[] {
  const text = readFileSync(new URL('labels.ndjson', import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** The half that a message belongs to was fixed before it was read: by its Message-ID alone. */
export function splitOf(messageId: string): Label['split'] {
  const byte = createHash('sha256').update(messageId).digest()[0] ?? 0
  return byte % 2 === 1 ? 'held-out' : 'tune'
}
