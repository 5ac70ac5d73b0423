import {
  type MatrixTables,
  defaultHost,
  directionGrid,
  featureGrids,
  jointGrid,
  matrixAt,
  matrixOf,
  releaseGrid,
  reportMatrix,
  validateProfile,
} from '../../evaluate/index.ts'
import { parseShorthand, shorthandOf } from '../../input/index.ts'
import { type Entry, type Feature, InputError, type Knowledge, type Profile, isReleased } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { findEntry } from '../find.ts'
import { print, printJson } from '../output.ts'

interface Options {
  readonly feature?: string
  readonly component?: string
  readonly version?: string
  readonly with?: string
  readonly direction?: boolean
  readonly host?: string
  readonly json?: boolean
}

/** `matrix`: a feature over versions, pairs of versions or migrations between them; or all features at one version. */
export const matrix: Register = (program) => {
  program
    .command('matrix')
    .description('what each version of a component has')
    .option('--feature <id>', 'one feature over all versions')
    .option('--component <name>', 'linux, qemu, xen, libvirt, cpu, machine, option')
    .option('--version <version>', 'every feature at this version of --component')
    .option('--with <name>', 'the feature for each pair of versions of this component (rows) and of --component (columns)')
    .option('--direction', 'what the feature does to a migration from each version of --component (rows) to each (columns)')
    .option('--host <facts>', 'for --with and --direction: the rest of the host, as shorthand; default: one that the record speaks of')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples(
        'matrix --feature area/name',
        'matrix --feature area/name --component linux --json',
        'matrix --feature area/name --with linux --component qemu',
        'matrix --feature area/name --direction --component qemu --host "arch=x86_64 accel=kvm"',
        'matrix --component qemu --version 7.2',
      ),
    )
    .action(async (options: Options) => {
      const knowledge = await readKnowledge()
      if (options.feature) return oneFeature(knowledge, options.feature, options)
      oneRelease(knowledge, options)
    })
}

function oneFeature(knowledge: Knowledge, id: string, { component, with: down, direction, host, json }: Options): void {
  const entry = findEntry(knowledge, id)
  if (entry.data.kind !== 'feature') throw new Error(`\`${id}\` is not a feature, so it has no matrix; \`canimigrate list --kind feature\` lists those`)
  if (down || direction) {
    const tables = computed(knowledge, entry as Entry<Feature>, { component: component ?? 'qemu', down: direction ? undefined : down, host })
    return json ? printJson({ feature: id, ...tables }) : print(reportMatrix(tables))
  }
  if (json) return printJson(matrixOf(knowledge, id, component))
  print(reportMatrix({ title: id, about: [], grids: featureGrids(knowledge, entry as Entry<Feature>, { component }) }))
}

/** @param down component of the rows; without it, migrations */
function computed(
  knowledge: Knowledge,
  entry: Entry<Feature>,
  { component, down, host }: { readonly component: string; readonly down: string | undefined; readonly host: string | undefined },
): MatrixTables {
  for (const name of [component, down])
    if (name !== undefined && !knowledge.lines.has(name)) throw new Error(`\`${name}\` has no releases here; one of ${[...knowledge.lines.keys()].join(', ')}`)
  if (component === down) throw new Error(`\`${component}\` cannot be put against itself; give another \`--with\``)
  const whole = host ? hostOf(knowledge, host) : defaultHost(knowledge, entry)
  const profile = { ...whole, facts: Object.fromEntries(Object.entries(whole.facts).filter(([key]) => key !== component && key !== down)) }
  const grid = down === undefined ? directionGrid(knowledge, entry, { component, profile }) : jointGrid(knowledge, entry, { down, across: component, profile })
  return { title: entry.data.id, about: [`On ${shorthandOf(profile)}${host ? '' : ' (assumed; say --host)'}.`], grids: [grid] }
}

function hostOf(knowledge: Knowledge, text: string): Profile {
  const profile = parseShorthand(text, { options: knowledge.options, name: '--host' })
  const problems = validateProfile(knowledge, profile, '--host')
  if (problems.length > 0) throw new InputError(problems)
  return profile
}

function oneRelease(knowledge: Knowledge, { component, version, json }: Options): void {
  if (!component || !version) throw new Error('`matrix` needs `--feature ID`, or `--component NAME --version V`')
  const line = knowledge.lines.get(component)
  if (!line) throw new Error(`\`${component}\` has no releases here; one of ${[...knowledge.lines.keys()].join(', ')}`)
  if (!isReleased(version, line)) throw new Error(`\`${version}\` is not a release of ${line.title}; the newest known is ${line.branches.at(-1)?.name}`)
  if (json) return printJson({ component, version, features: matrixAt(knowledge, component, version) })
  const { grid } = releaseGrid(knowledge, component, version, { whole: true })
  print(reportMatrix({ title: `${line.title} ${version}`, about: [], grids: [grid] }))
}
