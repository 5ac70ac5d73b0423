import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WritableStore } from '../../lib/store/port.ts'
import { ENGINES } from '../fixtures/engines.ts'
import { batchOf } from './mail-fixture.ts'

const PATCH = { version: 1, title: 'kvm: count', diff: true, reply: false }

describe.each(ENGINES)('mail in the store, $name', ({ open }) => {
  let directory: string
  let store: WritableStore

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'canimigrate-mail-'))
    store = await open(directory)
  })

  afterEach(async () => {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const add = async (...parameters: Parameters<typeof batchOf>) => store.mail.append(batchOf(...parameters))
  const threadIds = async (id: string) => (await store.mail.thread(id))?.messages.map(({ messageId }) => messageId)

  it('gives a message back as it came, with what it answers and what answers it', async () => {
    await add('', '1', [
      { id: 'a@x', content: 'raw bytes of a' },
      { id: 'b@x', references: ['gone@x', 'a@x'], date: '2024-03-02T10:00:00.000Z', subject: 'Re: About a@x' },
    ])
    const a = await store.mail.message('a@x')
    expect(Buffer.from(a?.raw ?? []).toString()).toBe('raw bytes of a')
    expect(a).toMatchObject({
      subject: 'About a@x',
      date: '2024-03-01T10:00:00.000Z',
      arrived: '2024-03-01T11:00:00.000Z',
      lists: ['list.example'],
      variants: [],
    })
    expect(a?.replies).toMatchObject([{ messageId: 'b@x', parent: 'a@x' }])
    expect(await store.mail.message('b@x')).toMatchObject({ references: ['gone@x', 'a@x'], known: ['a@x'] })
    expect(await store.mail.message('gone@x')).toBeUndefined()
    expect(await store.mail.messagesLike('a@')).toEqual(['a@x'])
    expect(await store.mail.counts()).toEqual({ messages: 2, threads: 1, ghosts: 1, mentions: 0 })
  })

  it('keeps further contents of one Message-ID and further lists as one message', async () => {
    await add('', '1', [{ id: 'a@x' }, { id: 'a@x', content: 'other', list: 'second.example' }, { id: 'a@x', list: 'second.example', place: 'p2' }])
    await add('1', '2', [{ id: 'a@x', content: 'third' }])
    const a = await store.mail.message('a@x')
    expect(a?.lists).toEqual(['list.example', 'second.example'])
    expect(a?.variants).toHaveLength(2)
    const other = await store.mail.message('a@x', a?.variants[0])
    expect(Buffer.from(other?.raw ?? []).toString()).toBe('other')
    expect((await store.mail.messages({ list: 'second.example' })).items).toHaveLength(1)
    expect(await store.mail.messages({ list: 'list.example' })).toMatchObject({ total: 1 })
  })

  it('joins threads over ghosts and when a missing link comes, whatever the order and the batches', async () => {
    const mails = [
      { id: 'a@x' },
      { id: 'c@x', references: ['b@x'] },
      { id: 'd@x', references: ['ghost@x'] },
      { id: 'e@x', references: ['ghost@x'] },
      { id: 'b@x', references: ['a@x'] },
      { id: 'f@x', references: ['e@x', 'c@x'] },
      { id: 'g@x', references: ['h@x'] },
      { id: 'h@x', references: ['g@x'] },
    ]
    let from = ''
    for (const [index, mail] of mails.entries()) {
      await add(from, String(index), [mail])
      from = String(index)
      if (index === 4) expect(await threadIds('ghost@x')).toEqual(['d@x', 'e@x'])
    }
    const whole = ['a@x', 'c@x', 'd@x', 'e@x', 'b@x', 'f@x']
    for (const id of [...whole, 'ghost@x']) expect(await threadIds(id)).toEqual(whole)
    expect(await threadIds('h@x')).toEqual(['g@x', 'h@x'])
    expect(await store.mail.counts()).toMatchObject({ threads: 2, ghosts: 1 })
  })

  it('refuses a batch that another process was first with, and one position twice', async () => {
    await add('', '1', [{ id: 'a@x' }])
    expect(await add('', '1', [{ id: 'a@x' }])).toBe('stale')
    expect(await store.mail.position('one')).toBe('1')
    expect(await add('1', '2', [{ id: 'b@x' }])).toMatchObject({ messages: 1, before: 1, after: 2, ids: [2] })
    expect(await store.mail.arrivalsAfter(1, 10)).toEqual([{ arrival: 2, id: 2, list: 'list.example' }])
  })

  it('marks what a source deletes, keeps its bytes, and takes it back when it comes again', async () => {
    await add('', '1', [
      { id: 'a@x', place: 'p1' },
      { id: 'b@x', references: ['a@x'] },
    ])
    await add('1', '2', [], { deleted: ['p1'] })
    expect(await store.mail.message('a@x')).toMatchObject({ deleted: true })
    expect((await store.mail.messages({ list: 'list.example' })).items.map(({ messageId }) => messageId)).toEqual(['b@x'])
    expect(await threadIds('b@x')).toEqual(['b@x'])
    await add('2', '3', [{ id: 'a@x', place: 'p9' }])
    expect(await store.mail.message('a@x')).toMatchObject({ deleted: false })
    expect(await threadIds('b@x')).toEqual(['a@x', 'b@x'])
  })

  it('gives the largest page that may be asked for', async () => {
    const mention = { record: 'area/name', kind: 'alias', name: 'NAME', line: 1, where: 'own', sentence: 'NAME.' } as const
    const sketches = Array.from({ length: 1100 }, (_, index) => ({ id: `m${index}@x`, mentions: [{ ...mention, messageId: `m${index}@x` }] }))
    await add('', '1', sketches)
    expect((await store.mail.messages({ list: 'list.example', limit: 1000 })).items).toHaveLength(1000)
    const page = await store.mail.mentions({ record: 'area/name', limit: 1000 })
    expect(page.items).toHaveLength(1000)
    expect(page.items.every(({ lists, thread, messageId }) => lists.length === 1 && thread.messageId === messageId)).toBe(true)
  })

  it('lists by date, page by page, by month, spam only when asked', async () => {
    await add('', '1', [
      { id: 'a@x', date: '2024-03-01T00:00:00.000Z' },
      { id: 'b@x', date: '2024-03-31T23:59:59.000Z' },
      { id: 'c@x', date: '2024-04-01T00:00:00.000Z' },
      { id: 's@x', date: '2024-04-02T00:00:00.000Z', spam: ['shouting'] },
      { id: 'd@x', date: '2024-03-31T23:59:59.000Z' },
    ])
    const list = 'list.example'
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await store.mail.messages({ list, limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.total).toBe(4)
      seen.push(...page.items.map(({ messageId }) => messageId))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(['c@x', 'd@x', 'b@x', 'a@x'])
    const april = await store.mail.messages({ list, month: '2024-04', spam: true, order: 'oldest' })
    expect(april.items.map(({ messageId }) => messageId)).toEqual(['c@x', 's@x'])
    expect(await store.mail.months(list)).toEqual([
      { month: '2024-04', messages: 1, threads: 1 },
      { month: '2024-03', messages: 3, threads: 3 },
    ])
    expect(await store.mail.lists()).toEqual([{ list, messages: 4, spam: 1, first: '2024-03-01T00:00:00.000Z', last: '2024-04-02T00:00:00.000Z' }])
    await expect(store.mail.messages({ list, cursor: 'bm90IG9uZQ' })).rejects.toThrow('cursor')
  })

  it('tells the versions of a patch', async () => {
    await add('', '1', [
      { id: 'v1@x', patch: PATCH },
      { id: 'r1@x', patch: { ...PATCH, reply: true }, references: ['v1@x'] },
      { id: 'v3@x', patch: { ...PATCH, version: 3 } },
      { id: 'v2@x', patch: { ...PATCH, version: 2 }, references: ['v1@x'] },
      { id: 'other@x', patch: { ...PATCH, title: 'kvm: else' } },
    ])
    expect((await store.mail.versions('v2@x')).map(({ messageId }) => messageId)).toEqual(['v1@x', 'v3@x'])
    expect((await store.mail.versions('r1@x')).map(({ messageId }) => messageId)).toEqual(['v2@x', 'v3@x'])
  })

  it('tells where a record is spoken of, newest first, and what was found there', async () => {
    const mention = { messageId: '', record: 'area/name', kind: 'alias', name: 'NAME', line: 3, where: 'own', sentence: 'NAME must stay.' } as const
    const author = { name: 'Ada', address: 'ada@example.org' }
    await add('', '1', [
      { id: 'a@x', mentions: [mention, { ...mention, line: 7 }] },
      {
        id: 'b@x',
        date: '2024-05-01T00:00:00.000Z',
        references: ['a@x'],
        mentions: [mention],
        positions: [
          {
            messageId: 'b@x',
            lines: [3, 4],
            kind: 'requirement',
            stance: 'for',
            author,
            records: ['area/name', 'x'],
            rules: ['must'],
            sentence: 'NAME must stay.',
          },
        ],
        proposals: [
          {
            id: 'p1',
            messageId: 'b@x',
            line: 9,
            author,
            date: '2024-05-01T00:00:00.000Z',
            text: 'canimigrate: cite area/name',
            verb: 'cite',
            record: 'area/name',
            values: { of: 'this' },
            status: 'pending',
            reason: '',
          },
        ],
      },
      { id: 's@x', spam: ['shouting'], mentions: [mention] },
    ])
    const page = await store.mail.mentions({ record: 'area/name', limit: 2 })
    expect(page.items).toMatchObject([
      { messageId: 'b@x', line: 3, thread: { messageId: 'a@x', subject: 'About a@x' } },
      { messageId: 'a@x', line: 3 },
    ])
    expect(page.total).toBe(3)
    expect((await store.mail.mentions({ record: 'area/name', limit: 2, cursor: page.next as string })).items).toMatchObject([{ messageId: 'a@x', line: 7 }])
    expect(await store.mail.mentioned()).toEqual([{ record: 'area/name', mentions: 3, threads: 1, newest: '2024-05-01T00:00:00.000Z' }])
    expect(await store.mail.mentionsIn('a@x')).toEqual([
      { ...mention, messageId: 'a@x' },
      { ...mention, messageId: 'a@x', line: 7 },
    ])
    expect(await store.mail.positions({ record: 'area/name' })).toMatchObject([{ messageId: 'b@x', lines: [3, 4], records: ['area/name', 'x'] }])
    expect(await store.mail.positions({ record: 'area' })).toEqual([])
    expect(await store.mail.proposals({ status: 'pending' })).toMatchObject([{ id: 'p1', values: { of: 'this' }, author }])
  })
})
