import type { Metadata } from 'next'
import { askFleet } from '../../lib/api/fleet.ts'
import { addressOf, readable } from '../../lib/api/kept.ts'
import { FleetView } from '../_components/fleet.tsx'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'
import '../check/check.css'

export const metadata: Metadata = { title: 'Fleet' }

const EXAMPLE = `hosts:
  new: {profile: "qemu=8.0.0 linux=6.1.20 kvm=hv cpu=power9", count: 2}
  mid: {profile: "qemu=7.2.0 linux=5.15.30 kvm=hv cpu=power9", count: 3, room: 4}
  old: {profile: "qemu=7.2.0 linux=5.15.30 kvm=hv cpu=power8", count: 2}
vms:
  web: {definition: "machine=pseries-6.2 max-cpu-compat=power8", guest: "uses=none linux=5.10", host: mid, count: 6}
  db: {definition: "machine=pseries-7.2", guest: "uses=none linux=5.10", host: mid}
upgrade:
  mid: "qemu=8.0.0 linux=6.1.20"
  old: "qemu=8.0.0"
`

/** Fleets: hosts, VMs and upgrades, pasted or as a file. The whole question is in the address; nothing here needs JavaScript. */
export default async function FleetPage({ searchParams }: { searchParams: SearchParams }) {
  const { knowledge, links } = await pageContext()
  const { query, problem } = await readable(await queryFrom(searchParams))
  const text = query.get('fleet') ?? ''
  const { answer, problems } = problem === undefined ? askFleet(knowledge, text) : { answer: undefined, problems: [problem] }
  return (
    <>
      <h1>Where may my VMs go, and in what order do I upgrade?</h1>
      <form action="/fleet/ask" method="post" encType="multipart/form-data" className="check-form">
        <label htmlFor="fleet">Hosts, VMs and upgrades, as YAML or JSON</label>
        <textarea
          id="fleet"
          name="fleet"
          rows={answer ? 8 : 14}
          defaultValue={text}
          placeholder={EXAMPLE}
          spellCheck={false}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? 'fleet-problems' : undefined}
        />
        {problems.length > 0 ? (
          <ul className="error" id="fleet-problems">
            {problems.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        ) : null}
        <label htmlFor="fleet-file">Or a file with them, which goes before the text</label>
        <input type="file" id="fleet-file" name="file" accept=".yaml,.yml,.json,.txt" />
        <p>
          <button type="submit">Plan</button> <a href={`/fleet?${new URLSearchParams({ fleet: EXAMPLE })}`}>example</a> · <a href="/fleet">clear</a>
        </p>
      </form>
      {answer ? <FleetView answer={answer} query={await addressOf(new URLSearchParams({ fleet: text }).toString())} links={links} /> : <Help />}
    </>
  )
}

function Help() {
  return (
    <>
      <p>
        Each host and VM is described by the facts that <a href="/check">check</a> takes. The answer has the verdict of each move between kinds of hosts, the
        hosts among which a VM moves freely, options with which it goes everywhere and what they cost, and an order of upgrades in which no VM is stranded, or
        why there is none.
      </p>
      <dl className="keys">
        <div>
          <dt className="mono">hosts</dt>
          <dd>
            names with facts, or with <code>{'{profile, count | names, room}'}</code>
          </dd>
        </div>
        <div>
          <dt className="mono">vms</dt>
          <dd>
            names with <code>{'{definition, guest, host | hosts, count, boot}'}</code>; the definition is facts or a QEMU command line
          </dd>
        </div>
        <div>
          <dt className="mono">upgrade</dt>
          <dd>hosts or groups (or *) with the facts that change</dd>
        </div>
        <div>
          <dt className="mono">accept</dt>
          <dd>
            <code>yes</code>, or <code>conditional</code> for moves with care, too
          </dd>
        </div>
      </dl>
    </>
  )
}
