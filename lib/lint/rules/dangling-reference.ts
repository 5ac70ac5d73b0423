import { parseBody } from '../../content/body.ts'
import { valueText } from '../../content/issues.ts'
import { nearest } from '../../model/nearest.ts'
import type { DataPath } from '../../content/positions.ts'
import { type Entry, type Evidence, type Kind, parseReference, type Problem } from '../../model/index.ts'
import { conditionParts } from '../conditions.ts'
import type { Context } from '../context.ts'
import { type LintRule, problemAt } from '../rule.ts'
import { placeholders } from '../summaries.ts'
import { walk } from '../walk.ts'

/** What records refer to: other records, repositories and lists of evidence, `:record[…]` and `:cite[…]` in bodies. */
export const danglingReference: LintRule = {
  id: 'dangling-reference',
  describe: 'every record, repository and list that is referred to exists, and is of the kind that belongs there',
  check: (context) => {
    const sources = sourceNames(context)
    return context.entries.flatMap((entry) => [
      ...idsIn(entry).flatMap(({ path, id, kinds, what }) => missing(context, entry, path, id, kinds, what)),
      ...evidenceIn(entry).flatMap(({ path, evidence }) => unknownSource(context, entry, path, evidence, sources)),
      ...inBody(context, entry, sources),
    ])
  },
}

interface Reference {
  readonly path: DataPath
  readonly id: string
  readonly kinds?: readonly Kind[]
  readonly what?: 'key'
}
interface SourceNames {
  readonly lists: ReadonlySet<string>
  readonly repositories: ReadonlySet<string>
}

function idsIn(entry: Entry): Reference[] {
  const { data } = entry
  const list = (ids: readonly string[], path: DataPath, kinds?: readonly Kind[]): Reference[] =>
    ids.map((id, index) => ({ path: [...path, index], id, ...(kinds ? { kinds } : {}) }))
  const found: Reference[] = [
    ...conditionParts(entry)
      .filter(({ kind, name }) => kind === 'feature' || (kind === 'differs' && name.includes('/')))
      .map(({ path, name, kind }): Reference => ({ path, id: name, kinds: ['feature'], ...(kind === 'feature' ? { what: 'key' as const } : {}) })),
    ...placeholders(entry)
      .filter(({ name }) => name.includes('/'))
      .map(({ path, name }): Reference => ({ path, id: name, kinds: ['feature'] })),
  ]
  if (data.kind === 'policy') {
    found.push(...list(data.features, ['features'], ['feature', 'rule']))
    if (data['superseded-by'] !== undefined) found.push({ path: ['superseded-by'], id: data['superseded-by'], kinds: ['policy'] })
  }
  if (data.kind === 'area') found.push(...list(data.begin, ['begin']))
  if (data.kind === 'verification') found.push({ path: ['repo'], id: data.repo, kinds: ['source'] })
  if (data.kind === 'feature') for (const [name, ids] of Object.entries(data.relations)) found.push(...list(ids, ['relations', name]))
  if (data.kind === 'feature' || data.kind === 'rule') {
    found.push(...list(data.policies, ['policies'], ['policy']))
    for (const [index, clause] of data.clauses.entries()) found.push(...list(clause.policies, ['clauses', index, 'policies'], ['policy']))
  }
  return found
}

function missing(context: Context, entry: Entry, path: DataPath, id: string, kinds: readonly Kind[] | undefined, what?: 'key'): Problem[] {
  const kind = context.kinds.get(id)
  if (kind && (!kinds || kinds.includes(kind))) return []
  const expected = kinds ? `a ${kinds.join(' or ')}` : 'a record'
  if (kind) return [problemAt('dangling-reference', context, entry, path, { message: `\`${id}\` is a ${kind}, not ${expected}`, expected, actual: kind }, what)]
  const near = nearest(
    id,
    [...context.kinds].filter(([, other]) => !kinds || kinds.includes(other)).map(([known]) => known),
  )
  return [
    problemAt(
      'dangling-reference',
      context,
      entry,
      path,
      { message: `no record \`${id}\`: ${near ? `did you mean \`${near}\`?` : 'write it, or drop the reference'}`, expected: near ?? expected, actual: id },
      what,
    ),
  ]
}

function evidenceIn({ data }: Entry): { path: DataPath; evidence: Evidence }[] {
  const found: { path: DataPath; evidence: Evidence }[] = []
  walk(data, (value, path) => {
    if (path.at(-2) === 'evidence') found.push({ path, evidence: value as Evidence })
  })
  return found
}

function unknownSource(context: Context, entry: Entry, path: DataPath, evidence: Evidence, { lists }: SourceNames): Problem[] {
  if (evidence.kind === 'mail') {
    // A source record that cannot be read may be the one that names the list.
    if (lists.has(evidence.list.toLowerCase()) || evidence.url !== undefined || hasBrokenSource(context)) return []
    const near = nearest(evidence.list, lists)
    return [
      problemAt('dangling-reference', context, entry, [...path, 'list'], {
        message: `no source record has the list \`${evidence.list}\` in its \`names\`: ${near ? `did you mean \`${near}\`?` : 'add it to one'}`,
        expected: near ?? 'a name of a mailing list',
        actual: evidence.list,
      }),
    ]
  }
  if (evidence.kind === 'test' || evidence.repo === undefined) return []
  const problems = missing(context, entry, [...path, 'repo'], evidence.repo, ['source'])
  const source = context.sources.find(({ data }) => data.id === evidence.repo)
  if (source?.data.type !== 'mailing-list') return problems
  return [
    problemAt('dangling-reference', context, entry, [...path, 'repo'], {
      message: `\`${evidence.repo}\` is a mailing list, not a repository`,
      expected: 'a repository',
      actual: 'mailing-list',
    }),
  ]
}

function inBody(context: Context, entry: Entry, { repositories }: SourceNames): Problem[] {
  if (!/:(record|cite)\[/.test(entry.body)) return []
  return parseBody(entry.body).references.flatMap(({ kind, target, line, column }): Problem[] => {
    const at = { file: entry.path, ...(context.loaded.positions.get(entry.path)?.inBody(line, column) ?? { line, column }), rule: 'dangling-reference' }
    if (kind === 'record') {
      const id = parseReference(target)?.id
      if (id !== undefined && context.kinds.has(id)) return []
      const near = nearest(id ?? target, context.kinds.keys())
      return [
        {
          ...at,
          message: `no record \`${valueText(target)}\`: ${near ? `did you mean \`${near}\`?` : 'write `:record[id]` or `:record[id@revision]`'}`,
          expected: near ?? 'the id of a record',
          actual: target,
        },
      ]
    }
    if (/^[^\s<>@]+@[^\s<>@]+$/.test(target)) return []
    const repo = /^(.+):[0-9a-f]{10,40}$/.exec(target)?.[1]
    if (repo !== undefined && (repositories.has(repo.toLowerCase()) || hasBrokenSource(context))) return []
    const message =
      repo === undefined
        ? `\`${valueText(target)}\` is no citation: write a Message-ID or \`repo:commit\``
        : `no source record of a repository is named \`${repo}\``
    return [
      {
        ...at,
        message,
        expected: repo === undefined ? 'a Message-ID or repo:commit' : (nearest(repo, repositories) ?? 'a name of a repository'),
        actual: target,
      },
    ]
  })
}

function hasBrokenSource({ broken }: Context): boolean {
  return [...broken].some((id) => id.startsWith('sources/'))
}

function sourceNames({ sources }: Context): SourceNames {
  const names = (type: 'mailing-list' | 'repository'): Set<string> =>
    new Set(
      sources
        .filter(({ data }) => data.type === type)
        .flatMap(({ data }) => [data.id, data.id.split('/').at(-1) as string, ...data.names])
        .map((name) => name.toLowerCase()),
    )
  return { lists: names('mailing-list'), repositories: names('repository') }
}
