import type { DataPath } from '../content/positions.ts'
import type { Entry } from '../model/index.ts'
import { walk } from './walk.ts'

/** A place in a summary or a remedy that is filled in: `{source.linux}`, `{destination.area/name}`. */
export interface Placeholder {
  readonly path: DataPath
  readonly side: string
  readonly name: string
}

/** The placeholders in the summaries of a record's comparisons, uses and clauses, and in what remedies set. */
export function placeholders({ data }: Entry): Placeholder[] {
  const found: Placeholder[] = []
  walk(data, (value, path) => {
    if (typeof value !== 'string' || !((path.at(-1) === 'summary' && path.length > 1) || path.at(-2) === 'set')) return
    for (const [, side, name] of value.matchAll(/\{(source|destination|boot)\.([^{}]+)\}/g)) found.push({ path, side: side as string, name: name as string })
  })
  return found
}
