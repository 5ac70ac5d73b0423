import type { z } from 'zod'
import type { FleetBody } from '../api/fleet.ts'
import type { Mentions, MessageDocument, ThreadDocument } from '../api/mail/schemas.ts'
import type { ProblemDocument } from '../api/problem.ts'
import type { QuestionBody } from '../api/question.ts'
import type { Changes, CitationDocument, ExportInfo, MatrixFound, PolicyList, RecordDocument, RecordPage, RevisionList, SearchFound } from '../api/records.ts'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Answer, FleetAnswer, Kind, Knowledge, KnowledgeFile } from '../model/index.ts'

/** A site's API, typed by the schemas that the site itself runs by. Every method throws `ApiError` for what the site refuses. */
export interface Client {
  evaluate(question: QuestionBody): Promise<Answer>
  /** Answers in the order of the questions, as they come; questions are taken no faster than answers are. */
  evaluateBatch<Id>(questions: AsyncIterable<QuestionBody & { id: Id }> | Iterable<QuestionBody & { id: Id }>): AsyncGenerator<BatchAnswer<Id>>
  evaluateFleet(fleet: FleetBody): Promise<FleetAnswer>
  records(query?: {
    kind?: readonly Kind[]
    area?: readonly string[]
    status?: readonly string[]
    order?: 'id' | 'updated'
    limit?: number
    cursor?: string
  }): Promise<z.infer<typeof RecordPage>>
  /** @param reference `id` or `id@revision` */
  record(reference: string): Promise<z.infer<typeof RecordDocument>>
  revisions(id: string, query?: { limit?: number; cursor?: string }): Promise<z.infer<typeof RevisionList>>
  /**
   * @param reference `id` or `id@revision`
   * @param claim the fragment of one claim, or of a cell of its matrix; default the whole record
   */
  cite(reference: string, claim?: string): Promise<z.infer<typeof CitationDocument>>
  mentions(id: string, query?: { list?: string; limit?: number; cursor?: string }): Promise<z.infer<typeof Mentions>>
  policies(query?: { status?: string; limit?: number; cursor?: string }): Promise<z.infer<typeof PolicyList>>
  search(query: {
    q: string
    kind?: readonly Kind[]
    area?: readonly string[]
    in?: 'records' | 'mail' | 'all'
    order?: 'relevance' | 'date'
    limit?: number
    offset?: number
  }): Promise<z.infer<typeof SearchFound>>
  matrix(query: { feature?: string; component?: string; version?: string }): Promise<z.infer<typeof MatrixFound>>
  message(messageId: string): Promise<z.infer<typeof MessageDocument>>
  thread(messageId: string): Promise<z.infer<typeof ThreadDocument>>
  /** What the whole dump is now: cheap to ask. */
  about(): Promise<z.infer<typeof ExportInfo>>
  /** The whole knowledge, to evaluate with here. */
  knowledge(): Promise<Knowledge>
  /** @param since the digest of a knowledge, or a date, ISO 8601 */
  changes(since: string): Promise<z.infer<typeof Changes>>
}

export type BatchAnswer<Id> = (Answer & { id: Id }) | { id: Id; error: ProblemDocument }

/** What the site refused. */
export class ApiError extends Error {
  readonly problem: ProblemDocument
  constructor(problem: ProblemDocument) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
}

/**
 * A client of a site.
 * @param url the site's address
 * @param options `fetch`: what sends requests; default the platform's
 */
export function client(url: string, { fetch: send = fetch }: { readonly fetch?: typeof fetch } = {}): Client {
  const base = `${url.replace(/\/+$/, '')}/api/v1`
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await send(base + path, init)
    if (response.ok) return response
    throw new ApiError(await problemIn(response))
  }
  const get = async <Result>(path: string, query: Query = {}): Promise<Result> => (await ask(`${path}${searchOf(query)}`)).json() as Promise<Result>
  const post = async <Result>(path: string, body: unknown): Promise<Result> =>
    (await ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json() as Promise<Result>
  return {
    evaluate: (question) => post('/evaluate', question),
    evaluateBatch: (questions) => batch(ask, questions),
    evaluateFleet: (fleet) => post('/evaluate/fleet', fleet),
    records: (query) => get('/records', query),
    record: (reference) => get(`/records/${segments(reference)}`),
    revisions: (id, query) => get(`/records/${segments(id)}/revisions`, query),
    cite: (reference, claim) => get(`/records/${segments(reference)}/cite`, { claim }),
    mentions: (id, query) => get(`/records/${segments(id)}/mentions`, query),
    policies: (query) => get('/policies', query),
    search: (query) => get('/search', query),
    matrix: (query) => get('/matrix', query),
    message: (messageId) => get(`/messages/${encodeURIComponent(messageId)}`),
    thread: (messageId) => get(`/threads/${encodeURIComponent(messageId)}`),
    about: () => get('/export'),
    knowledge: async () => {
      const file = await get<KnowledgeFile>('/export/knowledge.json')
      return buildKnowledge(file.entries, file)
    },
    changes: (since) => get('/export/changes', { since }),
  }
}

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

function searchOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'object' ? value.join(',') : String(value)]],
  )
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}

/** Slashes of an id stay. */
function segments(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/')
}

async function problemIn(response: Response): Promise<ProblemDocument> {
  const text = await response.text()
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) return JSON.parse(text) as ProblemDocument
  return { type: 'about:blank', title: response.statusText, status: response.status, detail: `the site answered ${response.status}: ${text.slice(0, 200)}` }
}

/** Questions of one request: fewer than a site takes. */
const TOGETHER = 500

async function* batch<Id>(
  ask: (path: string, init: RequestInit) => Promise<Response>,
  questions: AsyncIterable<QuestionBody & { id: Id }> | Iterable<QuestionBody & { id: Id }>,
): AsyncGenerator<BatchAnswer<Id>> {
  let lines: string[] = []
  for await (const question of questions) {
    lines.push(JSON.stringify(question))
    if (lines.length < TOGETHER) continue
    yield* answersTo<Id>(ask, lines)
    lines = []
  }
  if (lines.length > 0) yield* answersTo<Id>(ask, lines)
}

async function* answersTo<Id>(ask: (path: string, init: RequestInit) => Promise<Response>, lines: readonly string[]): AsyncGenerator<BatchAnswer<Id>> {
  const response = await ask('/evaluate/batch', { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: `${lines.join('\n')}\n` })
  const decoder = new TextDecoder()
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let rest = ''
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const whole = (rest + decoder.decode(part.value, { stream: true })).split('\n')
      rest = whole.pop() as string
      for (const line of whole) if (line !== '') yield JSON.parse(line) as BatchAnswer<Id>
    }
  } finally {
    // Whoever stops reading wants no more.
    await reader.cancel()
  }
}
