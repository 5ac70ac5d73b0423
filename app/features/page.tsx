import { Fragment } from 'react'
import type { Metadata } from 'next'
import { areaOf, featuresByArea } from '../../lib/api/listing.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Features' }

/** Of an area, where nothing was asked for; the rest is on the area's page. */
const MOST_SHOWN = 24

/** Every feature, by area; `q` and `area` narrow. */
export default async function Features({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryFrom(searchParams)
  const [words, area] = [query.get('q')?.slice(0, 200) ?? '', query.get('area') ?? '']
  const narrowed = words !== '' || area !== ''
  const { knowledge, links } = await pageContext()
  const found = featuresByArea(knowledge, { words, area })
  return (
    <>
      <h1>Features</h1>
      <p>Something a guest can see or depend on: whether to rely on it, since when it is there, what happens to it on migration.</p>
      <form action="/features" className="row">
        <input name="q" aria-label="Words" defaultValue={words} size={20} placeholder="words" />
        <select name="area" aria-label="Area" defaultValue={area}>
          <option value="">every area</option>
          {[...new Set(knowledge.features.map(({ data }) => areaOf(data.id)))].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <button type="submit">Filter</button>
      </form>
      {found.size === 0 ? (
        <p>
          None. <a href="/features">Show all</a>, or <a href={`/search?q=${encodeURIComponent(words)}`}>search everything</a>.
        </p>
      ) : null}
      {[...found].map(([name, entries]) => (
        <section key={name}>
          <h2 id={name}>
            <a href={`/areas/${name}`}>{name}</a>
          </h2>
          <ul className="plain">
            {(narrowed ? entries : entries.slice(0, MOST_SHOWN)).map(({ data }) => (
              <li key={data.id}>
                <RecordLink id={data.id} links={links} /> {data.title}
                <br />
                <span className="small soft">{data.rely}</span>
              </li>
            ))}
          </ul>
          {narrowed || entries.length <= MOST_SHOWN ? null : (
            <p>
              <a href={`/areas/${name}`}>All {entries.length}</a>
            </p>
          )}
        </section>
      ))}
      <h2 id="other">Other records</h2>
      <p className="row small">
        <span>What is not about one feature:</span>
        {knowledge.rules.map(({ data }) => (
          <Fragment key={data.id}>
            {' '}
            <RecordLink id={data.id} links={links} />
          </Fragment>
        ))}
      </p>
      <p className="row small">
        <span>Release lines:</span>
        {[...knowledge.lines.values()].map(({ id }) => (
          <Fragment key={id}>
            {' '}
            <RecordLink id={id} links={links} />
          </Fragment>
        ))}
      </p>
    </>
  )
}
