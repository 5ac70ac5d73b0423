import type { MultiSearchQuery } from 'meilisearch'
import type { QueryTerm } from '../query-words.ts'
import type { Row } from '../rows.ts'
import { personsOf, type Postings, type SearchIndex, type Stored } from '../search-index.ts'
import { Vocabulary } from '../vocabulary.ts'
import { anyOf } from './filter.ts'
import type { PackedRow, PackedWord, PartDocument, RecordDocument } from './record-documents.ts'
import { besides, questionsOf, sideBySide } from './record-questions.ts'
import { MeiliProblem } from './problem.ts'
import type { Answer, MeiliServer } from './server.ts'
import { HEAD_WEIGHT, MOST_RECORDS, RECORDS_FORMAT, RECORD_WEIGHTS } from './settings.ts'

/**
 * One build of the index of records, as it is asked. Rows and names are kept here, and what was asked and shown before: with each letter typed only the last word is new.
 * Every request ends with the question of which build is there, so nothing of another one is ever mixed in: a build replaces the other as a whole.
 */
export class RecordIndex implements SearchIndex {
  readonly digest: string
  readonly rows: ReadonlyMap<number, Row>
  readonly persons: ReadonlySet<string>
  /** When the server last said that this build is there, by `performance.now()`. */
  seen = performance.now()
  readonly #server: MeiliServer
  readonly #uid: string
  readonly #build: string
  /** Of each row its number of words, by the usual number. */
  readonly #lengths: ReadonlyMap<number, number>
  readonly #found = new Map<string, ReadonlyMap<number, number>>()
  readonly #named = new Map<string, Named[]>()
  readonly #shown = new Map<number, Stored>()
  #vocabulary: Promise<Vocabulary> | undefined

  private constructor(
    server: MeiliServer,
    uid: string,
    { build, digest }: Meta,
    packed: readonly PackedRow[],
    documents: readonly Pick<RecordDocument, 'row' | 'named'>[],
  ) {
    this.#server = server
    this.#uid = uid
    this.#build = build
    this.digest = digest
    this.rows = new Map(packed.map(([row, id, kind, area, boost, tags, first, last]) => [row, { row, id, kind, area, boost, tags, first, last }]))
    this.persons = personsOf(this.rows.values())
    const usual = packed.reduce((sum, some) => sum + some[8], 0) / Math.max(1, packed.length)
    this.#lengths = new Map(packed.map((some) => [some[0], some[8] / usual]))
    for (const { row, named } of documents)
      for (const { key, spelling } of named) {
        const same = this.#named.get(key)
        if (same) same.push({ spelling, row })
        else this.#named.set(key, [{ spelling, row }])
      }
  }

  /** Opens the build that is there. @throws MeiliProblem `no-index` also where it has another form */
  static async of(server: MeiliServer, uid: string): Promise<RecordIndex> {
    // A short question first: what does not answer it in time is not waited for with a long one.
    await server.ask([partQuery(uid, 'meta')])
    const [rows, documents, metas] = await server.read<PartDocument>([partQuery(uid, 'rows'), namesQuery(uid), partQuery(uid, 'meta')])
    const meta = metas?.hits[0] as Meta | undefined
    if (meta?.format !== RECORDS_FORMAT) throw new MeiliProblem('no-index', 'its index of records is empty or of another form')
    const packed = (rows?.hits ?? []) as unknown as readonly { build: string; rows: readonly PackedRow[] }[]
    const named = (documents?.hits ?? []) as unknown as readonly RecordDocument[]
    if ([...packed, ...named].some(({ build }) => build !== meta.build)) throw new OtherBuild()
    return new RecordIndex(
      server,
      uid,
      meta,
      packed.flatMap((part) => part.rows),
      named,
    )
  }

  /** Asks whether this build is still there. @throws OtherBuild */
  async check(): Promise<void> {
    await this.#ask([])
  }

  async prepare(terms: readonly QueryTerm[]): Promise<void> {
    await this.#lookUp([...terms.flatMap(questionsOf), ...besides(terms)])
  }

  async postings(terms: readonly QueryTerm[]): Promise<Postings> {
    const sum = new Map<number, number>()
    for (const found of await this.#lookUp(terms.flatMap(questionsOf)))
      for (const [row, score] of this.#scored(found)) sum.set(row, (sum.get(row) ?? 0) + score)
    return sum
  }

  async head(terms: readonly QueryTerm[]): Promise<Postings> {
    const found = await this.#lookUp(terms.flatMap(questionsOf))
    return new Map(found.flatMap((one) => [...one].filter(([, weight]) => weight >= HEAD_WEIGHT)))
  }

  async phrase(parts: readonly string[]): Promise<Postings> {
    const [found] = await this.#lookUp([sideBySide(parts)])
    return this.#scored(found ?? new Map())
  }

  async named(keys: readonly string[]): Promise<readonly (Named & { readonly key: string })[]> {
    return keys.flatMap((key) => (this.#named.get(key) ?? []).map((named) => ({ key, ...named })))
  }

  async documents(rows: readonly number[]): Promise<ReadonlyMap<number, Stored>> {
    const unknown = rows.filter((row) => !this.#shown.has(row))
    if (unknown.length > 0) {
      const query = { indexUid: this.#uid, q: '', filter: anyOf('row', unknown), limit: unknown.length, attributesToRetrieve: ['row', 'shown'] }
      const [found] = await this.#ask<RecordDocument>([query])
      for (const { row, shown } of found?.hits ?? []) this.#shown.set(row, shown)
    }
    return new Map(rows.flatMap((row) => (this.#shown.has(row) ? [[row, this.#shown.get(row) as Stored]] : [])))
  }

  vocabulary(): Promise<Vocabulary> {
    this.#vocabulary ??= this.#ask<PartDocument>([partQuery(this.#uid, 'words')], true)
      .then(([found]) => {
        const words = (found?.hits ?? []).flatMap((part) => (part as unknown as { words: readonly PackedWord[] }).words)
        return new Vocabulary(words.sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => ({ word, count })))
      })
      .catch((error: unknown) => {
        this.#vocabulary = undefined
        throw error
      })
    return this.#vocabulary
  }

  /** Rows that fit each question, with the weight of the best attribute. */
  async #lookUp(questions: readonly string[]): Promise<ReadonlyMap<number, number>[]> {
    // What is kept may be forgotten while the rest comes.
    const found = new Map(questions.map((question) => [question, this.#found.get(question)]))
    const missing = [...found].flatMap(([question, rows]) => (rows ? [] : [question]))
    if (missing.length > 0) for (const [question, rows] of await this.#find(missing)) found.set(question, rows)
    return questions.map((question) => found.get(question) ?? new Map())
  }

  /** BM25 of one appearance in the best attribute: what is rare says more, and in a short document more than in a long one. */
  #scored(found: ReadonlyMap<number, number>): Postings {
    const rarity = Math.max(Math.log((this.rows.size - found.size + 0.5) / (found.size + 0.5)), LEAST_RARITY)
    return new Map([...found].map(([row, weight]) => [row, (rarity * weight * (K1 + 1)) / (weight + K1 * (1 - B + B * (this.#lengths.get(row) ?? 1)))]))
  }

  /** Asks these questions, and keeps what comes. */
  async #find(questions: readonly string[]): Promise<(readonly [question: string, rows: ReadonlyMap<number, number>])[]> {
    const asked = questions.map((question) => ({ question, queries: this.#queries(question) }))
    const answers = await this.#askAtOnce<Hit>(asked.flatMap(({ queries }) => queries))
    return asked.map(({ question, queries }) => {
      const rows = foundBy(answers.splice(0, queries.length))
      this.#keep(question, rows)
      return [question, rows]
    })
  }

  /**
   * What is asked for a question: which rows have it, with the weight of their best attribute. Where many do, their numbers come as a facet, from the weightiest attributes and from more
   * each time, which takes half of the time that documents with their scores take.
   */
  #queries(q: string): MultiSearchQuery[] {
    const query = { indexUid: this.#uid, q, matchingStrategy: 'all' as const }
    if (!this.#isInMany(q)) return [{ ...query, limit: this.rows.size, attributesToRetrieve: ['row'], showRankingScore: true }]
    return TIERS.map(({ attributes }) => ({ ...query, limit: 0, facets: ['row'], attributesToSearchOn: [...attributes] }))
  }

  /** Whether many rows are likely to have it: a letter or two, or what had many without its last letter. */
  #isInMany(question: string): boolean {
    return question.replaceAll('"', '').length <= SHORT || (this.#found.get(question.slice(0, -1))?.size ?? 0) > MANY
  }

  #keep(question: string, found: ReadonlyMap<number, number>): void {
    forgetHalf(this.#found, MOST_KEPT)
    this.#found.set(question, found)
  }

  /** Questions as two requests, if they are more than a few: a server answers those of one request one after the other. */
  async #askAtOnce<Document extends object>(queries: readonly MultiSearchQuery[]): Promise<Answer<Document>[]> {
    if (queries.length < FEW) return this.#ask(queries)
    const half = Math.ceil(queries.length / 2)
    return (await Promise.all([this.#ask<Document>(queries.slice(0, half)), this.#ask<Document>(queries.slice(half))])).flat()
  }

  async #ask<Document extends object>(queries: readonly MultiSearchQuery[], slowly = false) {
    const all = [...queries, partQuery(this.#uid, 'meta')]
    const results = await (slowly ? this.#server.read<Document>(all) : this.#server.ask<Document>(all))
    const meta = results.pop()?.hits[0] as Partial<Meta> | undefined
    if (meta?.build !== this.#build) throw new OtherBuild()
    this.seen = performance.now()
    return results
  }
}

/** The index was replaced by another build: it has to be opened again. */
export class OtherBuild extends Error {
  constructor() {
    super('the index was replaced')
    this.name = 'OtherBuild'
  }
}

interface Named {
  readonly spelling: string
  readonly row: number
}

type Meta = PartDocument & { readonly part: 'meta' }
type Hit = { readonly row: number; readonly _rankingScore?: number }

/** Questions that one request may hold. */
const FEW = 4
/** Letters of a word that many rows have. */
const SHORT = 2
/** Rows of which numbers take less time as a facet. */
const MANY = 400
/** Weights, the highest first, each with all attributes that have it or more. */
const TIERS: readonly { readonly weight: number; readonly attributes: readonly string[] }[] = [...new Set(RECORD_WEIGHTS.map(([, weight]) => weight))].map(
  (weight) => ({
    weight,
    attributes: RECORD_WEIGHTS.filter(([, one]) => one >= weight).map(([attribute]) => attribute),
  }),
)
/** Questions whose rows are kept. */
const MOST_KEPT = 500
const MOST_PARTS = 1_000
// Of BM25, as SQLite's FTS5 has them.
const K1 = 1.2
const B = 0.75
const LEAST_RARITY = 0.001

function partQuery(uid: string, part: PartDocument['part']): MultiSearchQuery {
  const attributes = part === 'meta' ? ['build', 'format', 'digest'] : ['build', part]
  return { indexUid: uid, q: '', filter: anyOf('part', [part]), limit: MOST_PARTS, attributesToRetrieve: attributes }
}

/** Rows with their weights, of one answer, or of one for each of `TIERS`. */
function foundBy(answers: readonly Answer<Hit>[]): ReadonlyMap<number, number> {
  const [first] = answers
  if (answers.length === 1) return new Map((first?.hits ?? []).map(({ row, _rankingScore: score = 0 }) => [row, weightOf(score)]))
  const found = new Map<number, number>()
  for (const [place, { weight }] of TIERS.entries())
    for (const row of Object.keys(answers[place]?.facetDistribution?.row ?? {})) if (!found.has(Number(row))) found.set(Number(row), weight)
  return found
}

/** Of every record how it is named. */
function namesQuery(uid: string): MultiSearchQuery {
  return { indexUid: uid, q: '', filter: 'row EXISTS', limit: MOST_RECORDS, attributesToRetrieve: ['build', 'row', 'named'] }
}

/** The weight of the attribute that `attributeRank` found a word in: with that rule alone the first of n attributes scores n/n, the last 1/n. */
function weightOf(score: number): number {
  const place = RECORD_WEIGHTS.length - Math.round(score * RECORD_WEIGHTS.length)
  return RECORD_WEIGHTS[Math.min(Math.max(place, 0), RECORD_WEIGHTS.length - 1)]?.[1] ?? 1
}

function forgetHalf(kept: Map<string, unknown>, most: number): void {
  if (kept.size >= most) for (const old of [...kept.keys()].slice(0, most / 2)) kept.delete(old)
}
