import { type Entry, InputError, type SourceRecord, nearest } from '../model/index.ts'

/** A clone that was named, before it is opened. */
export interface Repository {
  readonly source: SourceRecord
  readonly dir: string
}

/**
 * Reads `qemu=DIR`: the last part of a source record's id (or one of its names), and where its clone is.
 * @throws InputError for what names no repository
 */
export function readRepositories(texts: readonly string[], entries: Iterable<Entry>): readonly Repository[] {
  const sources = [...entries].flatMap(({ data }) => (data.kind === 'source' && data.type === 'repository' ? [data] : []))
  const problems: string[] = []
  const found = texts.flatMap((text) => {
    const [, name = '', dir = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? []
    const source = sources.find(({ id }) => id === `sources/${name}` || id === name) ?? sources.find(({ names }) => names.includes(name))
    if (dir === '') problems.push(`\`${text}\` names no clone; write \`qemu=DIR\``)
    else if (!source) problems.push(`no repository \`${name}\`; ${hint(name, sources)}`)
    return dir !== '' && source ? [{ source, dir }] : []
  })
  for (const [index, { source }] of found.entries())
    if (found.findIndex((other) => other.source === source) !== index) problems.push(`\`${nameOf(source)}\` is given twice; give one clone of it`)
  if (problems.length > 0) throw new InputError(problems.map((message) => ({ path: '', message })))
  return found
}

/** The short name of a repository, as in `--repo`. */
export function nameOf({ id }: SourceRecord): string {
  return id.replace(/^sources\//, '')
}

function hint(name: string, sources: readonly SourceRecord[]): string {
  const names = sources.map(nameOf)
  const near = nearest(name, names)
  return near ? `did you mean \`${near}\`?` : `there are ${names.join(', ')}`
}
