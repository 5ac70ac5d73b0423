import { expect, test } from 'vitest'
import { buildLinks, pageOf } from '../../lib/model/links.ts'
import { loaded } from '../lint/fixture.ts'

const links = buildLinks(loaded().entries)

test('records have pages by kind and revision', () => {
  expect(links.record('test/alpha')).toEqual({ id: 'test/alpha', title: 'Alpha', href: '/features/test/alpha' })
  expect(links.record('alpha-policy')?.href).toBe('/policies/alpha-policy')
  expect(links.record('rules/test/words')?.href).toBe('/r/rules/test/words')
  expect(links.record('test/alpha@0123abcd')?.href).toBe('/r/test/alpha@0123abcd')
  expect(links.record('test/none')).toBeUndefined()
  expect(links.record('no id')).toBeUndefined()
  expect(pageOf('releases/linux', 'release-line')).toBe('/r/releases/linux')
})

test('evidence leads through the templates of its source', () => {
  const checked = '2026-01-02'
  expect(links.evidence({ kind: 'mail', list: 'some-list', 'message-id': 'a/b+c=d@example.org', checked })).toBe(
    'https://example.org/list/a%2Fb+c=d@example.org/',
  )
  expect(links.evidence({ kind: 'mail', list: 'other', url: 'https://example.org/x', checked })).toBe('https://example.org/x')
  expect(links.evidence({ kind: 'commit', repo: 'sources/repo', commit: '0123456789', checked })).toBe('https://example.org/repo/commit/0123456789')
  expect(links.evidence({ kind: 'source', repo: 'sources/repo', tag: 'v6.1', file: 'a/b c.h', checked })).toBe('https://example.org/repo/file/a/b%20c.h?h=v6.1')
  expect(links.evidence({ kind: 'source', repo: 'sources/repo', tag: 'v6.1', checked })).toBe('https://example.org/repo/commit/v6.1')
  expect(links.evidence({ kind: 'source', repo: 'sources/none', tag: 'v6.1', checked })).toBeUndefined()
  expect(links.evidence({ kind: 'test', what: 'x', outcome: 'y', url: 'javascript:alert(1)', checked })).toBeUndefined()
})

test('a message goes to the list that it is cited from, a commit to the repository', () => {
  expect(links.message('1234567890@example.org')).toBe('https://example.org/list/1234567890@example.org/')
  expect(links.commit('0123456789abcdef')).toBe('https://example.org/repo/commit/0123456789abcdef')
  expect(links.commit('fedcba9876')).toBeUndefined()
  expect(links.commit('fedcba9876', 'Emulator')).toBe('https://example.org/repo/commit/fedcba9876')
})
