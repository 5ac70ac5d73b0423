import { type Random, randomOf } from '../lib/random.ts'

/** One request, and the status that it is to be answered with. */
export interface Asked {
  readonly kind: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly wanted: number
}

/** Parts of a hundred. Nobody's traffic was at hand: pages that are read, words that are looked for, tools that ask, and readers that have it already. */
const SHARES: Readonly<Record<string, number>> = {
  home: 4,
  record: 22,
  'record as text': 4,
  policy: 7,
  'lists of records': 4,
  'page of a search': 8,
  'page of a matrix': 3,
  'page of a check': 4,
  'records by the API': 6,
  'search by the API': 11,
  'matrix by the API': 2,
  evaluate: 6,
  'evaluate, new': 3,
  batch: 1,
  'not modified': 6,
  files: 6,
  feed: 1,
  message: 2,
  thread: 2,
}

/**
 * Requests for what a site has, in proportions that stay the same, the same ones for the same seed. Some records are asked for far more often than others (the n-th as often as 1/n); half of the
 * browsers' share wants answers compressed.
 * @param url of the site
 * @returns gives the next request
 */
export async function mixOf(url: string, seed: number): Promise<() => Asked> {
  const random = randomOf(seed)
  const known = await whatIsThere(url)
  const makers = makersOf(known, random)
  const kinds = Object.entries(SHARES).flatMap(([kind, share]) => (makers[kind] ? Array<string>(share).fill(kind) : []))
  return () => {
    const kind = random.of(kinds)
    const { path, type, body, tag, accept } = (makers[kind] as Maker)()
    const headers = {
      ...(random.chance(0.5) ? { 'accept-encoding': 'gzip, deflate, br' } : {}),
      ...(accept ? { accept } : {}),
      ...(body === undefined ? {} : { 'content-type': type ?? 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...(tag === undefined ? {} : { 'if-none-match': tag }),
    }
    return { kind, method: body === undefined ? 'GET' : 'POST', path, headers, ...(body === undefined ? {} : { body }), wanted: tag === undefined ? 200 : 304 }
  }
}

interface Made {
  readonly path: string
  readonly accept?: string
  readonly body?: string
  readonly type?: string
  readonly tag?: string
}
type Maker = () => Made

interface There {
  readonly features: readonly string[]
  readonly policies: readonly string[]
  /** Of titles, four letters or more. */
  readonly words: readonly string[]
  /** Components with their releases. */
  readonly lines: readonly { readonly component: string; readonly versions: readonly string[] }[]
  /** Paths of pages with their tags. */
  readonly tags: readonly { readonly path: string; readonly tag: string }[]
  readonly files: readonly string[]
  /** Paths of messages; none without an archive. */
  readonly messages: readonly string[]
}

const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

function makersOf({ features, policies, words, lines, tags, files, messages }: There, random: Random): Readonly<Record<string, Maker>> {
  /** The n-th as often as 1/n. */
  const often = <Item>(items: readonly Item[]): Item => items[Math.floor((items.length + 1) ** random.share()) - 1] as Item
  const sides = Array.from({ length: 500 }, () => ({ from: hostOf(random), to: hostOf(random) }))
  let fresh = seedOfNew()
  const searched = () => Array.from({ length: 1 + random.below(3) }, () => misspelt(often(words), random)).join(' ')
  const page = (path: string): Made => ({ path, accept: PAGE })
  const makers: Record<string, Maker> = {
    home: () => page('/'),
    record: () => page(`/features/${often(features)}`),
    'record as text': () => ({ path: `/features/${often(features)}.txt` }),
    policy: () => page(`/policies/${often(policies)}`),
    'lists of records': () => page(random.of(['/features', '/policies', '/changes', '/lists', `/areas/${often(features).split('/')[0]}`])),
    'page of a search': () => page(`/search?${new URLSearchParams({ q: searched() })}`),
    'page of a matrix': () => page(`/matrix?${new URLSearchParams({ component: random.of(lines).component })}`),
    'page of a check': () => page(`/check?${new URLSearchParams(often(sides))}`),
    'records by the API': () => ({
      path: random.chance(0.7)
        ? `/api/v1/records/${often(features)}`
        : `/api/v1/records?${new URLSearchParams({ kind: 'feature', limit: '50', area: often(features).split('/')[0] as string })}`,
    }),
    'search by the API': () => ({
      path: `/api/v1/search?${new URLSearchParams({ q: searched(), ...(messages.length > 0 && random.chance(0.3) ? { in: 'all' } : {}) })}`,
    }),
    'matrix by the API': () => {
      const { component, versions } = random.of(lines)
      return { path: `/api/v1/matrix?${new URLSearchParams(random.chance(0.5) ? { component, version: random.of(versions) } : { feature: often(features) })}` }
    },
    evaluate: () => ({ path: '/api/v1/evaluate', body: JSON.stringify(often(sides)) }),
    'evaluate, new': () => {
      const { from, to } = random.of(sides)
      return { path: '/api/v1/evaluate', body: JSON.stringify({ from: `${from} device=virtio-net-pci,id=n${fresh++}`, to }) }
    },
    batch: () => ({
      path: '/api/v1/evaluate/batch',
      type: 'application/x-ndjson',
      body: Array.from({ length: 5 }, (_, id) => `${JSON.stringify({ id, remedies: false, ...random.of(sides) })}\n`).join(''),
    }),
    'not modified': () => ({ ...random.of(tags), accept: PAGE }),
    files: () => ({ path: random.of(files) }),
    feed: () => ({ path: '/changes.atom' }),
  }
  if (messages.length > 0) {
    makers.message = () => page(often(messages))
    makers.thread = () => (random.chance(0.7) ? page(`${often(messages)}/t`) : { path: `/api/v1/threads/${often(messages).split('/')[3]}` })
  }
  return makers
}

/** Another in each run, so that a server that goes on running has not been asked. */
function seedOfNew(): number {
  return Math.floor(Date.now() / 1000) * 1000
}

/** A host of which as much is said as people say. */
function hostOf(random: Random): string {
  const [qemu, machine] = [random.of(QEMU), random.of(QEMU)].sort((a, b) => Number(b) - Number(a)) as [string, string]
  const facts = [
    'arch=ppc64 accel=kvm',
    `kvm=${random.chance(0.8) ? 'hv' : 'pr'}`,
    `cpu=${random.of(['power8', 'power9', 'power10'])}`,
    `linux=${random.of(['4.18', '5.4.100', '5.10', '5.15.30', '6.1.77', '6.6'])}`,
    `qemu=${qemu} machine=pseries-${machine}`,
    ...(random.chance(0.2) ? [random.of(['cap-htm=off', 'cap-large-decr=off', 'cap-ail-mode-3=on', 'device=virtio-net-pci', 'device=virtio-blk-pci'])] : []),
  ]
  return facts.join(' ')
}

const QEMU = ['4.2', '5.0', '5.2', '6.0', '6.2', '7.2', '8.0', '8.2', '9.0']

/** Now and then a letter is missing, or the word is not typed to its end. */
function misspelt(word: string, random: Random): string {
  if (random.chance(0.8)) return word
  const at = 1 + random.below(word.length - 1)
  return random.chance(0.5) ? word.slice(0, Math.max(2, at)) : word.slice(0, at) + word.slice(at + 1)
}

async function whatIsThere(url: string): Promise<There> {
  const [features, policies, lines] = await Promise.all(['feature', 'policy', 'release-line'].map((kind) => records(url, kind)))
  if (!features?.length || !policies?.length || !lines?.length) throw new Error(`${url} has too few records to be asked for: sync them first`)
  const words = [...features, ...policies].flatMap(({ title }) => title.toLowerCase().match(/[a-z][a-z0-9_-]{3,}/g) ?? [])
  const ids = features.map(({ id }) => id)
  const tags = []
  for (const path of ids.slice(0, 20).map((id) => `/features/${id}`)) {
    const tag = (await fetch(url + path, { headers: { accept: PAGE } })).headers.get('etag')
    if (tag) tags.push({ path, tag })
  }
  const home = await textOf(`${url}/`)
  const check = await textOf(`${url}/check`)
  const files = [...new Set(`${home}${check}`.match(/\/(?:_next\/static|js)\/[\w./-]+\.(?:css|js)|\/icon\.svg/g))]
  return {
    features: ids,
    policies: policies.map(({ id }) => id),
    words,
    lines: await Promise.all(lines.map(({ id }) => lineOf(url, id))).then((all) => all.filter(({ versions }) => versions.length > 0)),
    tags,
    files,
    messages: await messagesOf(url),
  }
}

async function records(url: string, kind: string): Promise<{ readonly id: string; readonly title: string }[]> {
  const found: { id: string; title: string }[] = []
  for (let cursor = ''; ; ) {
    const query = new URLSearchParams({ kind, limit: '200', ...(cursor === '' ? {} : { cursor }) })
    const page = JSON.parse(await textOf(`${url}/api/v1/records?${query}`)) as { items: { id: string; title: string }[]; next?: string | null }
    found.push(...page.items)
    if (!page.next) return found
    cursor = page.next
  }
}

async function lineOf(url: string, id: string): Promise<There['lines'][number]> {
  const { data } = JSON.parse(await textOf(`${url}/api/v1/records/${id}`)) as { data: { component: string; branches: { releases: { version: string }[] }[] } }
  return { component: data.component, versions: data.branches.flatMap(({ releases }) => releases.map(({ version }) => version)) }
}

/** Of the newest months of each list. */
async function messagesOf(url: string): Promise<string[]> {
  const found = new Set<string>()
  for (const list of links(await textOf(`${url}/lists`), /^\/lists\/[^/]+$/)) {
    const months = links(await textOf(url + list), /^\/lists\/[^/]+\/\d{4}-\d{2}$/)
    for (const month of months.slice(0, 12))
      for (const message of links(await textOf(url + month), /^\/lists\/[^/]+\/[^/]*(@|%40)[^/]*\/?$/)) found.add(message.replace(/\/$/, ''))
  }
  return [...found]
}

function links(html: string, wanted: RegExp): string[] {
  return [...new Set([...html.matchAll(/href="([^"#?]+)[^"]*"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')))].filter((href) => wanted.test(href))
}

async function textOf(address: string): Promise<string> {
  const response = await fetch(address, { headers: { accept: address.includes('/api/') ? 'application/json' : PAGE } })
  if (!response.ok) throw new Error(`${address} answered with ${response.status}`)
  return response.text()
}
