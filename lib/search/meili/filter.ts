import { whole } from './tokens.ts'

/**
 * Filters of Meilisearch from values that anybody may have typed. Its grammar knows no word without quotes here, and in quotes a backslash makes what follows
 * part of the value; so a value cannot end early. (One that holds a backslash is compared with its backslashes doubled, and so equals nothing: no stored value has one.)
 */

/** `attribute` is one of the values; false for no values at all. @param attribute a name of ours, never typed */
export function anyOf(attribute: string, values: readonly (string | number)[]): string {
  // An empty list is no filter for the server, but means that nothing fits.
  return values.length === 0
    ? `${attribute} = ${quoted(NEVER)}`
    : `${attribute} IN [${values.map((value) => (typeof value === 'number' ? number(value) : quoted(value))).join(', ')}]`
}

/** All of these filters hold. */
export function allOf(filters: readonly string[]): string {
  return filters.map((filter) => `(${filter})`).join(' AND ')
}

/** A value as the grammar takes it, whatever it holds. */
export function quoted(value: string): string {
  return `"${whole(value.slice(0, LONGEST)).replace(/[\\"]/g, '\\$&')}"`
}

/** Longer than any value that is stored; Meilisearch compares no more than 468 bytes. */
const LONGEST = 460
/** A value that no document has. */
const NEVER = '\u0001'

function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`\`${value}\` is no number to filter by`)
  return String(value)
}
