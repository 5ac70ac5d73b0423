import type { DataPath } from '../../content/positions.ts'
import { type Entry, type Probe, type Problem, nearest } from '../../model/index.ts'
import type { Context } from '../context.ts'
import { type LintRule, type Said, problemAt } from '../rule.ts'
import { walk } from '../walk.ts'

/** Probes that `canimigrate verify` could not judge, whatever clone it is given. */
export const probePlace: LintRule = {
  id: 'probe-place',
  describe: 'every probe looks into a repository whose releases are those of the claim, or whose files are copies of its component',
  check: (context) =>
    [...context.features, ...context.rules].flatMap((entry) => {
      const found: Problem[] = []
      walk(entry.data, (value, path) => {
        const isProbe = path.at(-1) === 'probe' ? !Array.isArray(value) : path.at(-2) === 'probe' && typeof path.at(-1) === 'number'
        if (!isProbe || typeof value !== 'object' || value === null) return
        const component = componentOf(entry, path)
        found.push(...problemsOf(context, value as Probe, component).map(([key, said]) => problemAt('probe-place', context, entry, [...path, key], said)))
      })
      return found
    }),
}

/** What the claim that a probe belongs to is about. */
function componentOf({ data }: Entry, [part, index]: DataPath): string | undefined {
  if (data.kind === 'feature') return part === 'control' ? data.control.versions?.component : data.support[index as number]?.component
  return data.kind === 'rule' && part === 'vocabulary' ? data.vocabulary[index as number]?.component : undefined
}

function problemsOf(context: Context, { repo, copies, means }: Probe, component: string | undefined): [string, Said][] {
  if (context.broken.has(repo)) return []
  const repositories = context.sources.filter(({ data }) => data.type === 'repository' && data.releases).map(({ data }) => data)
  const source = repositories.find(({ id }) => id === repo)
  if (!source) {
    const names = repositories.map(({ id }) => id)
    const near = nearest(repo, names)
    return [
      [
        'repo',
        {
          message: `\`${repo}\` is no repository with \`releases\`: ${near ? `did you mean \`${near}\`?` : 'say in its source record how they are found'}`,
          expected: near ?? names.join(', '),
          actual: repo,
        },
      ],
    ]
  }
  const lines = [...context.lineOf.keys()]
  if (copies !== undefined && !context.lineOf.has(copies))
    return [
      [
        'copies',
        {
          message: `\`${copies}\` has no release line: name the component whose files they are`,
          expected: nearest(copies, lines) ?? lines.join(', '),
          actual: copies,
        },
      ],
    ]
  if (copies !== undefined && component !== undefined && copies !== component)
    return [
      [
        'copies',
        {
          message: `the files are copies of \`${copies}\`, and the claim is about \`${component}\`: drop \`copies\`, or probe another file`,
          expected: component,
          actual: copies,
        },
      ],
    ]
  if (copies !== undefined && means === 'implemented')
    return [['means', { message: 'copies show names and numbers, not what is implemented', expected: 'defined', actual: means }]]
  const own = source.releases?.component
  if (copies === undefined && component !== undefined && context.lineOf.has(component) && component !== own)
    return [
      [
        'repo',
        {
          message: `the claim is about \`${component}\`, and the releases of \`${repo}\` are those of ${own}: probe another repository, or say \`copies: ${component}\``,
          expected: `a repository of ${component}`,
          actual: repo,
        },
      ],
    ]
  return []
}
