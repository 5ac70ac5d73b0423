import { type FoundPosition, type Message, UNFINISHED } from '../../model/index.ts'
import { passage } from './passage.ts'
import { type Said, statements } from './statements.ts'
import { writeFeature } from './write-feature.ts'
import { writePolicy } from './write-policy.ts'

/** A message of the thread that a draft is made from. */
export interface DraftMessage {
  readonly message: Message
  /** The list that it came by. */
  readonly list: string
  readonly positions: readonly FoundPosition[]
}

export interface DraftOptions {
  readonly kind: 'policy' | 'feature'
  /** The message that decided; its positions stand also under the outcome. */
  readonly about: string
  /** Default: made from the thread's first subject. */
  readonly id?: string
  /** The day on which the messages were read, ISO 8601. */
  readonly today: string
  /** Ids of all features, to tell which of the records that are spoken of are some. */
  readonly features: ReadonlySet<string>
}

export interface Draft {
  readonly id: string
  /** Below `content/`. */
  readonly path: string
  /** The record: valid but for what a person has to write. Nothing of what the mails say is in it, but names and identifiers. */
  readonly text: string
  /** What the mails say, for the person who writes; belongs beside the record, never into it. Text of a mail: hostile. */
  readonly passages: string
  readonly positions: number
  /** Positions that were left out since there were too many, or since their message cannot be cited. */
  readonly leftOut: number
}

/**
 * Drafts a record from a thread: who took which position where, cited; what they said is left to a person to put in their own words.
 * @param messages of the thread; the one it is `about` is among them
 * @returns undefined if no message that says anything can be cited: none has a Message-ID that evidence can name
 */
export function draftOf(messages: readonly DraftMessage[], options: DraftOptions): Draft | undefined {
  const { kept, leftOut } = statements(messages, options.about)
  if (kept.length === 0) return undefined
  const first = [...messages].sort((a, b) => (a.message.date < b.message.date ? -1 : 1))[0]
  const id = options.id ?? idOf(first?.message.patch?.title ?? first?.message.subject ?? '', options.kind)
  const records = [...new Set(kept.flatMap((one) => one.records))].filter((record) => options.features.has(record)).sort()
  const text = (options.kind === 'policy' ? writePolicy : writeFeature)(id, kept, records, options)
  return {
    id,
    path: options.kind === 'policy' ? `policies/${id}.md` : `features/${id}.md`,
    text,
    passages: passagesOf(id, kept),
    positions: kept.length,
    leftOut,
  }
}

/** `[PATCH v2 1/3] KVM: PPC: Add a wheel` → `kvm-ppc-add-a-wheel`. */
function idOf(subject: string, kind: DraftOptions['kind']): string {
  const words = subject
    .replace(/^\s*(?:(?:re|aw|fwd?)\s*:\s*|\[[^\]]*\]\s*)+/i, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const short = words.length > 48 ? words.slice(0, 48).replace(/-[^-]*$/, '') : words
  return `${kind === 'feature' ? 'new/' : ''}${short || 'draft'}`
}

function passagesOf(id: string, kept: readonly Said[]): string {
  const head = [
    `What the mails say, for who writes \`${id}\`. Put it in your own words there: where it says ${UNFINISHED}.`,
    'Lines with * are what was found; those with | stand around it. This file is no part of the record.',
  ]
  return `${[head.join('\n'), ...kept.map(passage)].join('\n\n')}\n`
}
