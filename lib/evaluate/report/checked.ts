import { type Checked, type Entry, type Knowledge, checkedInWords, checkedOf } from '../../model/index.ts'

/** What the recorded runs of `verify` say of a record's claims, each with words. */
export function checksOf(entry: Entry, knowledge: Knowledge): readonly (Checked & { readonly words: string })[] {
  const runs = [...knowledge.entries.values()].flatMap(({ data }) => (data.kind === 'verification' ? [data] : []))
  return checkedOf(entry, runs).map((one) => ({ ...one, words: checkedInWords(one, knowledge.entries.get(one.repo)?.data.title ?? one.repo) }))
}
