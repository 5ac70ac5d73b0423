import { type Entry, type VerificationRecord, checkedOf, folderOf } from '../model/index.ts'

/** A claim of a record, and when it was last looked at. */
export interface Aged {
  readonly record: string
  readonly area: string
  /** `support.0`, `clauses.2`, `outcome`. */
  readonly place: string
  /** The latest `checked` of its evidence, or the day on which `verify` confirmed it; ISO 8601. */
  readonly checked: string
}

/** Every claim with evidence, in order of records. */
export function agesOf(entries: Iterable<Entry>, verifications: readonly VerificationRecord[]): readonly Aged[] {
  return [...entries].flatMap((entry) => {
    const { id, kind } = entry.data
    if (kind === 'source' || kind === 'release-line' || kind === 'distribution' || kind === 'verification') return []
    const confirmed = new Map(
      checkedOf(entry, verifications).flatMap(({ place, outcome, date }) => (outcome === 'confirmed' && date ? [[place, date] as const] : [])),
    )
    const found: Aged[] = []
    walk(entry.data, [], (place, checked) => {
      const later = confirmed.get(place)
      found.push({ record: id, area: folderOf(id) || kind, place, checked: later && later > checked ? later : checked })
    })
    return found
  })
}

/** Visits what has evidence, with the newest day on which some of it was opened. */
function walk(value: unknown, path: readonly string[], visit: (place: string, checked: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  const evidence = (value as { evidence?: readonly { readonly checked: string }[] }).evidence
  if (!Array.isArray(value) && evidence && evidence.length > 0)
    visit(
      path.join('.'),
      evidence
        .map(({ checked }) => checked)
        .sort()
        .at(-1) as string,
    )
  for (const [key, part] of Object.entries(value)) if (key !== 'evidence') walk(part, [...path, key], visit)
}
