import type { Metadata } from 'next'
import { Fragment } from 'react'
import { areaPage } from '../../lib/api/areas.ts'
import { type FeatureList, listFeatures } from '../../lib/api/listing.ts'
import type { Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { Pick } from '../_components/pick.tsx'
import '../_components/record.css'
import { Pages } from '../_components/pages.tsx'
import { RecordList } from '../_components/record-list.tsx'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'
import { Words } from '../_components/words.tsx'

export const metadata: Metadata = { title: 'Features' }

/** Of an area, where nothing was asked for; the rest is on the area's page. */
const FIRST = 6
/** On one page of a narrowed list. */
const EACH = 100

/** Every feature: the areas, or what `q`, `area`, `surface`, `by` and `component` leave. */
export default async function Features({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryFrom(searchParams)
  const { knowledge, links } = await pageContext()
  const list = listFeatures(knowledge, query)
  const { filter, choices } = list
  return (
    <>
      <h1>Features</h1>
      <p>Something a guest can see or depend on: whether to rely on it, since when it is there, what happens to it on migration.</p>
      <form action="/features" className="filter">
        <label>
          words
          <input name="q" defaultValue={filter.words} size={18} />
        </label>
        <Pick name="area" label="area" any="every area" value={filter.area} choices={choices.area} />
        <Pick name="component" label="component" any="any" value={filter.component} choices={choices.component} />
        <Pick name="surface" label="seen as" any="anything" value={filter.surface} choices={choices.surface} />
        <Pick name="by" label="fixed by" any="anything" value={filter.by} choices={choices.by} />
        <Pick name="sort" label="order" value={filter.sort} choices={[['id'], ['title']]} />
        <button type="submit">Filter</button>
      </form>
      {list.isNarrowed ? (
        <Narrowed list={list} query={query} links={links} of={knowledge.features.length} />
      ) : (
        <Areas list={list} knowledge={knowledge} links={links} />
      )}
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

/** What was found, a page at a time. */
function Narrowed({ list, query, links, of }: { list: FeatureList; query: URLSearchParams; links: LinkResolver; of: number }) {
  const last = Math.max(1, Math.ceil(list.matched / EACH))
  const page = Math.min(Math.max(Math.trunc(Number(query.get('page') ?? 1)) || 1, 1), last)
  const shown = new Set([...list.groups.values()].flat().slice((page - 1) * EACH, page * EACH))
  return (
    <>
      <p role="status">
        {list.matched} of {of}. <a href="/features">Show all</a>
        {list.matched === 0 ? (
          <>
            , or <a href={`/search?q=${encodeURIComponent(list.filter.words)}`}>search everything</a>
          </>
        ) : null}
      </p>
      {[...list.groups].map(([name, entries]) => {
        const here = entries.filter((entry) => shown.has(entry))
        return here.length === 0 ? null : (
          <section key={name}>
            {name === '' ? null : (
              <h2 id={name}>
                <a href={`/areas/${name}`}>{name}</a>
              </h2>
            )}
            <RecordList entries={here} links={links} long />
          </section>
        )
      })}
      <Pages path="/features" query={query} page={page} last={last} />
    </>
  )
}

/** Every area with what it is about and the first of its features. */
function Areas({ list, knowledge, links }: { list: FeatureList; knowledge: Knowledge; links: LinkResolver }) {
  return (
    <div className="areas">
      {[...list.groups].map(([name, entries]) => {
        const introduction = areaPage(knowledge, name)?.introduction?.data
        const first = introduction?.begin.flatMap((id) => entries.find(({ data }) => data.id === id) ?? []) ?? []
        return (
          <section key={name}>
            <h2 id={name}>
              <a href={`/areas/${name}`}>{introduction?.title ?? name}</a> <span className="small soft">{entries.length}</span>
            </h2>
            {introduction ? (
              <p className="small">
                <Words text={introduction.summary} />
              </p>
            ) : null}
            <div className="small">
              <RecordList entries={[...new Set([...first, ...entries])].slice(0, FIRST)} links={links} />
            </div>
            {entries.length > FIRST ? (
              <p className="small">
                <a href={`/features?area=${name}`}>
                  all {entries.length} of {name}
                </a>
              </p>
            ) : null}
          </section>
        )
      })}
    </div>
  )
}
