import { expect, test } from 'vitest'
import { areaPage } from '../../lib/api/areas.ts'
import { buildKnowledge, relationsOf } from '../../lib/evaluate/index.ts'
import { type Entry, Feature } from '../../lib/model/index.ts'
import { loaded } from '../lint/fixture.ts'

const alpha = loaded({}).entries.find(({ data }) => data.id === 'test/alpha') as Entry<Feature>
const feature = (id: string, relations: Partial<Record<keyof Feature['relations'], string[]>> = {}): Entry<Feature> => ({
  ...alpha,
  data: { ...alpha.data, id, title: id, relations: Feature.shape.relations.parse(relations) },
})
const knowledge = buildKnowledge([
  ...loaded({}).entries,
  feature('a/whole', { 'see-also': ['a/alone'] }),
  feature('a/part', { 'part-of': ['a/whole'], 'depends-on': ['b/other'] }),
  feature('a/deep/part', { 'part-of': ['a/whole'] }),
  feature('a/alone', { supersedes: ['a/older'], conflicts: ['b/other'] }),
  feature('a/deep/alone'),
  feature('a/older', { 'see-also': ['a/alone'] }),
  feature('b/other', { implies: ['a/alone'] }),
  { ...alpha, data: { kind: 'area', id: 'areas/a', title: 'A', summary: 'Of a.', begin: ['a/alone'], aliases: [] } },
])

test('relations are told both ways, each record once per way', () => {
  expect(relationsOf(knowledge, 'a/whole')).toEqual([
    { words: 'has the parts', ids: ['a/deep/part', 'a/part'] },
    { words: 'see also', ids: ['a/alone'] },
  ])
  expect(relationsOf(knowledge, 'a/alone')).toEqual([
    { words: 'implied by', ids: ['b/other'] },
    { words: 'conflicts with', ids: ['b/other'] },
    { words: 'supersedes', ids: ['a/older'] },
    { words: 'see also', ids: ['a/older', 'a/whole'] },
  ])
  expect(relationsOf(knowledge, 'b/other').map(({ words }) => words)).toEqual(['needed by', 'implies', 'conflicts with'])
  expect(relationsOf(knowledge, 'a/deep/alone')).toEqual([])
})

test('an area lists each of its records once: wholes with their parts, then the others by folder', () => {
  const page = areaPage(knowledge, 'a')
  expect(page?.introduction?.data.title).toBe('A')
  expect(page?.wholes.map(({ entry, parts }) => [entry.data.id, parts.map(({ data }) => data.id)])).toEqual([['a/whole', ['a/deep/part', 'a/part']]])
  expect([...(page?.others ?? [])].map(([folder, entries]) => [folder, entries.map(({ data }) => data.id)])).toEqual([
    ['a', ['a/alone', 'a/older']],
    ['a/deep', ['a/deep/alone']],
  ])
  expect(page?.policies.map(({ data }) => data.id)).toEqual(['alpha-policy'])
  expect(areaPage(knowledge, 'b')?.introduction).toBe(undefined)
  expect(areaPage(knowledge, 'none')).toBe(undefined)
})
