import { codeAt } from '../code-at.ts'
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
 * Citations of our own records, on any host or none (`/r/<id>`, `/r/<id>@<revision>`, `/features/<id>`, `/policies/<id>`) or short (`<id>@<revision>`), each
 * with the claim that it cites (`#<fragment>`), and commits (10 to 40 hex digits) that a record cites in a longer or shorter form. Only known ids and commits;
 * an id that a record had leads to that record.
 * @returns in order
 */
export function referencesIn(names: Names, text: string): Reference[] {
  const cited = citationsIn(names, text)
  const taken = new Set(cited.map(({ end }) => end))
  return [...cited, ...shortIn(names, text).filter(({ end }) => !taken.has(end)), ...commitsIn(names, text)].sort((a, b) => a.start - b.start)
}

function citationsIn(names: Names, text: string): Reference[] {
  const found: Reference[] = []
  // Nearly no mail has one: two plain searches are quicker than the expression.
  if (!text.includes('/r/') && !text.includes('/features/') && !text.includes('/policies/')) return found
  for (const match of text.matchAll(/(?<!\/)\/(r|features|policies)\/([a-z0-9][a-z0-9._/-]{0,200})(?:@([0-9a-f]{8})(?![0-9a-f]))?/g)) {
    const [whole, folder, path, revision] = match as unknown as [string, string, string, string | undefined]
    const id = knownId(names.records, path)
    const record = names.records.get(id ?? '')
    if (id === undefined || record === undefined) continue
    const pinned = revision !== undefined && id === path
    const end = pinned ? match.index + whole.length : match.index + folder.length + 2 + id.length
    found.push({ start: match.index, end: withFragment(text, end), kind: 'citation', record, ...(pinned ? { revision } : {}) })
  }
  return found
}

/** `<id>@<revision>`, as `canimigrate cite --format short` gives it: no address of a mail looks so, as no domain is eight hex digits. */
function shortIn(names: Names, text: string): Reference[] {
  const found: Reference[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    // Most `@` are those of addresses: one character tells.
    if (!isHex(codeAt(text, at + 1))) continue
    const revision = /^[0-9a-f]{8}(?![\w@-]|\.\w)/.exec(text.slice(at + 1, at + 11))?.[0]
    if (revision === undefined) continue
    const path = /[a-z0-9][a-z0-9._/-]{0,200}$/.exec(text.slice(Math.max(0, at - 201), at))?.[0]
    const record = path === undefined ? undefined : names.records.get(path)
    if (path === undefined || record === undefined) continue
    found.push({ start: at - path.length, end: withFragment(text, at + 9), kind: 'citation', record, revision })
  }
  return found
}

/** Where a citation that ends here ends with the claim that it names; the marks that end a sentence are none of it. */
function withFragment(text: string, end: number): number {
  if (text[end] !== '#') return end
  const fragment = /^#[A-Za-z0-9][A-Za-z0-9._+-]{0,200}/.exec(text.slice(end, end + 202))?.[0].replace(/[._-]+$/, '')
  return end + (fragment?.length ?? 0)
}

/** The id that a path is, or is with an ending (`.txt`, `.json`, `.md`) or the marks that end a sentence. */
function knownId(records: ReadonlyMap<string, string>, path: string): string | undefined {
  const bare = path.replace(/[./_-]+$/, '')
  for (const id of [path, bare, bare.replace(/\.(?:txt|json|md|atom)$/, '')]) if (records.has(id)) return id
  return undefined
}

/** Looks at every tenth character first: a commit's id covers one of them. */
function commitsIn({ commits }: Names, text: string): Reference[] {
  const found: Reference[] = []
  if (commits.size === 0) return found
  for (let at = SHORTEST - 1; at < text.length; at += SHORTEST) {
    if (!isHex(codeAt(text, at))) continue
    let start = at
    while (isHex(codeAt(text, start - 1))) start--
    while (isHex(codeAt(text, at))) at++
    const length = at - start
    if (length < SHORTEST || length > LONGEST || isWord(codeAt(text, at)) || isWord(codeAt(text, start - 1))) continue
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
