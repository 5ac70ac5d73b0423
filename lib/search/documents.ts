import { type Entry, type Kind, aliasName, folderOf } from '../model/index.ts'
import type { SearchDocument } from './port.ts'

/**
 * Documents of records; what `verify` found is none that people look for.
 * @param records with their rendered bodies as plain text
 */
export function documentsOf(records: Iterable<{ readonly entry: Entry; readonly text: string }>): SearchDocument[] {
  return [...records].filter(({ entry }) => entry.data.kind !== 'verification').map(({ entry, text }) => documentOf(entry, text))
}

function documentOf({ data }: Entry, text: string): SearchDocument {
  const { kind, id, title, summary, aliases, ...rest } = data
  const found = stringsOf(rest)
  return {
    id,
    kind,
    area: kind === 'feature' ? folderOf(id) : '',
    title,
    summary,
    aliases: aliases.map(aliasName),
    keywords: [...new Set(found.filter((string) => !isProse(string)))],
    text: [...new Set([text, ...found.filter(isProse)])].join('\n').replace(/\s+/g, ' ').trim(),
    boost: BOOST[kind],
  }
}

/** People mostly look for features; sources and release lines are where others point. */
const BOOST: Readonly<Record<Kind, number>> = { feature: 1.2, policy: 1.1, rule: 1, 'release-line': 0.7, source: 0.6, verification: 0, area: 1 }

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
      stringsOf(part, found)
    }
  }
  return found
}

const SCHEMA_KEYS = new Set(['message-id', 'in-force', 'superseded-by', 'part-of', 'depends-on', 'see-also'])
