/** A message as a source hands it over, before anything is understood. */
export interface RawMessage {
  /** The bytes as they arrived; kept losslessly. */
  readonly raw: Uint8Array
  /** Name of the list or folder it came by: `kvm-ppc.vger.kernel.org`, the mbox's name, … */
  readonly list: string
  /** Where in the source it lies: a commit, a byte offset, a file name. With the source it names one arrival. */
  readonly place: string
  /** When the source got it, ISO 8601 UTC; what stands in for a missing or absurd Date header. */
  readonly arrived?: string
  /** The message was rebuilt from a page or paste, not received: what was inferred is in its notes. */
  readonly rebuilt?: boolean
}

/** A name and an address; either may be empty. */
export interface Mailbox {
  readonly name: string
  /** Lower case domain, otherwise as written. */
  readonly address: string
}

/** A message as it is read. Everything here follows from the raw bytes (and `arrived`) and can be worked out again. */
export interface Message {
  /** Without angle brackets. Made from `hash` when the header has none that can be used. */
  readonly messageId: string
  /** The header gave no usable Message-ID. */
  readonly unnamed: boolean
  /** SHA-256 of the raw bytes, hex. */
  readonly hash: string
  readonly subject: string
  readonly from: Mailbox
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  /** ISO 8601 UTC: the Date header; when that is missing, unreadable or more than a day after `arrived`, `arrived`; else 1970. */
  readonly date: string
  /** Message-IDs of References then In-Reply-To, each once, its own left out, oldest first; the last is what it answers. At most 200. */
  readonly references: readonly string[]
  /** The text that a person reads: LF line ends, format=flowed unwrapped (soft breaks joined per quote depth), no attachments. */
  readonly text: string
  /** First and last lines of the text whose breaks or quote marks were put back by guess; of a rebuilt message only. */
  readonly inferred?: readonly (readonly [number, number])[]
  /** The text was made from HTML because there was no plain one. */
  readonly fromHtml: boolean
  readonly attachments: readonly Attachment[]
  /** Subject tags of a patch, or a diff in the text. */
  readonly patch?: PatchInfo
  /** What was broken and how it was read, for people: `no Date header: the time of arrival stands in`. */
  readonly notes: readonly string[]
  /** Bytes of the raw message. */
  readonly size: number
  /** Signs of spam by rule, named; empty for honest mail. */
  readonly spam: readonly string[]
}

export interface Attachment {
  readonly name: string
  readonly type: string
  /** Bytes, decoded. */
  readonly size: number
}

/** `[PATCH v3 2/7] KVM: …`: a place in a series. */
export interface PatchInfo {
  /** 1 when not said. */
  readonly version: number
  /** 0 for the cover letter; absent for a patch that stands alone. */
  readonly number?: number
  readonly total?: number
  /** Subject without `Re:` and tags, folded: the same over versions of a patch. */
  readonly title: string
  /** The text has a diff (not quoted). */
  readonly diff: boolean
  /** The message answers a patch (`Re:`), it is none. */
  readonly reply: boolean
}

export type BlockKind = 'text' | 'attribution' | 'quote' | 'signature' | 'diff' | 'trailer' | 'footer'

/**
 * A run of lines of a message that one person wrote. `text`: the sender's own words; `quote`: somebody else's;
 * `attribution`: "On … X wrote:"; `trailer`: Signed-off-by and the like; `footer`: what a list or a scanner added.
 */
export interface Block {
  readonly kind: BlockKind
  /** Quote marks before each line; 0 for the sender's own. An attribution has the depth of the text that it stands in. */
  readonly depth: number
  /** First and last line in the message's text, from 1, inclusive. */
  readonly lines: readonly [number, number]
  /** The lines without their quote marks. */
  readonly text: string
  /** Who wrote it, as far as attributions tell; absent when nobody is named. */
  readonly author?: Mailbox
  /** Message-ID of the message that these words stood in first, where it is known. */
  readonly message?: string
  /** The depth, the author or the limits were inferred: marks were lost or lines joined. */
  readonly inferred: boolean
}

/** A place where a message speaks of a record. */
export interface Mention {
  readonly messageId: string
  readonly record: string
  /** What stands there: an alias, a commit id, a citation (`/r/…`, `/features/…`). */
  readonly kind: 'alias' | 'commit' | 'citation'
  /** As it stands in the message. */
  readonly name: string
  /** Of a citation that pins one. */
  readonly revision?: string
  /** Line in the message's text, from 1; 0 for the subject. */
  readonly line: number
  /** Whose words: the sender's own, quoted, or in a patch. */
  readonly where: 'own' | 'quoted' | 'patch' | 'subject'
  /** The sentence around it, at most 300 characters. */
  readonly sentence: string
}

/** A statement in a message that a rule took for a requirement, a promise, an objection or a decision. */
export interface FoundPosition {
  readonly messageId: string
  /** Lines in the message's text, from 1, inclusive. */
  readonly lines: readonly [number, number]
  readonly kind: 'requirement' | 'promise' | 'objection' | 'decision' | 'question'
  readonly stance: 'for' | 'against' | 'condition' | 'question' | 'report'
  /** Who said it: the author of the block, never the one who quoted it. */
  readonly author: Mailbox
  /** Records that it speaks of, by the mentions in its sentence, else its paragraph. */
  readonly records: readonly string[]
  /** Ids of the rules that found it, in `lib/mail/positions/rules.ts`. */
  readonly rules: readonly string[]
  readonly sentence: string
}

/** A command in a mail, waiting for a reviewer or refused. */
export interface Proposal {
  /** Made from the message and the paragraph, so that reading it again gives the same. */
  readonly id: string
  readonly messageId: string
  readonly line: number
  readonly author: Mailbox
  readonly date: string
  /** The command as written. */
  readonly text: string
  readonly verb: 'record' | 'introduce' | 'cite' | 'decide' | 'supersede' | 'correct' | 'unknown'
  /** Record it is about, empty when none could be read. */
  readonly record: string
  /** The rest, by name. */
  readonly values: Readonly<Record<string, string>>
  /** `refused` by the reader (see `reason`); the other two by a reviewer. */
  readonly status: 'pending' | 'refused' | 'accepted' | 'declined'
  readonly reason: string
}
