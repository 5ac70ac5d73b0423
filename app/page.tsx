import { RecordLink } from './_components/evidence.tsx'
import { pageContext } from './_components/service.ts'

/** The start: one question, one search box, what is here. */
export default async function Home() {
  const { knowledge, links } = await pageContext()
  const areas = [...new Set(knowledge.features.map(({ data }) => data.id.split('/')[0] as string))]
  return (
    <>
      <h1>Can I migrate?</h1>
      <p>
        What a guest can see of its host, when that changed, what maintainers decided about it, and whether a guest survives the move: records with receipts.
        Every claim ends in a message, a commit, a tag or a run. What is not known is called unknown, and the missing fact is named.
      </p>
      <form action="/check">
        <div className="sides">
          <div>
            <label htmlFor="from">From</label>
            <textarea id="from" name="from" rows={2} placeholder="kvm=hv cpu=power9 linux=5.15 qemu=7.2" />
          </div>
          <div>
            <label htmlFor="to">To</label>
            <textarea id="to" name="to" rows={2} placeholder="kvm=pr cpu=power9 linux=5.15 qemu=7.2" />
          </div>
        </div>
        <p className="row">
          <button type="submit">Check</button>
          <a href="/check">examples</a>
        </p>
      </form>
      <h2>Features</h2>
      {areas.map((area) => (
        <p key={area} className="row">
          <strong>{area}</strong>
          {knowledge.features
            .filter(({ data }) => data.id.startsWith(`${area}/`))
            .map(({ data }) => (
              <RecordLink key={data.id} id={data.id} links={links} />
            ))}
        </p>
      ))}
      <h2>What was decided</h2>
      <ul className="plain">
        {knowledge.policies.map(({ data }) => (
          <li key={data.id}>
            <RecordLink id={data.id} links={links}>
              {data.title}
            </RecordLink>{' '}
            <span className="tag">{data.status}</span>
            <br />
            {data.summary}
          </li>
        ))}
      </ul>
      <h2>Three ways to ask</h2>
      <pre>{`npx canimigrate check --from "kvm=hv cpu=power9" --to "kvm=pr cpu=power9" --guest "uses=scv"
curl -sG /check.txt --data-urlencode 'from=kvm=hv cpu=power9' --data-urlencode 'to=kvm=pr cpu=power9'
POST /api/v1/evaluate  {"from": "…", "to": "…", "guest": "…"}`}</pre>
    </>
  )
}
