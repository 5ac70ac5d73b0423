import { type Fields, queryOf } from '../../lib/api/fields.ts'

/** A question's fields, to go along with another form. */
export function HiddenFields({ fields }: { fields: Fields }) {
  return [...new URLSearchParams(queryOf(fields))].map(([name, value], index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two hosts on the way may be alike
    <input key={index} type="hidden" name={name} value={value} />
  ))
}
