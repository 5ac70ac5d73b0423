import { type Entry, type Evidence, aliasName, folderOf } from '../model/index.ts'
import type { Prisma } from './generated/client.ts'

export interface EntryRows {
  readonly statements: Prisma.StatementCreateManyInput[]
  readonly citations: Prisma.CitationCreateManyInput[]
  readonly aliases: Prisma.AliasCreateManyInput[]
  readonly releases: Prisma.ReleaseCreateManyInput[]
}

/** What a current record puts into the tables that are asked by claim, by name and by release. */
export function entryRows({ data, revision }: Entry): EntryRows {
  const recordId = data.id
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
  return {
    statements:
      data.kind !== 'feature'
        ? []
        : data.support.map((statement, position) => ({
            recordId,
            revision,
            position,
            component: statement.component,
            when: json(statement.when),
            versions: json(statement.versions),
            value: json(statement.value),
            before: json(statement.before),
            status: statement.status ?? null,
            inferred: statement.inferred,
          })),
    citations: citationsOf(data).map(({ claim, position, evidence }) => ({ recordId, revision, claim, position, ...citationColumns(evidence) })),
    aliases: [...new Set([data.id, ...data.aliases.map(aliasName)])].map((name) => ({ recordId, name, folded: name.toLowerCase() })),
    releases:
      data.kind !== 'release-line'
        ? []
        : data.branches
            .flatMap((branch) =>
              branch.releases.map((release) => ({
                line: data.id,
                component: data.component,
                branch: branch.name,
                version: release.version,
                date: release.date ?? null,
              })),
            )
            .map((release, position) => ({ ...release, position })),
  }
}

/** All but the last part of a feature's id. */
export function areaOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return kind === 'feature' ? folderOf(id) : ''
}

interface Cited {
  readonly claim: string
  readonly position: number
  readonly evidence: Evidence
}

/** Every `evidence` list anywhere in a record, under the path of the claim that it belongs to. */
function citationsOf(data: unknown): Cited[] {
  const found: Cited[] = []
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) {
      if (key === 'evidence' && Array.isArray(part)) found.push(...part.map((evidence, position) => ({ claim: path.join('.'), position, evidence })))
      else walk(part, [...path, key])
    }
  }
  walk(data, [])
  return found
}

function citationColumns(evidence: Evidence) {
  const mail = evidence.kind === 'mail' ? evidence : undefined
  return {
    kind: evidence.kind,
    list: mail?.list ?? null,
    messageId: mail?.['message-id'] ?? null,
    author: mail?.author ?? null,
    date: mail?.date ?? null,
    repo: ('repo' in evidence ? evidence.repo : undefined) ?? null,
    commit: evidence.kind === 'commit' ? evidence.commit : null,
    url: ('url' in evidence ? evidence.url : undefined) ?? null,
    checked: evidence.checked,
    evidence: JSON.stringify(evidence),
  }
}
