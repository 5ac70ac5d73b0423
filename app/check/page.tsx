import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { problemOf } from '../../lib/api/problem.ts'
import { questionOf } from '../../lib/api/query.ts'
import { answerQuestion } from '../../lib/api/question.ts'
import { AnswerView } from '../_components/answer.tsx'
import { addFact, type Asked, checkUrl } from '../_components/question.ts'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Can I migrate?' }

const EXAMPLES: readonly (readonly [string, Asked])[] = [
  [
    'KVM HV to PR, a guest that uses scv',
    { from: 'kvm=hv cpu=power9 linux=6.1 qemu=9.1', to: 'kvm=pr cpu=power9 linux=6.1 qemu=9.1', guest: 'uses=scv', via: [] },
  ],
  [
    'a kernel with multi-TCE to one without',
    { from: 'kvm=hv cpu=power8 linux=4.6 qemu=2.12 machine=pseries-2.12', to: 'kvm=hv cpu=power8 linux=4.4 qemu=2.12', guest: '', via: [] },
  ],
  [
    'vhost-scsi between two kernels',
    {
      from: 'arch=x86_64 accel=kvm machine=pc-q35-7.2 qemu=10.0 linux=6.16.1 device=vhost-scsi-pci,wwpn=naa.5,migratable=true',
      to: 'accel=kvm qemu=10.0 linux=6.18.1',
      guest: '',
      via: [],
    },
  ],
  [
    'a raw guest, POWER8 to POWER9',
    { from: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2 machine=pseries-7.2', to: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', guest: 'compat=raw', via: [] },
  ],
  ['a guest that needs a XENFEAT flag, to an old Xen', { from: 'xen=4.13 arch=x86_64', to: 'xen=4.0.0', guest: 'type=hvm uses=hvm_callback_vector', via: [] }],
]

/** The evaluator. The whole question is in the address; nothing here needs JavaScript. */
export default async function CheckPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const query = toQuery(await searchParams)
  const asked: Asked = { from: query.get('from') ?? '', to: query.get('to') ?? '', guest: query.get('guest') ?? '', via: query.getAll('via').filter(Boolean) }
  const [fact, value] = [query.get('fact'), query.get('value')?.trim()]
  if (fact && value) redirect(checkUrl(addFact(asked, fact, value)))
  const { knowledge, links } = await pageContext()
  const result = ask()
  return (
    <>
      <h1>Can I migrate?</h1>
      <form action="/check">
        <div className="sides">
          <div>
            <label htmlFor="from">From</label>
            <textarea id="from" name="from" rows={3} defaultValue={asked.from} placeholder="kvm=hv cpu=power9 linux=5.15 qemu=7.2 machine=pseries-7.2" />
          </div>
          <div>
            <label htmlFor="to">To</label>
            <textarea id="to" name="to" rows={3} defaultValue={asked.to} placeholder="kvm=hv cpu=power9 linux=6.1 qemu=9.1" />
          </div>
        </div>
        <div className="sides">
          <div>
            <label htmlFor="guest">What is known of the guest</label>
            <input id="guest" name="guest" className="mono" defaultValue={asked.guest} placeholder="linux=5.10 uses=scv" />
          </div>
          <div>
            <label htmlFor="via">By way of (optional)</label>
            <input id="via" name="via" className="mono" defaultValue={asked.via.join(' ; ')} />
          </div>
        </div>
        <p className="row">
          <button type="submit">Check</button>
          <span className="small soft">Facts as above, a QEMU command line, a libvirt domain, or JSON. One side alone asks whether the guest works there.</span>
        </p>
      </form>
      {result && 'problem' in result ? (
        <div className="error" role="alert">
          {(result.problem.errors ?? [{ path: '', message: result.problem.detail }]).map(({ path, message }) => (
            <p key={path + message}>{message}</p>
          ))}
        </div>
      ) : null}
      {result && 'answer' in result ? <AnswerView answer={result.answer} asked={asked} knowledge={knowledge} links={links} /> : null}
      {result ? null : (
        <>
          <h2>For example</h2>
          <ul>
            {EXAMPLES.map(([title, example]) => (
              <li key={title}>
                <a href={checkUrl(example)}>{title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )

  function ask() {
    try {
      const question = questionOf(query)
      return question ? { answer: answerQuestion(knowledge, question) } : undefined
    } catch (error) {
      const problem = problemOf(error)
      if (problem.status >= 500) throw error
      return { problem }
    }
  }
}

/** The address's query; several hosts on the way may be given in one field, with ` ; ` between them. */
function toQuery(params: Record<string, string | string[] | undefined>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) {
      for (const part of name === 'via' ? one.split(/\s;\s/) : [one]) query.append(name, part)
    }
  }
  return query
}
