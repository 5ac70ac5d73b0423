import { type Entry, type Kind, nearest } from '../../model/index.ts'
import { type Lines, cellClaim, cellFragments } from './cell-claims.ts'
import { type Citable, citableOf } from './citable.ts'
import { wrap } from './wrap.ts'

export const CITATION_FORMATS = ['text', 'short', 'link', 'markdown', 'bibtex', 'json'] as const
export type CitationFormat = (typeof CITATION_FORMATS)[number]

/** What a citation of a record says. */
export interface Citation {
  readonly id: string
  readonly revision: string
  readonly kind: Kind
  readonly title: string
  readonly summary: string
  /** The one claim that is cited, where it is not the whole record. */
  readonly claim?: Citable
  /** What mails recognise: `id@revision`, `id@revision#claim`. */
  readonly short: string
  /** Permanent: this revision's page, at the claim. */
  readonly url: string
}

/**
 * The citation of one revision of a record.
 * @param base the site's address, without a slash at its end
 * @param fragment of the claim to cite, or of a cell of its matrix; default the whole record
 * @param known the releases, without which no cell is found
 * @returns undefined where the record has no such claim
 */
export function citationOf(entry: Entry, base: string): Citation
export function citationOf(entry: Entry, base: string, fragment: string | undefined, known?: Lines): Citation | undefined
export function citationOf(entry: Entry, base: string, fragment?: string, known: Lines = NO_LINES): Citation | undefined {
  const { data, revision } = entry
  const claim = fragment === undefined ? undefined : (citableOf(entry).find((one) => one.fragment === fragment) ?? cellClaim(known, entry, fragment))
  if (fragment !== undefined && !claim) return undefined
  const short = `${data.id}@${revision}${claim ? `#${claim.fragment}` : ''}`
  return { id: data.id, revision, kind: data.kind, title: data.title, summary: data.summary, ...(claim ? { claim } : {}), short, url: `${base}/r/${short}` }
}

const NO_LINES: Lines = { lines: new Map() }

/** One line for a fragment that a record does not have: what it is not, and what is near. */
export function noSuchClaim({ data, revision }: Entry, fragment: string, lines: Lines): string {
  const known = [...citableOf({ data }).map((one) => one.fragment), ...cellFragments(lines, { data })]
  const bare = fragment.replace(/\.[^.]*$/, '')
  // A cell without its condition's digest, or with another's.
  const near =
    known.find((one) => one.startsWith(`${fragment}.`)) ??
    nearest(fragment.slice(0, 200), known) ??
    known.find((one) => one === bare || one.startsWith(`${bare}.`))
  const hint = near ? `did you mean \`${near}\`?` : `\`canimigrate cite ${data.id} --claims\` lists what can be cited`
  return `\`${data.id}@${revision}\` has no claim \`${fragment.slice(0, 80)}\`; ${hint}`
}

/**
 * A citation in one of the forms: `text` (at most 72 columns where words allow, for a mail), `short` (what mails recognise), `link` (a trailer of a commit),
 * `markdown`, `bibtex`, `json`.
 */
export function formatCitation(citation: Citation, format: CitationFormat): string {
  const { id, revision, title, summary, claim, short, url } = citation
  switch (format) {
    case 'text':
      return [wrap(title, 72), wrap(claim?.text ?? summary, 72, '  '), `  ${short}`, `  ${url}`].join('\n')
    case 'short':
      return short
    case 'link':
      return `Link: ${url}`
    case 'markdown':
      return `[${markdown(title)}](${url})${claim ? `: ${markdown(claim.text)}` : ''} (\`${short}\`)`
    case 'bibtex':
      return [
        `@misc{canimigrate:${short.replace(/[^a-z0-9-]/gi, '-')},`,
        `  title = {{${bibtex(title)}}},`,
        `  howpublished = {\\url{${url}}},`,
        `  note = {canimigrate record ${bibtex(id)}, revision ${revision}${claim ? `: ${bibtex(claim.text)}` : ''}},`,
        '}',
      ].join('\n')
    case 'json':
      return JSON.stringify(citation, null, 2)
  }
}

function markdown(text: string): string {
  return text.replace(/[[\]\\`*_<>]/g, '\\$&')
}

function bibtex(text: string): string {
  return text.replace(/[\\{}$&#^_~%]/g, (character) => ({ '\\': '\\textbackslash{}', '^': '\\^{}', '~': '\\~{}' })[character] ?? `\\${character}`)
}
