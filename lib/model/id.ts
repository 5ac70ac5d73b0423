import { z } from 'zod'
import { ID_FORM } from './id-form.ts'

/**
 * Id of a record: lower-case path segments joined by `/`; equal to the file's path below its kind's folder, without the ending.
 * Features and rules have at least two segments (`area/name`), policies and sources and releases one or more.
 */
export const RecordId = z.string().regex(ID_FORM, {
  error: 'an id has lower-case letters, digits, `.`, `_`, `-`, and `/` between its parts',
})

/** The folder of an id, all but its last part: `a/b` of `a/b/c`; empty for an id of one part. */
export function folderOf(id: string): string {
  return id.slice(0, Math.max(id.lastIndexOf('/'), 0))
}

/** Revision of a record: the first eight hex digits of the SHA-256 of its file's bytes, line ends as LF. */
export const Revision = z.string().regex(/^[0-9a-f]{8}$/, { error: 'a revision is eight hex digits' })

/** A reference to a record, optionally pinned: `id` or `id@revision`. Undefined when the text is neither. */
export function parseReference(text: string): { id: string; revision?: string } | undefined {
  const [id, revision, ...rest] = text.split('@')
  if (rest.length > 0 || !RecordId.safeParse(id).success) return undefined
  if (revision === undefined) return { id: id as string }
  return Revision.safeParse(revision).success ? { id: id as string, revision } : undefined
}

/** What a citation names. */
export interface Reference {
  readonly id: string
  readonly revision?: string
  /** One claim of the record; see `citableOf`. */
  readonly fragment?: string
}

/**
 * Reads a citation of ours in any form that people paste: `id`, `id@revision`, `id@revision#claim`, or the address of a page of it on any host
 * (`https://host/r/id@revision#claim`, `/features/id.txt`). Undefined for anything else.
 */
export function parseCitation(text: string): Reference | undefined {
  const bare = text
    .trim()
    .replace(/^<|>$/g, '')
    .replace(/^(?:https?:\/\/[^/\s]+)?\/(?:r|features|policies|areas)\//, (prefix) => (prefix.endsWith('/areas/') ? 'areas/' : ''))
  const [, reference = '', fragment] = /^([^#]*)(?:#(.*))?$/s.exec(bare) ?? []
  const found = parseReference(reference) ?? parseReference(reference.replace(/\.(?:txt|md|json|atom)$/, ''))
  return found && (fragment ? { ...found, fragment } : found)
}
