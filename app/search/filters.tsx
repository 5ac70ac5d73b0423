import { KIND_NAMES } from '../../lib/api/find/href.ts'
import { FILTERS, type FilterName, type FindQuery, findAddress, withFilter } from '../../lib/api/find/query.ts'
import type { SearchResult } from '../../lib/search/port.ts'

/** Values of a filter that are shown at once. */
const SHOWN = 6
/** What a filter is called, where its name does not say it. */
const CALLED: Readonly<Partial<Record<FilterName, string>>> = { arch: 'architecture', list: 'mailing list' }

/** What the results can be narrowed by, each value a link with the number of results. */
export function Filters({ query, facets }: { query: FindQuery; facets: SearchResult['facets'] }) {
  return (
    <>
      {FILTERS.map((name) => {
        const chosen = query.filters[name] ?? []
        const offered = facets[name] ?? []
        const values = [
          ...chosen.map((value) => offered.find((one) => one.value === value) ?? { value, count: 0 }),
          ...offered.filter(({ value }) => !chosen.includes(value)),
        ]
        if (chosen.length === 0 && values.length < 2) return null
        const items = values.map(({ value, count }) => (
          <Value key={value} query={query} name={name} value={value} count={count} chosen={chosen.includes(value)} />
        ))
        return (
          <details key={name} open>
            <summary>{CALLED[name] ?? name}</summary>
            <ul className="plain">{items.slice(0, SHOWN)}</ul>
            {items.length > SHOWN ? (
              <details>
                <summary className="small">{items.length - SHOWN} more</summary>
                <ul className="plain">{items.slice(SHOWN)}</ul>
              </details>
            ) : null}
          </details>
        )
      })}
    </>
  )
}

function Value({ query, name, value, count, chosen }: { query: FindQuery; name: FilterName; value: string; count: number; chosen: boolean }) {
  const shown = name === 'kind' ? (KIND_NAMES[value] ?? value) : value
  return (
    <li>
      <a href={findAddress(withFilter(query, name, chosen ? [] : [value]))} aria-current={chosen ? 'true' : undefined}>
        {chosen ? '× ' : ''}
        {shown}
      </a>{' '}
      <span className="small soft">{count}</span>
    </li>
  )
}

/** The days between which something happened; a form, as they are typed. */
export function FilterForm({ query }: { query: FindQuery }) {
  const { text, filters, after, before } = query
  return (
    <details open={after !== undefined || before !== undefined}>
      <summary>date</summary>
      <form action="/search">
        <input type="hidden" name="q" value={text} />
        {Object.entries(filters).map(([name, values]) => (
          <input key={name} type="hidden" name={name} value={values.join(',')} />
        ))}
        <label>
          from <input name="after" defaultValue={after} placeholder="2021-03" size={10} pattern="\d{4}(-\d\d){0,2}" />
        </label>
        <label>
          before <input name="before" defaultValue={before} placeholder="2024" size={10} pattern="\d{4}(-\d\d){0,2}" />
        </label>
        <button type="submit">Narrow</button>
      </form>
    </details>
  )
}
