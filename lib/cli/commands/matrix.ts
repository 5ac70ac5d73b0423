import { type Cell, conditionInWords, matrixAt, matrixOf, showValue } from '../../evaluate/index.ts'
import { isReleased } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { findEntry } from '../find.ts'
import { print, printJson } from '../output.ts'

const MARKS = { supported: '+', partial: '~', absent: '-', unknown: '?' } as const

/** `matrix`: a feature over versions, or all features at one version. */
export const matrix: Register = (program) => {
  program
    .command('matrix')
    .description('what each version of a component has')
    .option('--feature <id>', 'one feature over all versions')
    .option('--component <name>', 'linux, qemu, xen, libvirt, cpu, machine, option')
    .option('--version <version>', 'every feature at this version of --component')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('matrix --feature area/name', 'matrix --feature area/name --component linux --json', 'matrix --component qemu --version 7.2'),
    )
    .action(async ({ feature, component, version, json }: { feature?: string; component?: string; version?: string; json?: boolean }) => {
      const knowledge = await readKnowledge()
      if (feature) {
        findEntry(knowledge, feature)
        const found = matrixOf(knowledge, feature, component)
        if (!found) throw new Error(`\`${feature}\` is not a feature, so it has no matrix; \`canimigrate list --kind feature\` lists those`)
        return json ? printJson(found) : print(grid(found.cells))
      }
      if (!component || !version) throw new Error('`matrix` needs `--feature ID`, or `--component NAME --version V`')
      const line = knowledge.lines.get(component)
      if (!line) throw new Error(`\`${component}\` has no releases here; one of ${[...knowledge.lines.keys()].join(', ')}`)
      if (!isReleased(version, line)) throw new Error(`\`${version}\` is not a release of ${line.title}; the newest known is ${line.branches.at(-1)?.name}`)
      const all = matrixAt(knowledge, component, version)
      if (json) return printJson({ component, version, features: all })
      print(all.flatMap(({ feature: id, cells }) => [id, ...cells.map((cell) => `  ${row(cell)}`)]).join('\n'))
    })
}

/** Runs of versions that say the same are one line: `linux 4.6–6.12`. */
function grid(cells: readonly Cell[]): string {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const key = `${cell.component} ${JSON.stringify(cell.when)}`
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  const lines = [...groups.values()].flatMap((group) => {
    const runs: { first: Cell; last: Cell }[] = []
    for (const cell of group) {
      const run = runs.at(-1)
      if (run && run.last.state === cell.state && showValue(run.last.value) === showValue(cell.value) && run.last.reserved === cell.reserved) run.last = cell
      else runs.push({ first: cell, last: cell })
    }
    const title = [group[0]?.component, conditionInWords(group[0]?.when)].filter(Boolean).join(', ')
    return [title, ...runs.map(({ first, last }) => `  ${row(first, first === last ? undefined : last)}`)]
  })
  return [...lines, '', '+ supported  ~ partial  - absent  ? unknown'].join('\n')
}

function row(cell: Cell, last?: Cell): string {
  const versions = last ? `${cell.version} to ${last.version}` : cell.version === '*' ? 'any' : cell.version
  return `${MARKS[cell.state]} ${versions.padEnd(18)} ${showValue(cell.value)}${cell.reserved ? ' (number reserved)' : ''}${cell.inferred ? ' (inferred)' : ''}`
}
