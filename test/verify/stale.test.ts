import { afterAll, expect, test } from 'vitest'
import { type Entry, ReleaseLine, SourceRecord } from '../../lib/model/index.ts'
import { agesOf } from '../../lib/verify/ages.ts'
import { openClone } from '../../lib/verify/clone.ts'
import { type Family, membersByExpression } from '../../lib/verify/family.ts'
import { newsOf } from '../../lib/verify/upstream.ts'
import { CLEAN, loaded } from '../lint/fixture.ts'
import { testRepository } from '../fixtures/repository.ts'

const made = testRepository()
afterAll(() => made.remove())

const entryOf = (data: Entry['data']): Entry => ({ data, revision: '00000000', path: '', body: '' })
const source = SourceRecord.parse({
  kind: 'source',
  id: 'sources/thing',
  title: 'Thing',
  summary: 'A thing.',
  type: 'repository',
  releases: { component: 'thing', tag: 'v{version}' },
})
const line = ReleaseLine.parse({
  kind: 'release-line',
  id: 'releases/thing',
  title: 'Thing',
  summary: 'Releases.',
  component: 'thing',
  branches: [{ name: '1.1', releases: [{ version: '1.1.0', date: '2020-02-01' }] }],
  evidence: [{ kind: 'test', what: 'made up', outcome: 'as stated', checked: '2020-01-01' }],
})
const flags: Family = {
  title: 'F_* flags',
  repository: 'thing',
  members: (clone) => membersByExpression(clone, ['f.h'], /^(?<name>F_\w+)$/gmu),
}

test('what upstream has and no record has is told: members and releases', async () => {
  for (const [version, date, text] of [
    ['1.0.0', '2020-01-01', 'F_OLD\n'],
    ['1.1.0', '2020-02-01', 'F_OLD\nF_NEW\n'],
    ['1.2.0', '2020-03-01', 'F_NEW\nF_NEWER\n'],
  ] as const) {
    made.commit(version, date, { 'f.h': text })
    made.tag(`v${version}`, date)
  }
  const named = loaded({}).entries.map((entry) => (entry.data.id === 'test/alpha' ? { ...entry, data: { ...entry.data, aliases: ['F_NEW'] } } : entry))
  const clone = await openClone(made.dir, source)
  const news = await newsOf([...named, entryOf(source), entryOf(line)], [clone], [flags, { ...flags, title: 'others', repository: 'elsewhere' }])
  clone.close()
  expect(news).toEqual({
    // What is older than the line is none of its business.
    releases: [{ line: 'releases/thing', version: '1.2.0', date: '2020-03-01' }],
    families: [
      {
        title: 'F_* flags',
        repository: 'thing',
        members: 3,
        unrecorded: [
          { name: 'F_NEWER', since: '1.2.0' },
          { name: 'F_OLD', since: '1.0.0', until: '1.2.0' },
        ],
      },
    ],
    unseen: [{ title: 'others', repository: 'elsewhere' }],
  })
})

test('a claim is as old as the newest of its evidence', () => {
  const older = (CLEAN['features/test/alpha.md'] ?? '').replace(
    'author: A. Person, date: 2020-01-01, checked: 2026-01-02}',
    'author: A. Person, date: 2020-01-01, checked: 2025-05-05}',
  )
  const ages = agesOf(loaded({ 'features/test/alpha.md': older }).entries, [])
  expect(ages.find(({ record, place }) => record === 'test/alpha' && place === 'support.0')).toEqual({
    record: 'test/alpha',
    area: 'test',
    place: 'support.0',
    checked: '2025-05-05',
  })
  expect(ages.find(({ record, place }) => record === 'test/alpha' && place === 'uses.0.known.0')?.checked).toBe('2026-01-02')
})
