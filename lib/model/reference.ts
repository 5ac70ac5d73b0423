import { ID_FORM, REVISION_FORM } from './id-form.ts'

/** A reference to a record, optionally pinned: `id` or `id@revision`. Undefined when the text is neither. */
export function parseReference(text: string): { id: string; revision?: string } | undefined {
  const [id = '', revision, ...rest] = text.split('@')
  if (rest.length > 0 || !ID_FORM.test(id)) return undefined
  if (revision === undefined) return { id }
  return REVISION_FORM.test(revision) ? { id, revision } : undefined
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

/** The folder of an id, all but its last part: `a/b` of `a/b/c`; empty for an id of one part. */
export function folderOf(id: string): string {
  return id.slice(0, Math.max(id.lastIndexOf('/'), 0))
}
