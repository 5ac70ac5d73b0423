import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MessageDocument, WritableMessageSearch } from '../../lib/search/message-port.ts'

export function messageDocument(id: number, more: Partial<MessageDocument> = {}): MessageDocument {
  return {
    id,
    messageId: `m${id}@example.org`,
    date: `2024-0${id}-15T12:00:00.000Z`,
    subject: `letter ${id}`,
    from: 'Ada Lovelace ada@example.org',
    body: '',
    quoted: '',
    patch: false,
    attachments: false,
    spam: false,
    records: [],
    ...more,
  }
}

export const MESSAGES = [
  messageDocument(1, { subject: 'counting wheels', body: 'The option keep-wheels turns MULTI_WHEEL_MODE on.', records: ['area/wheel'] }),
  messageDocument(2, { from: 'Bob Kahn bob@example.com', body: 'I object: wheels must stay.', quoted: 'turns MULTI_WHEEL_MODE on' }),
  messageDocument(3, { subject: '[PATCH] wheels: drop mode', body: 'multi wheel, but no mode', patch: true, attachments: true }),
  messageDocument(4, { subject: 'cheap wheels', body: 'buy wheels', spam: true }),
  messageDocument(5, { from: 'Wheels Inc sales@example.net', body: 'nothing of note, à la carte' }),
]
export const LISTED = [
  { id: 1, list: 'engines.example.org' },
  { id: 2, list: 'engines.example.org' },
  { id: 3, list: 'looms.example.org' },
  { id: 3, list: 'engines.example.org' },
  { id: 4, list: 'looms.example.org' },
  { id: 5, list: 'looms.example.org' },
]

/** One suite for every engine that searches mail. @param open gives an empty index, another each time */
export function messageContract(name: string, open: () => Promise<WritableMessageSearch>, runs = 300): void {
  describe(name, () => {
    let search: WritableMessageSearch
    beforeAll(async () => {
      search = await open()
      await search.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
      await search.settled()
    })
    afterAll(() => search.close())

    const found = async (text: string, order?: 'date') => (await search.query({ text, order })).hits.map(({ id }) => id)

    test.each([
      ['wheels mode', [1, 2, 3]],
      ['MULTI_WHEEL_MODE', [1, 2]],
      ['"multi wheel"', [1, 2, 3]],
      ['keep-wheels', [1]],
      ['wheels -patch', [1, 2, 5]],
      ['wheels -object', [1, 3, 5]],
      ['from:ada wheels', [1, 3]],
      ['from:wheels', [5]],
      ['-from:ada wheels', [2, 5]],
      ['subject:wheels', [1, 3]],
      ['list:looms', [3, 5]],
      ['list:looms.example.org wheels', [3, 5]],
      ['-list:looms', [1, 2]],
      ['list:loom', []],
      ['wheels after:2024-02 before:2024-03-15', [2]],
      ['wheels -after:2024-03', [1, 2]],
      ['since:2024-04-15', [5]],
      ['record:area/wheel', [1]],
      ['-record:area/wheel wheels', [2, 3, 5]],
      ['has:patch', [3]],
      ['has:attachment wheels', [3]],
      ['-has:patch wheels', [1, 2, 5]],
      ['is:spam', [4]],
      ['obj*', [2]],
      ['A LA CARTE', [5]],
      ['buy', []],
      ['-wheels', []],
      ['"', []],
      ['', []],
    ])('%s', async (text, ids) => {
      expect((await found(text)).sort((a, b) => a - b)).toEqual(ids)
    })

    test('the best first, the newest when asked', async () => {
      expect((await found('wheels')).slice(0, 2).sort()).toEqual([1, 3])
      expect(await found('wheels', 'date')).toEqual([5, 3, 2, 1])
      const page = await search.query({ text: 'wheels', order: 'date', limit: 2, offset: 1 })
      expect(page.hits.map(({ messageId }) => messageId)).toEqual(['m3@example.org', 'm2@example.org'])
      expect(page.total).toBe(4)
    })

    test('what is not understood is said, and the rest is searched for', async () => {
      const result = await search.query({ text: 'colour:red before:soon has:wings list: wheels' })
      expect(result.notes).toHaveLength(4)
      expect(result.total).toBe(0)
      expect((await search.query({ text: 'before:2024-02-30 wheels' })).total).toBe(4)
      expect((await search.query({ text: 'http://example.org std::move' })).notes).toEqual([])
    })

    test('all messages that hold a phrase, spam too', async () => {
      expect(await search.candidates(['MULTI_WHEEL_MODE', 'buy wheels', '--'])).toEqual([1, 2, 4])
      expect(await search.candidates(['objec*'])).toEqual([2])
      expect(await search.candidates([])).toEqual([])
    })

    test('nothing that is typed makes it fail', async () => {
      const part = fc.constantFrom(
        '"',
        '*',
        '(',
        ')',
        '-',
        ':',
        '^',
        '{',
        '}',
        '+',
        'NEAR(',
        'AND',
        'OR',
        'NOT',
        'from:',
        'list:',
        'after:',
        '2024',
        'wheels',
        ' ',
        '\0',
        "'",
      )
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
            fc.string({ unit: 'binary', maxLength: 200 }),
          ),
          async (text) => {
            const { hits, total } = await search.query({ text })
            expect(hits.length).toBeLessThanOrEqual(total)
          },
        ),
        { numRuns: runs },
      )
    })

    test('follows the log: a step from elsewhere is refused, and leaves nothing', async () => {
      const search = await open()
      expect(await search.append({ from: 0, to: 2, documents: MESSAGES.slice(0, 2), listed: LISTED.slice(0, 2) })).toBe('done')
      expect(await search.append({ from: 0, to: 2, documents: MESSAGES.slice(0, 2), listed: LISTED.slice(0, 2) })).toBe('stale')
      expect(await search.state()).toEqual({ arrival: 2, last: { id: 2, messageId: 'm2@example.org' } })
      await search.settled()
      expect(await search.append({ from: 2, to: 3, documents: [messageDocument(3, { body: 'looms' })], listed: [{ id: 1, list: 'looms.example.org' }] })).toBe(
        'done',
      )
      await search.settled()
      expect((await search.query({ text: 'list:looms' })).total).toBe(1)
      await search.close()
    })

    test('says anew what speaks of a record and what is deleted', async () => {
      const search = await open()
      await search.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
      await search.settled()
      await search.relate([
        { id: 1, records: [] },
        { id: 2, records: ['area/wheel', 'area/loom', 'area/loom'] },
      ])
      await search.settled()
      expect((await search.query({ text: 'record:area/wheel' })).hits.map(({ id }) => id)).toEqual([2])
      await search.hide([2, 3])
      await search.hide([3])
      await search.settled()
      expect((await search.query({ text: 'wheels' })).hits.map(({ id }) => id).sort()).toEqual([1, 2, 5])
      await search.close()
    })
  })
}
