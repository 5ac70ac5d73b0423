import type { Evidence } from './evidence.ts'
import { parseReference } from './reference.ts'
import type { Entry } from './record.ts'
import type { SourceRecord } from './source.ts'

/** Turns what records cite into addresses. Every answer is undefined where no record knows; addresses outside are http(s) only. */
export interface LinkResolver {
  /** The page of a record, from `id` or `id@revision`. */
  record(reference: string): { readonly id: string; readonly title: string; readonly href: string } | undefined
  /** Where a piece of evidence can be read. */
  evidence(evidence: Evidence): string | undefined
  /** A message by its Message-ID without brackets; without `list`, through the list that some record cites it from. */
  message(messageId: string, list?: string): string | undefined
  /** A commit; without `repo` (id or name of a source), through the repository that some record cites it from. */
  commit(commit: string, repo?: string): string | undefined
  /** Whether some record cites this message. */
  cited(messageId: string): boolean
  /** Names and ids of repositories, as text may use them before a commit id. */
  readonly repositories: readonly string[]
}

/** The site's page of a record. */
export function pageOf(id: string, kind: Entry['data']['kind'], revision?: string): string {
  if (revision !== undefined) return `/r/${id}@${revision}`
  if (kind === 'feature') return `/features/${id}`
  if (kind === 'area') return `/${id}`
  return kind === 'policy' ? `/policies/${id}` : `/r/${id}`
}

/** Builds the resolver from records; sources' link templates give the addresses. */
export function buildLinks(entries: Iterable<Entry>): LinkResolver {
  const records = new Map<string, Entry>()
  for (const entry of entries) records.set(entry.data.id, entry)
  const sources = [...records.values()]
    .map(({ data }) => data)
    .filter((data): data is SourceRecord => data.kind === 'source')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const lists = named(sources, 'mailing-list')
  const repositories = named(sources, 'repository')
  const known = citationsOf(records.values())
  // A message that no record cites: an archive of every list, or the first that there is.
  const anyList = lists.get('all') ?? sources.find(({ type, links }) => type === 'mailing-list' && links.message !== undefined)

  const message: LinkResolver['message'] = (messageId, list) => {
    const source = lists.get((list ?? known.messages.get(messageId) ?? '').toLowerCase()) ?? anyList
    return fill(source?.links.message, { 'message-id': messageId })
  }
  const commit: LinkResolver['commit'] = (id, repo) => {
    const name = repo ?? repoOf(id, known.commits)
    return name === undefined ? undefined : fill(repositories.get(name.toLowerCase())?.links.commit, { commit: id })
  }
  return {
    record(reference) {
      const parts = parseReference(reference)
      const data = parts && records.get(parts.id)?.data
      return data && { id: data.id, title: data.title, href: pageOf(data.id, data.kind, parts.revision) }
    },
    evidence(evidence) {
      const own = 'url' in evidence ? safeUrl(evidence.url) : undefined
      switch (evidence.kind) {
        case 'mail':
          return own ?? (evidence['message-id'] === undefined ? undefined : message(evidence['message-id'], evidence.list))
        case 'commit':
          return commit(evidence.commit, evidence.repo)
        case 'source':
          return own ?? fileLink(repositories.get(evidence.repo ?? ''), evidence.tag, evidence.file)
        case 'test':
          return own
      }
    },
    message,
    commit,
    cited: (messageId) => known.messages.has(messageId),
    repositories: [...repositories.keys()],
  }
}

/** `url` if it leads to http or https; undefined for any other. */
export function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[^\s]+$/i.test(url) ? url : undefined
}

/** Sources of a type by every lower-case name: id, last part of the id, and `names`. */
function named(sources: readonly SourceRecord[], type: SourceRecord['type']): Map<string, SourceRecord> {
  const found = new Map<string, SourceRecord>()
  for (const source of sources) {
    if (source.type !== type) continue
    for (const name of [source.id, source.id.split('/').at(-1) as string, ...source.names]) {
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), source)
    }
  }
  return found
}

interface Citations {
  readonly messages: Map<string, string>
  readonly commits: Map<string, string>
}

/** Every message with its list and every commit with its repository that evidence in records names. */
function citationsOf(entries: Iterable<Entry>): Citations {
  const citations: Citations = { messages: new Map(), commits: new Map() }
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { kind, list, repo, commit, 'message-id': messageId } = value as Record<string, unknown>
    if (kind === 'mail' && typeof messageId === 'string' && typeof list === 'string' && !citations.messages.has(messageId))
      citations.messages.set(messageId, list)
    if (kind === 'commit' && typeof commit === 'string' && typeof repo === 'string' && !citations.commits.has(commit)) citations.commits.set(commit, repo)
    Object.values(value).forEach(walk)
  }
  for (const { data } of entries) walk(data)
  return citations
}

function repoOf(id: string, commits: ReadonlyMap<string, string>): string | undefined {
  const exact = commits.get(id)
  if (exact !== undefined) return exact
  for (const [known, repo] of commits) if (known.startsWith(id) || id.startsWith(known)) return repo
  return undefined
}

function fileLink(source: SourceRecord | undefined, tag: string | undefined, file: string | undefined): string | undefined {
  if (!source || tag === undefined) return undefined
  return file === undefined ? fill(source.links.commit, { commit: tag, tag }) : fill(source.links.file, { file, tag, commit: tag })
}

/** Fills a template; undefined where it needs what is not given, or is no http(s) address. */
function fill(template: string | undefined, values: Readonly<Record<string, string>>): string | undefined {
  let complete = true
  const url = template?.replace(/\{([a-z-]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) complete = false
    return value === undefined ? '' : encodePath(value)
  })
  return complete ? safeUrl(url) : undefined
}

/** Escapes what may not stand in a path; `/` stays in files' names, in Message-IDs it must not. */
function encodePath(value: string): string {
  const escaped = encodeURIComponent(value).replace(/%40/g, '@').replace(/%2B/g, '+').replace(/%3D/g, '=').replace(/%24/g, '$').replace(/%3A/g, ':')
  return value.includes('@') ? escaped : escaped.replace(/%2F/g, '/')
}
