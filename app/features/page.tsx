import type { Metadata } from 'next'
import { RecordLink } from '../_components/evidence.tsx'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Features' }

/** Every feature, by area. */
export default async function Features() {
  const { knowledge, links } = await pageContext()
  const areas = [...new Set(knowledge.features.map(({ data }) => data.id.split('/')[0] as string))]
  return (
    <>
      <h1>Features</h1>
      <p>Something a guest can see or depend on: what it is, since when, what happens to it on migration.</p>
      {areas.map((area) => (
        <section key={area}>
          <h2 id={area}>{area}</h2>
          <ul className="plain">
            {knowledge.features
              .filter(({ data }) => data.id.startsWith(`${area}/`))
              .map(({ data }) => (
                <li key={data.id}>
                  <RecordLink id={data.id} links={links} /> {data.title}
                  <br />
                  <span className="small soft">{data.rely}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p className="small">
        What is not about one feature:{' '}
        {knowledge.rules
          .map(({ data }) => data.id)
          .map((id) => (
            <span key={id}>
              <RecordLink id={id} links={links} />{' '}
            </span>
          ))}
        · release lines:{' '}
        {[...knowledge.lines.values()].map(({ id }) => (
          <span key={id}>
            <RecordLink id={id} links={links} />{' '}
          </span>
        ))}
      </p>
    </>
  )
}
