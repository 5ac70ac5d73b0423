import { z } from 'zod'
import { ID_FORM, REVISION_FORM } from './id-form.ts'

/**
 * Id of a record: lower-case path segments joined by `/`; equal to the file's path below its kind's folder, without the ending.
 * Features and rules have at least two segments (`area/name`), policies and sources and releases one or more.
 */
export const RecordId = z.string().regex(ID_FORM, {
  error: 'an id has lower-case letters, digits, `.`, `_`, `-`, and `/` between its parts',
})

/** Revision of a record: the first eight hex digits of the SHA-256 of its file's bytes, line ends as LF. */
export const Revision = z.string().regex(REVISION_FORM, { error: 'a revision is eight hex digits' })
