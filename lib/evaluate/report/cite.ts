import type { Entry, Kind } from '../../model/index.ts'
import { wrap } from './wrap.ts'

export const CITATION_FORMATS = ['text', 'link', 'markdown', 'bibtex', 'json'] as const
export type CitationFormat = (typeof CITATION_FORMATS)[number]

/** What a citation of a record says. */
export interface Citation {
  readonly id: string
  readonly revision: string
  readonly kind: Kind
  readonly title: string
  readonly summary: string
  /** Permanent: this revision's page. */
  readonly url: string
}

/**
 * The citation of one revision of a record.
 * @param base the site's address, without a slash at its end
 */
export function citationOf({ data, revision }: Entry, base: string): Citation {
  return { id: data.id, revision, kind: data.kind, title: data.title, summary: data.summary, url: `${base}/r/${data.id}@${revision}` }
}

/** A citation in one of the forms: `text` (at most 72 columns, for a mail), `link` (a trailer of a commit), `markdown`, `bibtex`, `json`. */
export function formatCitation(citation: Citation, format: CitationFormat): string {
  const { id, revision, title, summary, url } = citation
  switch (format) {
    case 'text':
      return [wrap(title, 72), wrap(summary, 72, '  '), `  ${id}@${revision}`, `  ${url}`].join('\n')
    case 'link':
      return `Link: ${url}`
    case 'markdown':
      return `[${title.replace(/[[\]\\]/g, '\\$&')}](${url}) (\`${id}@${revision}\`)`
    case 'bibtex':
      return [
        `@misc{canimigrate:${id.replace(/[^a-z0-9-]/gi, '-')}-${revision},`,
        `  title = {{${bibtex(title)}}},`,
        `  howpublished = {\\url{${url}}},`,
        `  note = {canimigrate record ${bibtex(id)}, revision ${revision}},`,
        '}',
      ].join('\n')
    case 'json':
      return JSON.stringify(citation, null, 2)
  }
}

function bibtex(text: string): string {
  return text.replace(/[\\{}$&#^_~%]/g, (character) => ({ '\\': '\\textbackslash{}', '^': '\\^{}', '~': '\\~{}' })[character] ?? `\\${character}`)
}
