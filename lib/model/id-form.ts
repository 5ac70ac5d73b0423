/** What the id of a record looks like; see `RecordId`. By itself, for what must load quickly. */
export const ID_FORM: RegExp = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/
