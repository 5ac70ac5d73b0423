import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { startEmptyNext } from './empty-next.ts'
import { startOurs } from './our-site.ts'

/** The share of what an empty application answers that is asked of ours. */
const WANTED = 0.7
const TURNS = 3
const SECONDS = 4
const CONNECTIONS = 20

const BODY = { from: 'kvm=hv cpu=power9 linux=5.15.30 qemu=7.2.0', to: 'kvm=pr cpu=power9 linux=5.15.30 qemu=8.0.0', guest: 'uses=scv' }

interface Load {
  readonly name: string
  readonly url: string
  /** For autocannon. Default: questions none of which was asked before, from a client of our own. */
  readonly words?: readonly string[]
}

/**
 * Requests per second of our server beside those of an empty Next.js application, turn by turn in one run.
 * @param words `URL` of a server of ours that runs already; default: one is started as `npm start` does
 * @returns whether ours reaches the share that it is held to
 */
export async function httpBench([given]: readonly string[]): Promise<boolean> {
  const [ours, empty] = [given ? { url: given.replace(/\/$/, ''), close: async () => {} } : await startOurs(), await startEmptyNext()]
  try {
    return await compare(ours.url, empty.url)
  } finally {
    await ours.close()
    empty.close()
  }
}

async function compare(ours: string, empty: string): Promise<boolean> {
  const { items } = (await (await fetch(`${ours}/api/v1/records?kind=feature&limit=1000`)).json()) as { items: { id: string }[] }
  const record = await largest(items.slice(0, 100).map(({ id }) => `${ours}/features/${id}`))
  const post = (body: object) => ['-m', 'POST', '-H', 'content-type=application/json', '-b', JSON.stringify(body)]
  const compressed = ['-H', 'accept-encoding=gzip, deflate, br']
  const page: Load = { name: 'an empty page', url: `${empty}/`, words: [] }
  const route: Load = { name: 'an empty route', url: `${empty}/echo`, words: post(BODY) }
  const evaluate = `${ours}/api/v1/evaluate`
  const pairs: readonly { readonly one: Load; readonly other: Load; readonly isHeld: boolean }[] = [
    { one: { name: 'a record', url: record, words: [] }, other: page, isHeld: true },
    { one: { name: 'a record, compressed', url: record, words: compressed }, other: { ...page, words: compressed }, isHeld: true },
    { one: { name: 'POST evaluate', url: evaluate, words: post(BODY) }, other: route, isHeld: true },
    { one: { name: 'POST evaluate, each new', url: evaluate }, other: { name: route.name, url: route.url }, isHeld: false },
  ]
  console.log(`requests per second, the best of ${TURNS} turns of ${SECONDS} s, ${CONNECTIONS} connections; ${record.slice(ours.length)}\n`)
  console.log('ours                     requests/s   empty Next.js   requests/s   share')
  let isGood = true
  for (const { one, other, isHeld } of pairs) {
    let [most, mostOther] = [0, 0]
    for (let turn = 0; turn < TURNS; turn++) {
      most = Math.max(most, await rate(one))
      mostOther = Math.max(mostOther, await rate(other))
    }
    const share = most / mostOther
    if (isHeld && share < WANTED) isGood = false
    const cells = [
      one.name.padEnd(24),
      most.toFixed(0).padStart(11),
      '  ',
      other.name.padEnd(14),
      mostOther.toFixed(0).padStart(11),
      share.toFixed(2).padStart(7),
    ]
    console.log(cells.join(' ') + (isHeld ? (share < WANTED ? `  under ${WANTED}` : '') : '  (not held to a share)'))
  }
  return isGood
}

/** The page with most bytes, so that no choice flatters. */
async function largest(pages: readonly string[]): Promise<string> {
  const sizes: [number, string][] = []
  for (const page of pages) sizes.push([(await (await fetch(page)).text()).length, page])
  return sizes.sort(([a], [b]) => b - a)[0]?.[1] ?? ''
}

/** Answers per second. @throws Error if one was no success */
async function rate({ url, words }: Load): Promise<number> {
  if (!words) return rateOfNew(url)
  const all = ['--yes', 'autocannon@8.0.0', '-j', '-c', String(CONNECTIONS), '-d', String(SECONDS), ...words, url]
  const child = spawn('npx', all, { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error('autocannon failed: is the registry of npm there?')
  const { requests, non2xx, errors } = JSON.parse(text) as { requests: { average: number }; non2xx: number; errors: number }
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers of ${url} were no success, ${errors} requests failed`)
  return requests.average
}

async function rateOfNew(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const end = performance.now() + SECONDS * 1000
  let answered = 0
  const ask = async () => {
    while (performance.now() < end) {
      const body = JSON.stringify({ ...BODY, from: `${BODY.from} device=virtio-net-pci,id=n${asked++}` })
      const status = await new Promise<number | undefined>((done, failed) => {
        const headers = { 'content-type': 'application/json', 'content-length': body.length }
        request(url, { method: 'POST', agent, headers }, (response) => response.on('end', () => done(response.statusCode)).resume())
          .on('error', failed)
          .end(body)
      })
      if (status !== 200) throw new Error(`${url} answered with ${status}`)
      answered++
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, ask))
  agent.destroy()
  return answered / SECONDS
}

let asked = 0
