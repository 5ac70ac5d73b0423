import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Entry, Feature, Knowledge, KnowledgeFile, Kind, Policy, RecordData, ReleaseLine, Rule } from '../model/index.ts'
import { answeringEntries } from './answering.ts'

/**
 * Compiles records into one immutable value. The order of entries and repeated entries make no difference.
 * @param entries the current revision of every record, from files or from the database
 * @param known what was found of the same entries before
 */
export function buildKnowledge(entries: Iterable<Entry>, known?: Pick<Knowledge, 'digest' | 'date'> & Partial<Pick<Knowledge, 'options'>>): Knowledge {
  const byId = new Map([...entries].map((entry) => [entry.data.id, entry] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  const of = <Data extends RecordData>(kind: Kind): Entry<Data>[] => [...byId.values()].filter((entry): entry is Entry<Data> => entry.data.kind === kind)
  const features = of<Feature>('feature')
  const rules = of<Rule>('rule')
  return Object.freeze({
    digest: known?.digest ?? digestOf(byId.values()),
    date: known?.date ?? newestCheck([...byId.values()].map(({ data }) => data)),
    entries: byId,
    features,
    rules,
    policies: of<Policy>('policy'),
    lines: new Map(of<ReleaseLine>('release-line').map(({ data }) => [data.component, data] as const)),
    options: known?.options ?? optionsOf(features, rules),
  })
}

/** The knowledge as a file for elsewhere; `readKnowledge` takes it back. */
export function knowledgeFile(knowledge: Knowledge): KnowledgeFile {
  const entries = [...knowledge.entries.values()].filter(({ data }) => data.kind !== 'verification')
  return { format: 1, digest: knowledge.digest, date: knowledge.date, entries }
}

/** The same file with only what answers follow from (`answeringEntries`). Digest and date are those of the whole: answers say them. */
export function answeringFile(knowledge: Knowledge): KnowledgeFile {
  return { format: 1, digest: knowledge.digest, date: knowledge.date, entries: answeringEntries(knowledge) }
}

/** Of all that answers follow from: what `verify` found when is no part of it. */
function digestOf(entries: Iterable<Entry>): string {
  return digestOfRevisions([...entries].filter(({ data }) => data.kind !== 'verification').map(({ data, revision }) => ({ id: data.id, revision })))
}

/** The digest of the knowledge that these records make. @param revisions in the order of ids, without those of kind verification */
export function digestOfRevisions(revisions: readonly { readonly id: string; readonly revision: string }[]): string {
  return bytesToHex(sha256(utf8ToBytes(revisions.map(({ id, revision }) => `${id}@${revision}\n`).join('')))).slice(0, 16)
}

/** The greatest `checked` date anywhere in the data. */
function newestCheck(data: unknown): string {
  let newest = '1970-01-01'
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        if (key === 'checked' && typeof part === 'string' && part > newest) newest = part
        else walk(part)
      }
    }
  }
  walk(data)
  return newest
}

function optionsOf(features: readonly Entry<Feature>[], rules: readonly Entry<Rule>[]): string[] {
  const names = new Set<string>()
  for (const { data } of features) if (data.control.option && !data.control.option.includes('.')) names.add(data.control.option)
  for (const { data } of rules)
    for (const { kind, properties } of data.parts) if (kind === 'machine') for (const name of Object.keys(properties)) names.add(name)
  for (const { data } of rules) for (const { fact } of data.vocabulary) if (!fact.includes('.')) names.add(fact)
  return [...names].sort()
}
