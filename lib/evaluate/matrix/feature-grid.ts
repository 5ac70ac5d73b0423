import type { Entry, Feature, Knowledge, Profile } from '../../model/index.ts'
import { entriesOf } from '../matrix.ts'
import { cellFragment } from '../report/cell-fragment.ts'
import { conditionInWords } from '../report/condition.ts'
import { type Narrowed, between, fullRow, isNewest, onColumns, runFrom, startsOf } from './component-grid.ts'
import type { Grid, GridRow } from './grid.ts'
import { groupsFor } from './narrow.ts'

/**
 * A feature's matrix as tables, one a component, a row a condition. The entry may be an old revision.
 * @param component only this one; default all that the feature has statements for
 */
export function featureGrids(
  knowledge: Knowledge,
  entry: Entry<Feature>,
  {
    component,
    profile,
    every = false,
    ...range
  }: Pick<Narrowed, 'from' | 'to' | 'every'> & { component?: string | undefined; profile?: Profile | undefined } = {},
): Grid[] {
  const components = [...new Set(entry.data.support.map((one) => one.component))].filter((name) => !component || name === component)
  return components.flatMap((name) => {
    const groups = groupsFor(knowledge, entry, name, profile)
    const line = knowledge.lines.get(name)
    // Versions of one component say nothing of another's.
    const versions = between(line, entriesOf(knowledge, [entry], name), component === name ? range : {})
    const rows = groups.map((group) => ({
      group,
      cells: fullRow(knowledge, entry, name, versions, [group]).map((cell) => ({
        ...cell,
        fragments: versions.slice(cell.at, cell.at + cell.span).map((version) => cellFragment(name, version, group.when)),
      })),
    }))
    if (rows.length === 0 || versions.length === 0) return []
    const starts = startsOf(
      rows.flatMap(({ cells }) => cells),
      versions.length,
      every,
    )
    return {
      component: name,
      corner: name,
      columns: starts.map((start, index) => runFrom(versions, start, starts[index + 1], isNewest(line, versions), every)),
      rows: rows.map(({ group, cells }): GridRow => {
        const words = conditionInWords(group.when) || 'always'
        return { key: words, label: words, feature: entry.data.id, cells: onColumns(cells, starts) }
      }),
    }
  })
}
