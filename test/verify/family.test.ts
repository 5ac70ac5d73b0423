import { afterAll, expect, test } from 'vitest'
import { SourceRecord } from '../../lib/model/index.ts'
import { openClone } from '../../lib/verify/clone.ts'
import { membersByExpression } from '../../lib/verify/family.ts'
import { FAMILIES } from '../../lib/verify/members/index.ts'
import { testRepository } from '../fixtures/repository.ts'

const made = testRepository()
afterAll(() => made.remove())

test('members are told by release: since when, until when, with which number', async () => {
  const release = (version: string, date: string, files: Readonly<Record<string, string | undefined>>): void => {
    made.commit(version, date, files)
    made.tag(`v${version}`, date)
  }
  release('1.0.0', '2020-01-01', { 'a/x.h': '#define F_ONE 1\n#define F_TWO (1 << 2)\n' })
  release('1.1.0', '2020-02-01', { 'a/x.h': '#define F_ONE 1\n#define F_TEN 0x0a\n', 'a/y.h': '#define F_NINE 9UL\n' })
  made.git('checkout', '-q', 'v1.0.0')
  release('1.0.1', '2020-03-01', { 'a/y.h': '#define F_TWO other\n' })
  made.git('checkout', '-q', 'master')
  release('1.10.0', '2020-04-01', { 'a/x.h': '#define F_TEN 11\n', 'a/y.h': undefined })
  const source = SourceRecord.parse({
    kind: 'source',
    id: 'sources/x',
    title: 'X',
    summary: 'X.',
    type: 'repository',
    releases: { component: 'x', tag: 'v{version}' },
  })
  const clone = await openClone(made.dir, source)
  const members = await membersByExpression(clone, ['a/*.h'], /^#define (?<name>F_\w+) +(?<number>.+)$/gmu)
  clone.close()
  expect(members).toEqual([
    { name: 'F_NINE', number: 9, since: '1.1.0', until: '1.10.0' },
    { name: 'F_ONE', number: 1, since: '1.0.0', until: '1.10.0' },
    { name: 'F_TEN', number: 11, since: '1.1.0' },
    { name: 'F_TWO', number: 4, since: '1.0.0', until: '1.1.0' },
  ])
})

test('each family has a title of its own', () => {
  expect(new Set(FAMILIES.map(({ title }) => title)).size).toBe(FAMILIES.length)
})
