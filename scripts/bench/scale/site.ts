import { startOurs } from '../our-site.ts'
import { QUERIES } from '../mail-queries.ts'
import { arrivals, type Arrivals } from './arrivals.ts'
import { timed, type Times, timesOf } from './times.ts'

/** How the site answers over HTTP, one request at a time. */
export interface SiteTimes {
  /** Seconds from its start until it answers; nothing had to be built. */
  readonly start: number
  readonly record: Times
  /** The same pages once more: they were kept. */
  readonly recordAgain: Times
  readonly thread: Times
  readonly search: Times
  /** All lists, one of them, and its months. */
  readonly lists: Times
  readonly arrivals: Arrivals
  /** Resident memory afterwards. */
  readonly megabytes: number
}

/** @param env of its processes, with `CANIMIGRATE_DATA` */
export async function siteTimes(env: Readonly<Record<string, string>>): Promise<SiteTimes> {
  const begun = performance.now()
  const { url, close } = await startOurs({ ...env, CANIMIGRATE_LOG_LEVEL: 'error' })
  const start = (performance.now() - begun) / 1000
  try {
    const get = async (path: string): Promise<Response> => {
      const response = await fetch(url + path)
      if (!response.ok) throw new Error(`${path} was answered with ${response.status}`)
      return response
    }
    const read = async (path: string): Promise<void> => void (await (await get(path)).arrayBuffer())
    const json = async <Body>(path: string): Promise<Body> => (await get(path)).json() as Promise<Body>
    const { items } = await json<{ items: { id: string }[] }>('/api/v1/records?kind=feature&limit=1000')
    const pages = items.map(({ id }) => `/features/${id}`)
    // The first ones compile what makes pages.
    for (const page of pages.slice(0, WARM_UP)) await read(page)
    const step = Math.max(1, Math.floor((pages.length - WARM_UP) / PAGES))
    const some = pages.slice(WARM_UP).filter((_, index) => index % step === 0)
    const record = timesOf(await timed(some, read))
    const recordAgain = timesOf(await timed(some, read))
    const mail = (text: string): string => `/api/v1/search?${new URLSearchParams({ q: text, in: 'mail' })}`
    for (const text of QUERIES) await read(mail(text))
    const search = timesOf(await timed([...QUERIES, ...QUERIES], (text) => read(mail(text))))
    const threads = new Set<string>()
    for (const text of QUERIES) {
      const { messages } = await json<{ messages: { hits: readonly { messageId: string; lists: readonly string[] }[] } }>(mail(text))
      for (const { messageId, lists } of messages.hits.slice(0, 3)) threads.add(`/lists/${lists[0]}/${encodeURIComponent(messageId)}/t`)
    }
    const [first = '', ...others] = threads
    await read(first)
    return {
      start: Math.round(start * 10) / 10,
      record,
      recordAgain,
      thread: timesOf(await timed(others, read)),
      search,
      lists: timesOf(await timed(await listPages(json), read)),
      arrivals: await arrivals(env, async (word) => (await json<{ messages: { total: number } }>(mail(word))).messages.total > 0),
      megabytes: megabytesOf(await (await get('/metrics')).text()),
    }
  } finally {
    await close()
  }
}

const WARM_UP = 20
/** Record pages that are asked for, spread over all. */
const PAGES = 150

async function listPages(json: <Body>(path: string) => Promise<Body>): Promise<string[]> {
  const { messages } = await json<{ messages: { hits: readonly { lists: readonly string[] }[] } }>('/api/v1/search?q=the+linux&in=mail')
  const lists = new Set(messages.hits.flatMap((hit) => hit.lists))
  return ['/lists', ...[...lists].flatMap((list) => [`/lists/${list}`, ...[2021, 2022, 2023, 2024].map((year) => `/lists/${list}/${year}-05`)])]
}

function megabytesOf(metrics: string): number {
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1e6)
}
