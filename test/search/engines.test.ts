import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { find } from '../../lib/api/find/find.ts'
import { findQueryOf } from '../../lib/api/find/query.ts'
import { documentsOf } from '../../lib/search/documents.ts'
import { MeiliRecords } from '../../lib/search/meili/records.ts'
import { MeiliServer } from '../../lib/search/meili/server.ts'
import type { SearchPort } from '../../lib/search/port.ts'
import { startMeilisearch } from '../fixtures/meilisearch.ts'
import { realService } from '../fixtures/service.ts'
import { LATER_QUESTIONS, SEARCH_QUESTIONS } from './questions.ts'
import { reciprocalRank, report, type Scored, scored } from './score.ts'

const started = await startMeilisearch()
afterAll(() => started?.end(), 60_000)

describe.skipIf(!started)('the project’s own records on both engines', () => {
  let real: Awaited<ReturnType<typeof realService>>
  let far: SearchPort
  beforeAll(async () => {
    real = await realService()
    far = new MeiliRecords(new MeiliServer({ ...(started as NonNullable<typeof started>).config, patience: 20_000 }))
    await far.replaceAll(documentsOf(await real.service.store.texts()), 'real')
  }, 600_000)
  afterAll(() => real?.close())

  const asked = (search: SearchPort): Promise<Scored[]> =>
    scored([...SEARCH_QUESTIONS, ...LATER_QUESTIONS], async (text) => {
      const { direct, records } = await find({ ...real.service, search }, findQueryOf(new URLSearchParams({ q: text })), { records: 20, messages: 0 })
      return { ...(direct?.kind === 'check' ? { check: direct } : {}), ids: records.hits.map(({ id }) => id) }
    })

  test('what is right comes as early on one as on the other', { timeout: 300_000 }, async () => {
    const [own, other] = [await asked(real.service.search), await asked(far)]
    console.log(report('sixty searches on Meilisearch', other))
    console.log(`mean reciprocal rank: embedded ${reciprocalRank(own).toFixed(3)}, Meilisearch ${reciprocalRank(other).toFixed(3)}`)
    expect(other).toHaveLength(60)
    expect(reciprocalRank(other)).toBeGreaterThan(reciprocalRank(own) - 0.05)
    expect(reciprocalRank(own)).toBeGreaterThan(reciprocalRank(other) - 0.05)
  })

  test('facets say what each filter leaves', { timeout: 120_000 }, async () => {
    const { facets, total } = await far.query({ text: 'guest abi' })
    expect(total).toBeGreaterThan(10)
    for (const name of ['kind', 'area', 'arch', 'component', 'person'])
      for (const { value, count } of (facets[name] ?? []).slice(0, 2)) {
        const narrowed = await far.query({
          text: 'guest abi',
          ...(name === 'kind' ? { kinds: [value] } : name === 'area' ? { areas: [value] } : { tags: { [name]: [value] } }),
        })
        expect([name, value, narrowed.total, narrowed.unfiltered]).toEqual([name, value, count, total])
      }
  })

  test('no search is a dead end', async () => {
    expect((await far.query({ text: 'hypertass functoins' })).hits.length).toBeGreaterThan(0)
    const nowhere = await far.query({ text: 'qwertzuiopmigrationnnn' })
    expect(nowhere.hits).toEqual([])
    expect(nowhere.near.length).toBeGreaterThan(0)
  })
})
