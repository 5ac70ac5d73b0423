/** What the id of a record looks like; see `RecordId`. By itself, for what must load quickly. */
export const ID_FORM: RegExp = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/
/** What a revision looks like; see `Revision`. */
export const REVISION_FORM: RegExp = /^[0-9a-f]{8}$/
