import { deflateRawSync, gzipSync } from 'node:zlib'
import { DOCUMENTS, HOSTILE } from './strings.ts'
import { HOSTILE_MAILS } from './mails.ts'
import { type Random, randomOf } from '../../scripts/lib/random.ts'

/** A request that means harm. */
export interface HostileRequest {
  /** What it tries. */
  readonly name: string
  readonly method: string
  /** As it is sent. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** All of it, as bytes on the wire, where no client would send such a thing. */
  readonly wire?: string
}

/** What of a site a request can name. */
export interface Known {
  /** Ids of records, with and without revisions. */
  readonly ids: readonly string[]
  readonly features: readonly string[]
  readonly components: readonly string[]
  readonly cpus: readonly string[]
}

/** Requests without end; the same seed gives the same. Each of `fixed` comes first, once. */
export function* hostileRequests(known: Known, seed: number): Generator<HostileRequest, never> {
  const random = randomOf(seed)
  yield* fixed(known)
  const makers = [path, path, query, query, evaluate, evaluate, evaluate, fleet, batch, mcp, form, header, header, mailPath, wire, api]
  for (;;) yield random.of(makers)(random, known)
}

type Maker = (random: Random, known: Known) => HostileRequest

const PREFIXES = [
  '/',
  '/features/',
  '/policies/',
  '/r/',
  '/areas/',
  '/mentions/',
  '/lists/',
  '/lists/hostile.lists.example/',
  '/card/',
  '/card/r/',
  '/mail/',
  '/mail/lists/',
  '/feeds/',
  '/text/',
  '/markdown/',
  '/js/',
  '/_next/',
  '/_next/static/',
  '/_next/static/chunks/',
  '/_next/image',
  '/_next/data/x/',
  '/api/v1/',
  '/api/v1/records/',
  '/api/v1/messages/',
  '/api/v1/threads/',
  '/api/v1/schemas/',
  '/api/viewer/',
  '/sitemap-',
  '/not-here/',
]
const ENDS = [
  '',
  '.txt',
  '.md',
  '.json',
  '.atom',
  '.png',
  '.xml',
  '/raw',
  '/t',
  '/T',
  '/t.mbox.gz',
  '/t.atom',
  '/',
  '//',
  '/..',
  '?',
  '#',
  '%',
  '%2f',
  '%5c',
  ';a=b',
]
const ENCODERS: readonly ((text: string) => string)[] = [
  (text) => encodeURIComponent(wellFormed(text)),
  (text) => encodeURIComponent(encodeURIComponent(wellFormed(text))),
  (text) => encodeURI(wellFormed(text)).replaceAll(' ', '%20'),
  (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  (text) =>
    wellFormed(text)
      .replace(/[^!-~]/g, '')
      .replaceAll('..', '%2e%2e'),
  (text) => `%c0%ae%c0%ae/${encodeURIComponent(wellFormed(text))}`,
]

const PAGES = [
  '/check',
  '/fleet',
  '/matrix',
  '/search',
  '/features',
  '/policies',
  '/changes',
  '/lists',
  '/check.json',
  '/fleet.json',
  '/matrix.json',
  '/matrix.csv',
  '/matrix.svg',
  '/check.txt',
  '/search.txt',
  '/matrix.txt',
  '/calendar.ics',
  '/api/v1/search',
  '/api/v1/matrix',
  '/api/v1/matrix/table',
  '/api/v1/records',
  '/api/v1/export/changes',
]
const FIELDS =
  'q from to from-host to-host guest via kept z fleet feature component version view down host arch area text state changes every page row column kind status person list after before in order limit offset cursor since diff lines hash spam sort surface by pick.from add.guest __proto__ constructor'.split(
    ' ',
  )

const path: Maker = (random) => get('path', `${random.of(PREFIXES)}${random.of(ENCODERS)(random.of(HOSTILE)).slice(0, 20_000)}${random.of(ENDS)}`)

const query: Maker = (random, known) => {
  const fields = new URLSearchParams()
  const page = random.of(PAGES)
  for (let count = random.below(6) + 1; count > 0; count--)
    fields.append(random.of(FIELDS), random.chance(0.7) ? wellFormed(random.of(HOSTILE)) : wordFor(random, known))
  if (random.chance(0.2)) fields.append(random.of(['from', 'to', 'fleet', 'host']), wellFormed(random.of(DOCUMENTS)).slice(0, 15_000))
  if (random.chance(0.1)) fields.append('z', packed(random.of(DOCUMENTS)))
  return get('query', `${page}?${fields}`.slice(0, 40_000))
}

/** One that finds something, so that what costs is reached. */
function wordFor(random: Random, known: Known): string {
  return random.of([
    ...known.components,
    random.of(known.features),
    random.of(known.ids),
    '1',
    'joint',
    'direction',
    'qemu=7.2 linux=5.15 kvm=hv cpu=power9',
    '7.2',
    '2.10',
    'x86_64',
    'ppc64',
    'all',
    'date',
  ])
}

const evaluate: Maker = (random, known) => {
  const question: Record<string, unknown> = { to: side(random, known) }
  if (random.chance(0.8)) question.from = side(random, known)
  if (random.chance(0.3)) question.guest = random.of([...HOSTILE, `uses=${'scv,'.repeat(500)}scv`, 'linux=5.10 uses=none'])
  if (random.chance(0.2)) question.via = Array.from({ length: random.below(25) }, () => side(random, known, 4000))
  if (random.chance(0.1)) question[random.of(['__proto__', 'constructor', 'extra', 'remedies'])] = random.of([true, {}, 'x', { polluted: 'yes' }])
  // `__proto__` as a key of its own, as JSON can have it.
  return post('evaluate', '/api/v1/evaluate', JSON.stringify(question).replace('"extra":', '"__proto__":'))
}

function side(random: Random, known: Known, most = 120_000): unknown {
  const text = random
    .of([
      random.of(DOCUMENTS),
      random.of(HOSTILE),
      host(random, known),
      `${host(random, known)} ${random.of(HOSTILE)}`,
      `${host(random, known)} machine=pc-q35-${2 + random.below(8)}.${random.below(3)}`,
    ])
    .slice(0, most)
  return random.of<() => unknown>([
    () => text,
    () => text,
    () => ({ cmdline: text, host: host(random, known) }),
    () => ({ text, host: random.of([host(random, known), text]) }),
    () => ({
      [random.of(['qemu', 'device', 'facts', 'config', 'guest', '__proto__', 'places', 'devices', 'not-understood'])]: random.of<unknown>([
        text,
        [text],
        { [text.slice(0, 50)]: text },
        null,
        7,
      ]),
    }),
    () => ({ cmdline: text.split(' ').slice(0, 20_000), host: { linux: '5.15', qemu: '7.2' } }),
    () => random.of<unknown>([null, 7, [], [text], { cmdline: 7 }, { text: 7, host: 7 }, '\ud800=\udfff']),
  ])()
}

function host(random: Random, { cpus }: Known): string {
  return `qemu=${random.of(['4.0', '5.2', '6.2', '7.2.0', '8.1', '9.1'])} linux=${random.of(['4.19', '5.4', '5.15.30', '6.1', '6.6'])} ${random.of(['kvm=hv', 'kvm=pr', 'accel=kvm', 'accel=tcg', 'accel=xen xen=4.17'])} cpu=${random.of(cpus)}`
}

/** Fleets as large as they may be, and larger; kinds that differ in all that can differ. */
const fleet: Maker = (random, known) => {
  const kinds = random.of([1, 3, 8, 24, 64, 65, 200])
  const definitions = random.of([1, 2, 4, 16, 17])
  const versions = ['5.2', '6.0', '6.1', '6.2', '7.0', '7.1', '7.2', '8.0', '8.1', '8.2', '9.0', '9.1']
  const hosts = Object.fromEntries(
    Array.from({ length: kinds }, (_, index) => [
      `h${index}`,
      {
        profile: `qemu=${versions[index % versions.length]} linux=5.${4 + (index % 15)} accel=kvm arch=x86_64 cpu=${known.cpus[index % known.cpus.length]}`,
        count: random.of([1, 3, 30]),
        room: random.of([1, 4, 1000]),
      },
    ]),
  )
  const vms = Object.fromEntries(
    Array.from({ length: definitions }, (_, index) => [
      `v${index}`,
      {
        definition: `machine=pc-q35-${versions[index % versions.length]} vcpu=${random.of(['Haswell', 'Skylake-Server', 'EPYC', 'host'])} device=virtio-net-pci,id=n${index}`,
        host: `h${index % kinds}`,
        count: random.of([1, 5, 200]),
      },
    ]),
  )
  const upgrade = random.chance(0.6) ? { '*': 'qemu=9.1' } : { h0: random.of([...HOSTILE, 'linux=6.6']) }
  const body = random.of<unknown>([
    { hosts, vms, upgrade },
    { hosts, vms },
    { hosts: { [random.of(HOSTILE)]: random.of(DOCUMENTS).slice(0, 50_000) } },
    {
      hosts: { a: { profile: 'qemu=7.2', count: random.of([1e9, 2000, 2001, -1, 'x', null]) } },
      vms: { b: { definition: 'machine=q35', count: random.of([1e9, 4000, 4001]) } },
    },
    {
      hosts: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`h${index}`, 'qemu=7.2'])),
      vms: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`v${index}`, { definition: 'machine=q35', host: `x${index}` }])),
    },
    { hosts: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`h${index}`, `qeum=${index}`])) },
    { hosts, vms, upgrade, accept: 'conditional' },
  ])
  const text = JSON.stringify(body)
  if (random.chance(0.3))
    return get('fleet page', `/fleet${random.of(['', '.json', '.txt'])}?z=${packed(new URLSearchParams({ fleet: wellFormed(text) }).toString())}`)
  return post('fleet', '/api/v1/evaluate/fleet', text)
}

const batch: Maker = (random, known) => {
  const lines = Array.from({ length: random.below(12) }, (_, index) => {
    if (random.chance(0.4))
      return random.of([...HOSTILE, '{', '[]', '{"to":1}', '['.repeat(5000), `{"id":${'['.repeat(3000)}${']'.repeat(3000)},"to":"x"}`]).replaceAll('\n', ' ')
    return JSON.stringify({
      id: random.of<unknown>([index, random.of(HOSTILE), { __proto__: null }]),
      from: host(random, known),
      to: side(random, known, 20_000),
    })
  })
  return { ...post('batch', '/api/v1/evaluate/batch', lines.join('\n')), headers: { 'content-type': 'application/x-ndjson' } }
}

const TOOLS = ['check', 'search', 'show', 'matrix', 'policy', 'cite', '__proto__', 'constructor', 'nothing']

const mcp: Maker = (random, known) => {
  const given: Record<string, unknown> = {}
  for (const name of ['query', 'id', 'feature', 'component', 'version', 'area', 'limit', 'from', 'to', 'guest', 'format', 'kind'])
    if (random.chance(0.4))
      given[name] = random.of<unknown>([
        random.of(HOSTILE),
        random.of(known.features),
        random.of(DOCUMENTS).slice(0, 60_000),
        7,
        null,
        {},
        [],
        wordFor(random, known),
      ])
  const message = random.of<unknown>([
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: random.of(TOOLS), arguments: given } },
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: random.of(TOOLS), arguments: given } },
    {
      jsonrpc: '2.0',
      id: random.of(HOSTILE),
      method: random.of(['initialize', 'tools/list', 'resources/read', 'prompts/get', 'completion/complete', random.of(HOSTILE)]),
      params: random.of<unknown>([given, [], null, 'x']),
    },
    Array.from({ length: 200 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'tools/list' })),
    random.of(HOSTILE),
    null,
  ])
  return {
    ...post('mcp', '/mcp', JSON.stringify(message)),
    headers: {
      'content-type': 'application/json',
      accept: random.of(['application/json, text/event-stream', 'application/json', '*/*', 'text/html']),
      'mcp-session-id': 'x',
      'mcp-protocol-version': random.of(['2025-06-18', '2025-11-25', 'x']),
    },
  }
}

const form: Maker = (random, known) => {
  const target = random.of(['/check/ask', '/check/ask', '/fleet/ask', '/', '/search', '/features/ppc/ail-modes'])
  const fields = new URLSearchParams()
  for (let count = random.below(6) + 1; count > 0; count--)
    fields.append(random.of(FIELDS), wellFormed(random.of([random.of(HOSTILE), random.of(DOCUMENTS), host(random, known)])))
  if (random.chance(0.4)) return { ...post('form', target, fields.toString()), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  const boundary = random.of(['x', 'a'.repeat(200), '"', '--'])
  const parts = Array.from(
    { length: random.of([1, 3, 2000]) },
    (_, index) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${random.of([...FIELDS, `f${index}`, '1_$ACTION_ID_x', '$ACTION_REF_1'])}"; filename="${random.of(['', '../x', 'a\u0000b'])}"\r\n\r\n${random.of(HOSTILE)}\r\n`,
  )
  return {
    ...post('multipart', target, `${parts.join('')}${random.chance(0.7) ? `--${boundary}--\r\n` : ''}`),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...(random.chance(0.3) ? { 'next-action': 'x'.repeat(40) } : {}) },
  }
}

const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  [
    'host',
    [
      'evil.invalid',
      'evil.invalid:99999',
      'a b',
      'a/b',
      '[',
      '[::1]',
      '127.0.0.1:1@evil.invalid',
      '"',
      'x'.repeat(5000),
      '..',
      'evil.invalid#',
      '\u00e4.invalid',
    ],
  ],
  ['x-forwarded-host', ['evil.invalid']],
  ['x-forwarded-proto', ['javascript', 'https', 'https, http']],
  ['x-forwarded-for', ['1.2.3.4, '.repeat(2000), ':::::', 'x'.repeat(3000)]],
  ['forwarded', ['host=evil.invalid;proto=https']],
  ['x-original-url', ['/etc/passwd']],
  ['x-rewrite-url', ['/etc/passwd']],
  ['x-middleware-subrequest', ['proxy:proxy:proxy:proxy:proxy', 'src/middleware']],
  ['x-middleware-rewrite', ['http://127.0.0.1:1/']],
  ['x-middleware-set-cookie', ['a=b']],
  ['x-nextjs-data', ['1']],
  ['x-matched-path', ['/../x']],
  ['x-invoke-path', ['/_error']],
  ['x-invoke-status', ['500']],
  ['x-now-route-matches', ['1=x']],
  ['x-page-path', ['/<script>']],
  ['x-page-address', ['javascript:alert(1)']],
  ['rsc', ['1']],
  ['next-router-state-tree', ['x', '%5B', '['.repeat(3000)]],
  ['next-action', ['x', '0'.repeat(42)]],
  ['next-resume', ['1']],
  ['accept', ['text/plain', 'text/markdown', `${'a/b;q=0.1,'.repeat(2000)}*/*`, 'text/html;q=NaN', '*/*;q=1e309', ';;;,,,']],
  ['accept-encoding', [`${'br;q=0.1,'.repeat(2000)}`, 'gzip;q=9', 'br\u00e4']],
  ['accept-language', ['*;q=0.1,'.repeat(1000)]],
  ['if-none-match', [`${'"a",'.repeat(5000)}`, '*', 'W/', '"']],
  ['if-modified-since', ['x', '9'.repeat(1000)]],
  ['range', ['bytes=0-', `bytes=${'0-1,'.repeat(3000)}`, 'bytes=-1', 'x=1']],
  ['content-type', ['text/html', 'application/json; charset=utf-16', ';']],
  ['cookie', ['__prerender_bypass=x; __next_preview_data=y', `${'a=b;'.repeat(3000)}`]],
  ['authorization', ['Bearer x', 'Basic !!!!', `Digest ${'a="b",'.repeat(1000)}`]],
  ['upgrade', ['websocket', 'h2c']],
  ['connection', ['Upgrade', 'Upgrade, HTTP2-Settings', 'close, x']],
  ['expect', ['100-continue', 'x']],
  ['te', ['trailers']],
  ['user-agent', ['() { :; }; touch /tmp/taken', '${jndi:ldap://127.0.0.1:1/x}', '\u00ff'.repeat(3000)]],
  ['origin', ['null', 'https://evil.invalid']],
  ['referer', ['javascript:alert(1)']],
]
const TARGETS = [
  '/',
  '/check?from=qemu=7.2&to=qemu=8.0',
  '/features',
  '/features/ppc/ail-modes',
  '/search?q=scv',
  '/api/v1/records',
  '/api/v1/export/knowledge.json',
  '/api/v1/export/answering.json',
  '/matrix.svg?feature=ppc/ail-modes',
  '/card/site.png',
  '/icon.svg',
  '/mcp',
  '/healthz',
  '/lists/hostile.lists.example/',
  '/r/releases/linux',
  '/changes.atom',
  '/formerly',
  '//evil.invalid/x',
  '/\\evil.invalid/x',
]

const header: Maker = (random) => {
  const headers: Record<string, string> = {}
  for (let count = random.below(4) + 1; count > 0; count--) {
    const [name, values] = random.of(HEADERS)
    headers[name] = latin(random.of(values))
  }
  return {
    name: 'header',
    method: random.of(['GET', 'GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'PURGE', 'M-SEARCH']),
    path: random.of(TARGETS),
    headers,
  }
}

const mailPath: Maker = (random) => {
  const { id } = random.of(HOSTILE_MAILS)
  const list = random.of(['hostile.lists.example', 'all', '..', encodeURIComponent('<script>')])
  return get(
    'mail',
    `/lists/${list}/${encodeURIComponent(id)}${random.of(['', '.txt', '.md', '/t', '/T', '/raw', '/t.mbox.gz', '/t.atom', '/t.txt', '?lines=1-999999999', '?hash=x', '/t?page=-1', '/t?page=1e9', '/t?page=2'])}`,
  )
}

/** What no client sends; the answer may be that the connection is closed. */
const wire: Maker = (random) => ({
  name: 'wire',
  method: '',
  path: '',
  headers: {},
  wire: random.of([
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'GET http://evil.invalid/features HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET http://169.254.169.254/latest HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'GET http:/// HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'POST /api/v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /taken HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /api/v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    'POST /api/v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n',
    'POST /api/v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n',
    'POST /api/v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{}',
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(3000)}Connection: close\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'b'.repeat(200_000)}\r\n\r\n`,
    'GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n',
    'GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    'GET / HTTP/1.0\r\n\r\n',
    'GET / HTTP/1.1\nHost: x\n\n',
    ' GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost : x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\n X: folded\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
    'GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\n',
    `${'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50)}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    'QWERTY / HTTP/1.1\r\nHost: x\r\n\r\n',
    '{"jsonrpc": "2.0"}\r\n\r\n',
  ]),
})

/** Paths of the API with words that it does not know. */
const api: Maker = (random, known) => {
  const id = random
    .of(ENCODERS)(random.of([...HOSTILE, random.of(known.ids)]))
    .slice(0, 10_000)
  const found = random.of([
    `records/${id}`,
    `records/${id}/revisions`,
    `records/${id}/mentions?cursor=${packed(random.of(HOSTILE)).slice(0, 300)}`,
    `messages/${id}`,
    `threads/${id}`,
    `schemas/${id}`,
    `records?cursor=${Buffer.from(JSON.stringify(['id', random.of(HOSTILE), 'x']))
      .toString('base64url')
      .slice(0, 900)}`,
    `export/changes?since=${random.of(['0123456789abcdef', 'fedcba9876543210', '2020-01-01', '9999-99-99'])}`,
    `search?q=${id}`,
    `search?in=all&q=${id}`,
  ])
  return get('api', `/api/v1/${found}`)
}

/** Each once: what is known to be worst. */
function* fixed({ cpus, features, ids }: Known): Generator<HostileRequest> {
  const large = 'qemu=7.2 linux=5.15 accel=kvm arch=x86_64 cpu=haswell'
  for (const [index, text] of DOCUMENTS.entries()) {
    yield post(`document ${index}`, '/api/v1/evaluate', JSON.stringify({ from: text, to: text }))
    yield post(
      `document ${index} on a host`,
      '/api/v1/evaluate',
      JSON.stringify({ from: { text, host: large }, to: { text, host: 'qemu=6.2 linux=6.1 accel=kvm arch=x86_64 cpu=epyc' } }),
    )
  }
  const many = (count: number): string =>
    Array.from({ length: count }, (_, index) => `device=virtio-net-pci,id=n${index},addr=${(index % 30).toString(16)}`).join(' ')
  for (const count of [100, 1000, 3000]) {
    yield post(
      `${count} devices`,
      '/api/v1/evaluate',
      JSON.stringify({ from: `${large} machine=pc-q35-6.2 ${many(count)}`, to: `${large.replace('7.2', '6.1')} machine=pc-q35-6.1 ${many(count - 1)}` }),
    )
    yield post(
      `${count} devices, all other`,
      '/api/v1/evaluate',
      JSON.stringify({
        from: `${large} machine=pc-q35-6.2 ${many(count)}`,
        to: `${large} machine=pc-i440fx-6.1 ${many(count).replaceAll('virtio-net-pci', 'e1000')}`,
      }),
    )
  }
  const devices = (count: number): string => `qemu-system-x86_64 ${'-device virtio-net-pci '.repeat(count)}`
  yield post(
    'hops of devices',
    '/api/v1/evaluate',
    JSON.stringify({ from: 'qemu=7.2 linux=5.15 kvm=hv cpu=power9', via: [devices(170), devices(170)], to: devices(3000) }),
  )
  const vias = Array.from({ length: 20 }, (_, index) => `qemu=${5 + (index % 4)}.2 linux=5.${4 + index} accel=kvm arch=x86_64 cpu=${cpus[index % cpus.length]}`)
  yield post('20 hops', '/api/v1/evaluate', JSON.stringify({ from: `${large} machine=pc-q35-6.2 ${many(100)}`, via: vias, to: large }))
  yield post(
    '20 hops with devices',
    '/api/v1/evaluate',
    JSON.stringify({ from: `${large} machine=pc-q35-6.2 ${many(600)}`, via: vias.map((one) => `${one} ${many(600)}`), to: large }),
  )
  for (const kinds of [16, 32, 64])
    for (const definitions of [1, 16])
      yield post(`fleet of ${kinds} × ${definitions}`, '/api/v1/evaluate/fleet', JSON.stringify(mixedFleet(kinds, definitions, cpus, false)))
  for (const kinds of [8, 64]) yield post(`upgrade of ${kinds}`, '/api/v1/evaluate/fleet', JSON.stringify(mixedFleet(kinds, 16, cpus, true)))
  for (const feature of features.slice(0, 40))
    for (const view of ['joint', 'direction'])
      for (const form of ['', '.csv', '.svg', '.json'])
        yield get(`matrix ${view}${form}`, `/matrix${form}?feature=${feature}&view=${view}&every=1${form === '' ? '' : '&page=2'}`)
  for (const id of ids.filter((one) => !one.includes('@')).slice(0, 4))
    for (const path of [`/mentions/${id}`, '/lists/hostile.lists.example', '/proposals', '/changes'])
      for (const cursor of ['zz', 'WyJpZCIsImEiXQ', 'bnVsbA']) for (const twin of ['', '.txt']) yield get('cursor of nobody', `${path}${twin}?cursor=${cursor}`)
  yield get('matrix of all', '/matrix.csv?component=linux&every=1&area=all')
  yield get('matrix of all, a page', '/matrix?component=linux&every=1&area=all')
  yield get('unknown digest', '/api/v1/export/changes?since=0123456789abcdef')
  yield get(
    'deflated bomb',
    `/check?z=${deflateRawSync(Buffer.alloc(64 * 2 ** 20, 'a'))
      .toString('base64url')
      .slice(0, 60_000)}`,
  )
  yield get('deflated bomb, small', `/check?z=${deflateRawSync(Buffer.alloc(4 * 2 ** 20 - 100, 'a=b&')).toString('base64url')}`)
  yield get('deflated fields', `/check?z=${deflateRawSync('via=a&'.repeat(600_000)).toString('base64url')}`)
  yield {
    ...post('gzipped bomb', '/api/v1/evaluate', gzipSync(Buffer.alloc(64 * 2 ** 20, ' '))),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  }
  yield {
    ...post('gzipped form', '/check/ask', gzipSync(Buffer.alloc(64 * 2 ** 20, 'a'))),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
  }
  yield post('too much JSON', '/api/v1/evaluate', ' '.repeat(2 ** 20 + 1))
  yield post('deep JSON', '/api/v1/evaluate', `${'['.repeat(500_000)}`)
  yield { ...post('many fields', '/check/ask', 'a=&'.repeat(500_000)), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  yield { ...post('many vias', '/check/ask', 'via=a&'.repeat(500_000)), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  for (const address of ['http://127.0.0.1:1/x', '//127.0.0.1:1/x', 'http://169.254.169.254/', '/card/site.png', '/etc/passwd'])
    yield get('picture', `/_next/image?url=${encodeURIComponent(address)}&w=640&q=75`)
  for (const { id } of HOSTILE_MAILS.slice(0, 44)) {
    for (const view of ['', '.txt', '/raw', '/t.mbox.gz', '/t.atom', '/t'])
      yield get(`mail ${id}${view}`, `/lists/hostile.lists.example/${encodeURIComponent(id)}${view}`)
    yield get(`message ${id}`, `/api/v1/messages/${encodeURIComponent(id)}`)
  }
  for (const view of ['t', 'T', 't.txt', 't.mbox.gz', 't.atom']) yield get(`thread ${view}`, `/lists/hostile.lists.example/thread-0%40x.example/${view}`)
  yield get('feed of a list', '/lists/hostile.lists.example/new.atom')
}

function mixedFleet(kinds: number, definitions: number, cpus: readonly string[], upgrades: boolean): object {
  const versions = ['5.2.0', '6.0.0', '6.1.0', '6.2.0', '7.0.0', '7.1.0', '7.2.0', '8.0.0', '8.1.0', '8.2.0', '9.0.0', '9.1.0']
  return {
    hosts: Object.fromEntries(
      Array.from({ length: kinds }, (_, index) => [
        `h${index}`,
        { profile: `qemu=${versions[index % 12]} linux=5.${4 + (index % 15)} accel=kvm arch=x86_64 cpu=${cpus[index % cpus.length]}`, count: 3, room: 200 },
      ]),
    ),
    vms: Object.fromEntries(
      Array.from({ length: definitions }, (_, index) => [
        `v${index}`,
        {
          definition: `machine=pc-q35-${(versions[index % 12] as string).slice(0, 3)} vcpu=Haswell device=virtio-net-pci,id=n${index} device=virtio-blk-pci,id=b`,
          host: `h${index % kinds}`,
          count: 20,
        },
      ]),
    ),
    ...(upgrades ? { upgrade: { '*': 'qemu=9.1.0 linux=6.6' } } : {}),
  }
}

function get(name: string, path: string): HostileRequest {
  return { name, method: 'GET', path, headers: {} }
}

function post(name: string, path: string, body: string | Uint8Array): HostileRequest {
  return { name, method: 'POST', path, headers: { 'content-type': 'application/json' }, body }
}

function packed(text: string): string {
  return deflateRawSync(text).toString('base64url').slice(0, 20_000)
}

function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}

function latin(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
