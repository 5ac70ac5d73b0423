import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SearchPort } from '../../lib/search/port.ts'
import { DOCUMENTS } from './documents.ts'

/** What a person types and the record that must come first. */
const KNOWN_ITEMS: readonly (readonly [query: string, id: string])[] = [
  ['KVM_CAP_SPAPR_MULTITCE', 'ppc/multi-tce'],
  ['kvm_cap_spapr_multitce', 'ppc/multi-tce'],
  ['hcall-multi-tce', 'ppc/multi-tce'],
  ['H_STUFF', 'ppc/multi-tce'],
  ['multitce', 'ppc/multi-tce'],
  ['multi tce', 'ppc/multi-tce'],
  ['cap-ail-mode-3', 'ppc/ail-modes'],
  ['ppc/ail-modes', 'ppc/ail-modes'],
  ['ail-modes', 'ppc/ail-modes'],
  ['AIL', 'ppc/ail-modes'],
  ['scv interrupt', 'ppc/ail-modes'],
  ['0x0f000004', 'ppc/compat-mode'],
  ['0X0F000004', 'ppc/compat-mode'],
  ['max-cpu-comp', 'ppc/compat-mode'],
  ['XENFEAT_grant_map_identity', 'xen/feat-grant-map-identity'],
  ['XENFEAT_grant_map_identiy', 'xen/feat-grant-map-identity'],
  ['xenfeat_gramt_map', 'xen/feat-grant-map-identity'],
  ['grant map identity', 'xen/feat-grant-map-identity'],
  ['naive readers', 'xen/feat-grant-map-identity'],
  ['hvm callbak vector', 'xen/feat-hvm-callback-vector'],
  ['tcm_vhost', 'virtio/vhost-scsi'],
  ['tcm vhots', 'virtio/vhost-scsi'],
  ['migratabel', 'virtio/vhost-scsi'],
  ['stable guest abi', 'stable-guest-abi'],
  ['"depend on the host kernel"', 'stable-guest-abi'],
  ['gibson', 'stable-guest-abi'],
  ['clock freqency', 'x86/tsc-scaling'],
  ['decrem', 'ppc/large-decrementer'],
  ['sve-max', 'arm/sve'],
  ['6.1.77', 'releases/linux'],
  ['which guest clock rate please', 'x86/tsc-scaling'],
]

const HOSTILE: readonly string[] = [
  '',
  ' ',
  '"',
  '""',
  '"""',
  '*',
  '**',
  'a*',
  '(',
  ')',
  '((((',
  'NEAR',
  'NEAR(',
  'NEAR(a b, 5)',
  'AND',
  'OR',
  'NOT',
  'a AND',
  'NOT b',
  '^',
  '^abc',
  'title:',
  'title : x',
  '{title text} : x',
  '- -',
  '-a',
  '+',
  '\\',
  "'",
  "' OR 1=1 --",
  "'; DROP TABLE words; --",
  '\0',
  'a\0b',
  '\u0000"\u0000',
  '%',
  '_',
  '%_%',
  '\ud800',
  'x\udfffy',
  '\u202Eabc',
  '🦊',
  'ﬁ',
  'ß',
  'İ',
  '٣',
  '中文',
  'é',
  'e\u0301',
  'a'.repeat(10_000),
  'ab '.repeat(4000),
  '"'.repeat(10_000),
  '*'.repeat(10_000),
  'a_b'.repeat(5000),
  'a-'.repeat(5000),
  'a.b/c:d@e+f',
  '....',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '{{x}}',
  '${x}',
  '\n\r\t',
  'mode"3',
  'cap-ail-mode-3"',
  '"cap-ail',
  'rowid:1',
  'bm25(words)',
]

/** One suite for every search engine. */
export function searchContract(name: string, open: () => Promise<SearchPort>): void {
  describe(name, () => {
    let search: SearchPort
    beforeAll(async () => {
      search = await open()
      await search.replaceAll(DOCUMENTS, 'abc123')
    })
    afterAll(() => search.close())

    test.each(KNOWN_ITEMS)('%s finds %s first', async (text, id) => {
      expect((await search.query({ text })).hits[0]?.id).toBe(id)
    })

    test('what was typed wrongly is told', async () => {
      const { corrected, relaxed } = await search.query({ text: 'XENFEAT_grant_map_identiy' })
      expect(corrected).toEqual([{ from: 'xenfeat_grant_map_identiy', to: 'xenfeat_grant_map_identity' }])
      expect(relaxed).toBe(false)
    })

    test('an identifier is not bent into another number', async () => {
      const { corrected } = await search.query({ text: 'cap-ail-mode-4' })
      expect(corrected).toEqual([])
      expect((await search.query({ text: '0x0f000009' })).total).toBe(0)
    })

    test('each letter typed keeps the record in sight', async () => {
      for (let length = 3; length <= 'XENFEAT_hvm_callback_vector'.length; length++) {
        const { hits } = await search.query({ text: 'XENFEAT_hvm_callback_vector'.slice(0, length) })
        expect(hits.map(({ id }) => id)).toContain('xen/feat-hvm-callback-vector')
      }
    })

    test('scores fall, and pages join to the whole', async () => {
      const all = await search.query({ text: 'guest', limit: 100 })
      const scores = all.hits.map(({ score }) => score)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      expect(all.total).toBe(all.hits.length)
      const paged = await Promise.all([0, 1, 2, 3, 4].map((number) => search.query({ text: 'guest', limit: 2, offset: number * 2 })))
      expect(paged.flatMap(({ hits }) => hits.map(({ id }) => id)).slice(0, all.total)).toEqual(all.hits.map(({ id }) => id).slice(0, 10))
    })

    test('kinds and areas narrow, and nothing else', async () => {
      const policies = await search.query({ text: 'guest', kinds: ['policy'] })
      expect(policies.hits.map(({ kind }) => kind)).toEqual(policies.hits.map(() => 'policy'))
      expect(policies.total).toBeGreaterThan(0)
      const xen = await search.query({ text: 'guest', areas: ['xen'] })
      expect(new Set(xen.hits.map(({ area }) => area))).toEqual(new Set(['xen']))
      expect((await search.query({ text: 'guest', kinds: [] })).total).toBe(0)
      expect((await search.query({ text: 'guest', kinds: ["x' OR '1'='1"], areas: ['%', "x'); DROP TABLE documents; --"] })).total).toBe(0)
    })

    test('marks lie on the words', async () => {
      const { hits } = await search.query({ text: 'cap-ail-mode-3 merged' })
      const hit = hits[0]
      expect(hit?.marks.snippet.map(([start, end]) => hit.snippet.slice(start, end))).toEqual(expect.arrayContaining(['cap-ail-mode-3', 'merged']))
      for (const { text } of KNOWN_ITEMS.map(([query]) => ({ text: query }))) {
        for (const { title, summary, snippet, marks } of (await search.query({ text })).hits) {
          for (const [body, ranges] of [
            [title, marks.title],
            [summary, marks.summary],
            [snippet, marks.snippet],
          ] as const) {
            let last = 0
            for (const [start, end] of ranges) {
              expect(start).toBeGreaterThanOrEqual(last)
              expect(end).toBeGreaterThan(start)
              expect(end).toBeLessThanOrEqual(body.length)
              last = end
            }
          }
        }
      }
    })

    test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))('%s is only text', async (_, text) => {
      const start = performance.now()
      const result = await search.query({ text })
      expect(result.hits.length).toBeLessThanOrEqual(20)
      expect(performance.now() - start).toBeLessThan(1000)
    })

    test('nothing hostile changed the index', async () => {
      expect(await search.digest()).toBe('abc123')
      expect((await search.query({ text: 'KVM_CAP_SPAPR_MULTITCE' })).hits[0]?.id).toBe('ppc/multi-tce')
    })

    test('limits are kept whatever is asked', async () => {
      for (const [limit, offset] of [
        [-1, -1],
        [0, 0],
        [1e9, 0],
        [Number.NaN, Number.NaN],
        [1.5, 0.5],
        [20, 1e12],
      ] as const) {
        expect((await search.query({ text: 'guest', limit, offset })).hits.length).toBeLessThanOrEqual(100)
      }
    })

    test('replacing leaves nothing of what was', async () => {
      await search.replaceAll(
        DOCUMENTS.filter(({ id }) => id !== 'arm/sve'),
        'second',
      )
      expect((await search.query({ text: 'sve-max-vq' })).hits.map(({ id }) => id)).not.toContain('arm/sve')
      expect(await search.digest()).toBe('second')
      await search.replaceAll([], 'empty')
      expect((await search.query({ text: 'guest' })).total).toBe(0)
      await search.replaceAll(DOCUMENTS, 'abc123')
    })
  })
}
