import { type Cell, conditionInWords, matrixOf, showValue } from '../evaluate/index.ts'
import type { Knowledge } from '../model/index.ts'

/** A feature's matrix as text: per component and condition, a line for each run of releases that say the same. */
export function matrixInRuns(knowledge: Knowledge, feature: string, component: string | undefined): string {
  const groups = new Map<string, Cell[]>()
  for (const cell of matrixOf(knowledge, feature, component)?.cells ?? []) {
    const title = [cell.component, conditionInWords(cell.when)].filter(Boolean).join(', ')
    const group = groups.get(title)
    if (group) group.push(cell)
    else groups.set(title, [cell])
  }
  const lines = [...groups].flatMap(([title, cells]) => [title, ...runsOf(cells).map((run) => `  ${run}`)])
  return lines.join('\n') || `nothing is recorded of \`${feature}\`${component ? ` in ${component}` : ''}`
}

function runsOf(cells: readonly Cell[]): string[] {
  const runs: { first: Cell; last: Cell; says: string }[] = []
  for (const cell of cells) {
    const says = `${cell.state}, ${showValue(cell.value)}${cell.reserved ? ' (number reserved)' : ''}${cell.inferred ? ' (inferred)' : ''}`
    const run = runs.at(-1)
    if (run?.says === says) run.last = cell
    else runs.push({ first: cell, last: cell, says })
  }
  return runs.map(({ first, last, says }) => `${first.version === '*' ? 'any' : first.version}${first === last ? '' : ` to ${last.version}`}: ${says}`)
}
