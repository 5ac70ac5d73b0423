import { type Knowledge, folderOf } from '../../model/index.ts'
import type { Narrowed } from './component-grid.ts'
import { type Grid, type GridRow, combined, sayingAt } from './grid.ts'
import { groupsFor } from './narrow.ts'

/** A page of every feature at one release. */
export interface ReleaseGrid {
  readonly grid: Grid
  readonly total: number
  readonly page: number
  readonly pages: number
}

const MOST_ROWS = 200

/** Every feature at one version of a component (`*` of one without releases), a row a feature and condition. */
export function releaseGrid(
  knowledge: Knowledge,
  component: string,
  version: string,
  { area, words = '', profile, states = [], page: asked = 1, whole = false }: Pick<Narrowed, 'area' | 'words' | 'profile' | 'states' | 'page' | 'whole'> = {},
): ReleaseGrid {
  const line = knowledge.lines.get(component)
  const most = whole ? Number.POSITIVE_INFINITY : MOST_ROWS
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = knowledge.features.flatMap((entry): GridRow[] => {
    const { data } = entry
    const isIn = !area || area === 'all' || folderOf(data.id) === area || data.id.startsWith(`${area}/`)
    const text = `${data.id} ${data.title}`.toLowerCase()
    if (!isIn || !wanted.every((word) => text.includes(word))) return []
    return groupsFor(knowledge, entry, component, profile)
      .map((group) => sayingAt(line, data, component, version, group))
      .filter(({ state }) => state !== 'none' && (states.length === 0 || states.includes(state)))
      .map((says) => ({
        key: `${data.id} ${says.when}`,
        label: data.id,
        title: data.title,
        feature: data.id,
        cells: [{ ...combined([says]), at: 0, span: 1, run: { first: version, last: version } }],
      }))
  })
  const pages = Math.max(Math.ceil(rows.length / most), 1)
  const page = Math.min(Math.max(asked, 1), pages)
  return {
    grid: {
      component,
      corner: 'feature',
      columns: [{ first: version, last: version }],
      rows: whole ? rows : rows.slice((page - 1) * most, page * most),
    },
    total: rows.length,
    page,
    pages,
  }
}
