import {
  Area,
  Distribution,
  type Entry,
  Feature,
  type Kind,
  KINDS,
  Policy,
  type Problem,
  RecordId,
  ReleaseLine,
  Rule,
  SourceRecord,
  VerificationRecord,
} from '../model/index.ts'
import type { z } from 'zod'
import { deepFreeze } from './freeze.ts'
import { splitFrontMatter } from './frontmatter.ts'
import { type Location, locationOf, PLACES } from './ids.ts'
import { problemsOf, valueText } from './issues.ts'
import { nearest } from '../model/nearest.ts'
import { NO_POSITIONS, type Positions } from './positions.ts'
import { revisionOf, withLf } from './revision.ts'
import { readYaml } from './yaml.ts'

/** A file of `content/` as read; without `entry` there is at least one problem. */
export interface ParsedFile {
  /** The record, deeply frozen; only when the file has no problem. */
  readonly entry?: Entry
  readonly problems: readonly Problem[]
  /** Where the record's parts stand in the file. */
  readonly positions: Positions
}

/**
 * Reads one record. Never throws: what is wrong comes back as problems with rule `yaml`, `schema`, `unknown-key`, `bad-id`,
 * `id-path` or `no-evidence`.
 * @param path below `content/`, with `/`
 * @param text the whole file
 */
export function parseFile(path: string, text: string): ParsedFile {
  const location = locationOf(path)
  if (!location)
    return failed(path, {
      rule: 'id-path',
      message: misplaced(path),
      expected: PLACES.map(({ folder, ending }) => `${folder}/….${ending}`).join(', '),
      actual: path,
    })
  if (text.length > MAX_LENGTH)
    return failed(path, {
      rule: 'schema',
      message: `the file is longer than ${MAX_LENGTH} characters: split it`,
      expected: `at most ${MAX_LENGTH}`,
      actual: String(text.length),
    })
  const plain = withLf(text).replace(/^\uFEFF/, '')
  const split = path.endsWith('.md') ? splitFrontMatter(plain) : { yaml: plain, yamlLine: 1, body: '', bodyLine: 1 }
  if (!split)
    return failed(path, {
      rule: 'yaml',
      message: 'no front matter: the file begins with `---`, the record in YAML, and `---`',
      expected: '---',
      actual: plain.split('\n', 1)[0] ?? '',
    })
  const lines = plain.split('\n')
  const { value, errors, positions } = readYaml(split.yaml, split.yamlLine, split.bodyLine)
  if (errors.length > 0)
    return {
      problems: errors.map(({ message, place }) => ({
        file: path,
        ...place,
        rule: 'yaml',
        message,
        expected: 'YAML 1.2',
        actual: valueText(lines[place.line - 1] ?? ''),
      })),
      positions,
    }
  const problems = misnamed(path, location, value, positions)
  const schema: z.ZodType<Entry['data']> = SCHEMAS[kindOf(value) ?? location.kind]
  const result = schema.safeParse(value)
  if (!result.success) problems.push(...problemsOf(path, result.error.issues, schema, value, positions))
  if (!result.success || problems.length > 0) return { problems, positions }
  return { entry: deepFreeze({ data: result.data, revision: revisionOf(text), path, body: split.body }), problems, positions }
}

const MAX_LENGTH = 1_000_000

const SCHEMAS: Readonly<Record<Kind, z.ZodType<Entry['data']>>> = {
  feature: Feature,
  policy: Policy,
  rule: Rule,
  'release-line': ReleaseLine,
  source: SourceRecord,
  verification: VerificationRecord,
  area: Area,
  distribution: Distribution,
}

function failed(file: string, problem: Pick<Problem, 'rule' | 'message' | 'expected' | 'actual'>): ParsedFile {
  return { problems: [{ file, line: 1, column: 1, ...problem }], positions: NO_POSITIONS }
}

function kindOf(value: unknown): Kind | undefined {
  const kind = (value as { kind?: unknown } | null)?.kind
  return KINDS.find((known) => known === kind)
}

function misplaced(path: string): string {
  const folder = path.split('/', 1)[0] as string
  const place = PLACES.find((candidate) => candidate.folder === folder)
  if (place) return `\`${path}\` is no record: files in \`${folder}/\` end in \`.${place.ending}\``
  const near = nearest(
    folder,
    PLACES.map((candidate) => candidate.folder),
  )
  return `\`${path}\` is in no folder of records: ${near ? `did you mean \`${near}/\`?` : `use ${PLACES.map((candidate) => `\`${candidate.folder}/\``).join(', ')}`}`
}

/** Where the record's kind and id and the file's place do not agree. */
function misnamed(file: string, { id, kind }: Location, value: unknown, positions: Positions): Problem[] {
  const problems: Problem[] = []
  const declared = kindOf(value)
  if (declared && declared !== kind) {
    const place = PLACES.find((candidate) => candidate.kind === declared)
    problems.push({
      file,
      ...positions.of(['kind']),
      rule: 'id-path',
      message: `a record of kind \`${declared}\` lies in \`${place?.folder}/\`: move it, or write \`${kind}\``,
      expected: kind,
      actual: declared,
    })
  }
  if (!RecordId.safeParse(id).success) {
    problems.push({
      file,
      line: 1,
      column: 1,
      rule: 'bad-id',
      message: `the path gives the id \`${id}\`, which is none: ${RecordId.safeParse(id).error?.issues[0]?.message}`,
      expected: 'a path of lower-case parts',
      actual: id,
    })
  } else if (kind === 'feature' && (!id.includes('/') || PLACES.some(({ folder }) => id.startsWith(`${folder}/`)))) {
    problems.push({
      file,
      ...positions.of(['id']),
      rule: 'bad-id',
      message: `\`${id}\` is no feature's id: put the file into the folder of an area`,
      expected: '<area>/<name>',
      actual: id,
    })
  }
  const given = (value as { id?: unknown } | null)?.id
  if (typeof given === 'string' && given !== id && RecordId.safeParse(given).success) {
    problems.push({
      file,
      ...positions.of(['id']),
      rule: 'id-path',
      message: `id \`${given}\` is not the file's: write \`${id}\`, or move the file`,
      expected: id,
      actual: given,
    })
  }
  return problems
}
