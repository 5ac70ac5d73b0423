import { type Names, isWord } from './compile.ts'

/** A commit that a record cites, or a citation of a record, in a text. */
export interface Reference {
  readonly start: number
  readonly end: number
  readonly kind: 'commit' | 'citation'
  readonly record: string
  readonly revision?: string
}

/**
 * Citations of our own records, on any host or none (`/r/<id>`, `/r/<id>@<revision>`, `/features/<id>`, `/policies/<id>`), and commits
 * (10 to 40 hex digits) that a record cites in a longer or shorter form. Only known ids and commits.
 * @returns in order
 */
export function referencesIn(names: Names, text: string): Reference[] {
  return [...citationsIn(names, text), ...commitsIn(names, text)].sort((a, b) => a.start - b.start)
}

function citationsIn(names: Names, text: string): Reference[] {
  const found: Reference[] = []
  // Nearly no mail has one: two plain searches are quicker than the expression.
  if (!text.includes('/r/') && !text.includes('/features/') && !text.includes('/policies/')) return found
  for (const match of text.matchAll(/(?<!\/)\/(r|features|policies)\/([a-z0-9][a-z0-9._/-]{0,200})(?:@([0-9a-f]{8})(?![0-9a-f]))?/g)) {
    const [whole, folder, path, revision] = match as unknown as [string, string, string, string | undefined]
    const record = knownId(names.records, path)
    if (record === undefined) continue
    const pinned = revision !== undefined && record === path
    const end = pinned ? match.index + whole.length : match.index + folder.length + 2 + record.length
    found.push({ start: match.index, end, kind: 'citation', record, ...(pinned ? { revision } : {}) })
  }
  return found
}

/** The id that a path is, or is with an ending (`.txt`, `.json`, `.md`) or the marks that end a sentence. */
function knownId(records: ReadonlySet<string>, path: string): string | undefined {
  const bare = path.replace(/[./_-]+$/, '')
  for (const id of [path, bare, bare.replace(/\.(?:txt|json|md|atom)$/, '')]) if (records.has(id)) return id
  return undefined
}

/** Looks at every tenth character first: a commit's id covers one of them. */
function commitsIn({ commits }: Names, text: string): Reference[] {
  const found: Reference[] = []
  if (commits.size === 0) return found
  for (let at = SHORTEST - 1; at < text.length; at += SHORTEST) {
    if (!isHex(text.charCodeAt(at))) continue
    let start = at
    while (isHex(text.charCodeAt(start - 1))) start--
    while (isHex(text.charCodeAt(at))) at++
    const length = at - start
    if (length < SHORTEST || length > LONGEST || isWord(text.charCodeAt(at)) || isWord(text.charCodeAt(start - 1))) continue
    const written = text.slice(start, at)
    for (const { commit, record } of commits.get(written.slice(0, SHORTEST)) ?? [])
      if (commit.startsWith(written) || written.startsWith(commit)) found.push({ start, end: at, kind: 'commit', record })
  }
  return found
}

const SHORTEST = 10
const LONGEST = 40

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102)
}
