import type { Entry, Feature, Knowledge } from '../../model/index.ts'
import { type StatementGroup, entriesOf, groupsOf } from '../matrix.ts'
import { sayingAt, sayingInWords } from '../matrix/grid.ts'
import type { Citable } from './citable.ts'
import { cellFragment } from './cell-fragment.ts'

/** What of a knowledge cells need: the releases of components. */
export type Lines = Pick<Knowledge, 'lines'>

/**
 * The cell of a record's matrix that a fragment names, told of that version alone.
 * @param entry any revision: it is that one's statements that count, at the releases that are known now
 * @returns undefined where it has no such cell: another component, condition or version, or no matrix
 */
export function cellClaim(known: Lines, entry: Pick<Entry, 'data'>, fragment: string): Citable | undefined {
  const found = isFeature(entry) ? cellsOf(known, entry).find((cell) => fragmentOf(cell) === fragment) : undefined
  if (!found) return undefined
  const { component, version, group } = found
  const says = sayingAt(known.lines.get(component), found.of, component, version, group)
  const words = says.state === 'none' ? 'no statement' : sayingInWords(says)
  return { fragment, text: `${[`${component} ${version === '*' ? 'of any version' : version}`, says.when].filter(Boolean).join(', ')}: ${words}` }
}

/** The fragments of all cells of a record's matrix, by component, version and condition; none of what has no matrix. */
export function cellFragments(known: Lines, entry: Pick<Entry, 'data'>): readonly string[] {
  return isFeature(entry) ? cellsOf(known, entry).map(fragmentOf) : []
}

interface Place {
  readonly of: Feature
  readonly component: string
  readonly version: string
  readonly group: StatementGroup
}

function cellsOf(known: Lines, entry: Pick<Entry<Feature>, 'data'>): Place[] {
  const of = entry.data
  return [...new Set(of.support.map(({ component }) => component))].flatMap((component) => {
    const groups = groupsOf(entry, component)
    return entriesOf(known, [entry], component).flatMap((version) => groups.map((group) => ({ of, component, version, group })))
  })
}

function fragmentOf({ component, version, group }: Place): string {
  return cellFragment(component, version, group.when)
}

function isFeature(entry: Pick<Entry, 'data'>): entry is Pick<Entry<Feature>, 'data'> {
  return entry.data.kind === 'feature'
}
