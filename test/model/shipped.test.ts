import { expect, test } from 'vitest'
import { type Distribution, type Entry, type ReleaseLine, shippersOf } from '../../lib/model/index.ts'

const evidence: Distribution['evidence'] = [{ kind: 'source', url: 'https://example.org/packages', checked: '2026-01-01' }]
const line: ReleaseLine = {
  kind: 'release-line',
  id: 'releases/part',
  title: 'Part',
  summary: 'Part',
  component: 'part',
  aliases: [],
  evidence,
  branches: [
    { name: '1.0', releases: [{ version: '1.0.0' }, { version: '1.0.1' }] },
    { name: '1.1', releases: [{ version: '1.1.0' }] },
    { name: '1.2', releases: [{ version: '1.2.0' }] },
  ],
}

test('each branch tells the releases that ship it, once, whether they name a point release or the branch', () => {
  const entries = [
    distribution('Zeta', { '1': { part: ['1.0'] } }),
    distribution('Alpha', { '9': { part: ['1.0.0', '1.0.1', '1.1.0'] }, '10': { part: ['1.1'], other: ['1.2'] } }),
  ]
  const shippers = shippersOf(line, entries)
  expect([...shippers].map(([branch, found]) => [branch, found.map(({ name }) => name)])).toEqual([
    ['1.0', ['Alpha 9', 'Zeta 1']],
    ['1.1', ['Alpha 9', 'Alpha 10']],
  ])
  expect(shippers.get('1.0')?.[0]?.id).toBe('distributions/alpha')
})

function distribution(title: string, releases: Readonly<Record<string, Distribution['releases'][number]['ships']>>): Entry<Distribution> {
  const data: Distribution = {
    kind: 'distribution',
    id: `distributions/${title.toLowerCase()}`,
    title,
    summary: title,
    aliases: [],
    evidence,
    releases: Object.entries(releases).map(([name, ships]) => ({ name, ships, evidence })),
  }
  return { data, revision: '00000000', path: `${data.id}.yaml`, body: '' }
}
