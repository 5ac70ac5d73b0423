import { type Entry, type Kind, type PartClass, aliasName, folderOf } from '../model/index.ts'
import type { SearchDocument } from './port.ts'
import { releaseDocuments } from './release-documents.ts'
import { numberNames, optionNames } from './surface-names.ts'
import { daysOf, tagsOf } from './tags.ts'

/**
 * Documents of records, and one of each branch of releases; what `verify` found is none that people look for.
 * @param records with their rendered bodies as plain text
 */
export function documentsOf(records: Iterable<{ readonly entry: Entry; readonly text: string }>): SearchDocument[] {
  return [...records]
    .filter(({ entry }) => entry.data.kind !== 'verification')
    .flatMap(({ entry, text }) => [documentOf(entry, text), ...(entry.data.kind === 'release-line' ? releaseDocuments(entry.data) : [])])
}

function documentOf(entry: Entry, text: string): SearchDocument {
  const { data } = entry
  const { kind, id, title, summary, aliases, ...rest } = data
  const found = stringsOf('parts' in rest ? { ...rest, parts: rest.parts.map(withoutLists) } : rest)
  const [days, tags] = [daysOf(data), tagsOf(data)]
  return {
    id,
    kind,
    area: kind === 'feature' ? folderOf(id) : '',
    title,
    summary,
    aliases: [...aliases.map(aliasName), ...namesOfReleases(data)],
    names: data.kind === 'feature' ? [...numberNames(data), ...optionNames(data)] : [],
    keywords: [...new Set([...found.filter((string) => !isProse(string)), ...(data.kind === 'policy' ? [] : (tags.person ?? []))]), ...saidBy(data)],
    text: readable([...new Set([...toldFirst(data), text, ...found.filter(isProse)])].join('\n')),
    boost: BOOST[kind],
    tags,
    ...(days ? { days } : {}),
  }
}

/** A class without the lists of names that only tell what it does not have, and with what its refusals say, not what they rest on. */
function withoutLists({ takes: _, refuses, ...rest }: PartClass): object {
  return { ...rest, refuses: refuses.map(({ id, summary }) => ({ id, summary })) }
}

/** What people call a distribution's releases: by its title, by the last part of its id, by the codename. */
function namesOfReleases(data: Entry['data']): string[] {
  if (data.kind !== 'distribution') return []
  const short = data.id.slice(folderOf(data.id).length + 1)
  return data.releases.flatMap(({ name, codename }) => [`${data.title} ${name}`, `${short} ${name}`, `${short}-${name}`, ...(codename ? [codename] : [])])
}

/** Who took a position, as often as they did: of two decisions the one is meant in which somebody said more. */
function saidBy(data: Entry['data']): string[] {
  return data.kind === 'policy' ? data.positions.map(({ person }) => person) : []
}

/** What says most about a record, for the beginning of its text. */
function toldFirst(data: Entry['data']): string[] {
  if (data.kind === 'feature') return [data.rely, data.surface.text]
  return data.kind === 'policy' ? [data.question, data.outcome.text] : []
}

/** People mostly look for features; sources, release lines and distributions are where others point. */
const BOOST: Readonly<Record<Kind, number>> = {
  feature: 1.2,
  policy: 1.1,
  rule: 1,
  'release-line': 0.7,
  source: 0.6,
  verification: 0,
  area: 1,
  distribution: 0.7,
}

/** Without lines that were drawn, and the marks of what is filled in. */
function readable(text: string): string {
  return text
    .replace(/[-=]{3,}/g, ' ')
    .replace(/\{([\w./-]+)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}

function isProse(text: string): boolean {
  return /\s/.test(text.trim())
}

/** Every text in a record, and the keys that are names of options or features rather than of the schema. */
function stringsOf(value: unknown, found: string[] = []): string[] {
  if (typeof value === 'string') {
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) found.push(value)
  } else if (Array.isArray(value)) for (const part of value) stringsOf(part, found)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (/[-_./]/.test(key) && !SCHEMA_KEYS.has(key)) found.push(key)
      if (key !== 'expression') stringsOf(part, found)
    }
  }
  return found
}

const SCHEMA_KEYS = new Set(['message-id', 'in-force', 'superseded-by', 'part-of', 'depends-on', 'see-also'])
