import { afterAll, beforeAll, expect, test } from 'vitest'
import { find } from '../../lib/api/find/find.ts'
import { findQueryOf } from '../../lib/api/find/query.ts'
import type { Service } from '../../lib/api/service.ts'
import { documentsOf } from '../../lib/search/documents.ts'
import { InMemorySearch } from '../../lib/search/in-memory.ts'
import type { SearchPort, SearchQuery } from '../../lib/search/port.ts'
import { realService } from '../fixtures/service.ts'
import { LATER_QUESTIONS, SEARCH_QUESTIONS } from './questions.ts'
import { report, type Scored, scored, type Shown } from './score.ts'

/** Of the forty. */
const LEAST = 36
/** Of the twenty. */
const LEAST_LATER = 15
/** Of the sixty: it knows no words side by side. */
const LEAST_IN_MEMORY = 48

let real: Awaited<ReturnType<typeof realService>>
beforeAll(async () => {
  real = await realService()
})
afterAll(() => real?.close())

async function show(text: string, service: Service = real.service): Promise<Shown> {
  const { direct, records } = await find(service, findQueryOf(new URLSearchParams({ q: text })), { records: 20, messages: 0 })
  return { ...(direct?.kind === 'check' ? { check: direct } : {}), ids: records.hits.map(({ id }) => id) }
}

function rightOf(results: readonly Scored[]): number {
  return results.filter(({ place }) => place === 1).length
}

test(`the right thing comes first for at least ${LEAST} of the forty searches`, { timeout: 60_000 }, async () => {
  const results = await scored(SEARCH_QUESTIONS, (text) => show(text))
  console.log(report('forty searches', results))
  expect(results).toHaveLength(40)
  expect(rightOf(results)).toBeGreaterThanOrEqual(LEAST)
})

test('and for most of those that came after', { timeout: 60_000 }, async () => {
  const results = await scored(LATER_QUESTIONS, (text) => show(text))
  console.log(report('twenty more', results))
  expect(rightOf(results)).toBeGreaterThanOrEqual(LEAST_LATER)
})

test('the index of the npm package is nearly as good', { timeout: 60_000 }, async () => {
  const search = new InMemorySearch(documentsOf(await real.service.store.texts()))
  const service = { ...real.service, search: { ...real.service.search, query: (query: SearchQuery) => search.query(query) } as SearchPort }
  const results = await scored([...SEARCH_QUESTIONS, ...LATER_QUESTIONS], (text) => show(text, service))
  console.log(report('sixty searches in memory', results))
  expect(rightOf(results)).toBeGreaterThanOrEqual(LEAST_IN_MEMORY)
})

test('no search is a dead end', { timeout: 60_000 }, async () => {
  const typo = await real.service.search.query({ text: 'hypertass functoins' })
  expect(typo.hits.length).toBeGreaterThan(0)
  const nowhere = await real.service.search.query({ text: 'qwertzuiopmigrationnnn' })
  expect(nowhere.hits).toEqual([])
  expect(nowhere.near.length).toBeGreaterThan(0)
  const narrowed = await real.service.search.query({ text: 'steal time', tags: { arch: ['s390x'] } })
  expect(narrowed.unfiltered).toBeGreaterThan(narrowed.total)
})

test('filters narrow, and each says how many there would be', async () => {
  const { facets, total } = await real.service.search.query({ text: 'guest abi' })
  for (const name of ['kind', 'area', 'arch', 'component', 'status', 'person', 'list'])
    for (const { value, count } of (facets[name] ?? []).slice(0, 2)) {
      const narrowed = await real.service.search.query({
        text: 'guest abi',
        ...(name === 'kind' ? { kinds: [value] } : name === 'area' ? { areas: [value] } : { tags: { [name]: [value] } }),
      })
      expect([name, value, narrowed.total]).toEqual([name, value, count])
      expect(narrowed.unfiltered).toBe(total)
    }
  const late = await real.service.search.query({ text: 'guest abi', kinds: ['policy'], after: '2020' })
  const early = await real.service.search.query({ text: 'guest abi', kinds: ['policy'], before: '2020' })
  expect(late.total).toBeGreaterThan(0)
  expect(early.total).toBeGreaterThan(0)
  expect((await real.service.search.query({ text: 'guest abi', after: '2200' })).total).toBe(0)
})
