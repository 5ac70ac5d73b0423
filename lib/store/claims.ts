import type { Evidence, Support } from '../model/index.ts'
import type { PrismaClient } from './generated/client.ts'
import type { Store, StoredCitation, StoredRelease, StoredStatement } from './port.ts'

export async function statements(client: PrismaClient, query: NonNullable<Parameters<Store['statements']>[0]>): Promise<StoredStatement[]> {
  const rows = await client.statement.findMany({
    where: { ...(query.record === undefined ? {} : { recordId: query.record }), ...(query.component === undefined ? {} : { component: query.component }) },
    orderBy: [{ recordId: 'asc' }, { position: 'asc' }],
  })
  return rows.map(({ recordId, revision, position, component, when, versions, value, before, status, inferred }) => ({
    record: recordId,
    revision,
    position,
    component,
    ...(when === null ? {} : { when: JSON.parse(when) }),
    ...(versions === null ? {} : { versions: JSON.parse(versions) }),
    ...(value === null ? {} : { value: JSON.parse(value) }),
    ...(before === null ? {} : { before: JSON.parse(before) }),
    ...(status === null ? {} : { status: status as NonNullable<Support['status']> }),
    inferred,
  }))
}

export async function citations(client: PrismaClient, query: NonNullable<Parameters<Store['citations']>[0]>): Promise<StoredCitation[]> {
  const { record, messageId, commit, list } = query
  if (commit !== undefined && !/^[0-9a-f]{7,40}$/.test(commit)) return []
  const rows = await client.citation.findMany({
    where: {
      ...(record === undefined ? {} : { recordId: record }),
      ...(messageId === undefined ? {} : { messageId }),
      ...(list === undefined ? {} : { list }),
      ...(commit === undefined ? {} : { OR: [{ commit: { startsWith: commit } }, { commit: { in: prefixes(commit) } }] }),
    },
    orderBy: [{ recordId: 'asc' }, { claim: 'asc' }, { position: 'asc' }],
  })
  return rows.map((row) => ({ record: row.recordId, revision: row.revision, claim: row.claim, evidence: JSON.parse(row.evidence) as Evidence }))
}

export async function releases(client: PrismaClient, component?: string): Promise<StoredRelease[]> {
  const rows = await client.release.findMany({ where: component === undefined ? {} : { component }, orderBy: [{ component: 'asc' }, { position: 'asc' }] })
  return rows.map(({ line, component, branch, version, date }) => ({ line, component, branch, version, ...(date === null ? {} : { date }) }))
}

export async function named(client: PrismaClient, name: string): Promise<string[]> {
  const rows = await client.alias.findMany({ where: { folded: name.toLowerCase() }, select: { recordId: true }, orderBy: { recordId: 'asc' } })
  return [...new Set(rows.map(({ recordId }) => recordId))]
}

function prefixes(commit: string): string[] {
  return Array.from({ length: commit.length - 6 }, (_, index) => commit.slice(0, 7 + index))
}
