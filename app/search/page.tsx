import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { KINDS, type Kind } from '../../lib/model/index.ts'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Search' }

/** Records by words, names or identifiers; `kind` narrows. */
export default async function Search({ searchParams }: { searchParams: Promise<Record<string, string | undefined>> }) {
  const { q = '', kind } = await searchParams
  const text = q.slice(0, 400)
  const { service, links } = await pageContext()
  const kinds = KINDS.includes(kind as Kind) ? [kind as Kind] : undefined
  const result = text.trim() === '' ? undefined : await service.search.query({ text, limit: 50, kinds })
  return (
    <>
      <h1>Search</h1>
      <form action="/search" className="row">
        <input name="q" aria-label="Search for" defaultValue={text} size={36} />
        <select name="kind" aria-label="Kind" defaultValue={kind ?? ''}>
          <option value="">everything</option>
          {KINDS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <button type="submit">Search</button>
      </form>
      {result?.corrected.map(({ from, to }) => (
        <p key={from} className="soft">
          Searched for <strong>{to}</strong> instead of {from}.
        </p>
      ))}
      {result?.relaxed ? <p className="soft">No record has all of these words; these have some.</p> : null}
      {result ? <p className="soft">{result.total} found</p> : null}
      <ul className="plain">
        {result?.hits.map((hit) => (
          <li key={hit.id}>
            <a href={links.record(hit.id)?.href ?? `/r/${hit.id}`}>
              <Marked text={hit.title} marks={hit.marks.title} />
            </a>{' '}
            <span className="id small">{hit.id}</span> <span className="tag">{hit.kind}</span>
            <br />
            <span className="small">
              <Marked text={hit.snippet} marks={hit.marks.snippet} />
            </span>
          </li>
        ))}
      </ul>
      {result?.hits.length === 0 ? (
        <p>
          Nothing. Try fewer words, or look through the <a href="/features">features</a> and <a href="/policies">policies</a>.
        </p>
      ) : null}
    </>
  )
}

/** Text with the ranges that were found marked. */
function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const parts: ReactNode[] = []
  let at = 0
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
