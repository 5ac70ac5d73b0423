import type { RawMessage } from '../../model/index.ts'

/** A place that mail comes from. What it reads is raw; nothing is understood here. */
export interface Source {
  /** Kind and address: `git:/srv/kvm-ppc`. */
  readonly id: string
  readonly kind: 'git' | 'bundle' | 'mbox' | 'maildir' | 'message' | 'page' | 'paste'
  readonly location: string
  /** The list that its messages belong to, unless one says otherwise. */
  readonly list: string
  /** Files and folders of which one changes when something is added; not all of them need to be there. */
  readonly watched: readonly string[]
  /** How many items {@link read} will give from a position, for the display of progress; undefined when counting would mean reading. Mail that comes between a count and the reading after it may be left to the one after that. */
  count(position: string): Promise<number | undefined>
  /**
   * Reads on from a position, oldest first. May be left at any item: reading from its position goes on with the next.
   * @param position of the last item that was kept, '' for the start
   * @throws Error of one line when the source cannot be read
   */
  read(position: string): AsyncGenerator<SourceItem>
}

/** One step of reading: a message that came, one that was deleted, or a note; each moves the position. */
export interface SourceItem {
  /** To go on after this item. */
  readonly position: string
  readonly message?: RawMessage
  /** The place of a message that the source has deleted. */
  readonly deleted?: string
  /** For people, one line: `the history of … was rewritten: it is read again from the start`. */
  readonly note?: string
}
