import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../lib/mail/index.ts'
import type { Message } from '../../lib/model/index.ts'

const BASE = {
  From: 'Ann Author <ann@Example.org>',
  To: 'list@example.org',
  Date: 'Mon, 1 Mar 2021 10:00:00 +0100',
  Subject: 'A word',
  'Message-ID': '<1@example.org>',
}

/** Reads a message with these headers besides the usual ones; `undefined` takes one away. */
function withHeaders(headers: Readonly<Record<string, string | undefined>>, body: string | Buffer = 'Text\n', arrived?: string): Message {
  const lines = Object.entries({ ...BASE, ...headers }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]))
  const raw = Buffer.concat([Buffer.from(`${lines.join('')}\n`, 'latin1'), typeof body === 'string' ? Buffer.from(body, 'utf8') : body])
  const message = parseMessage({ raw, list: 'test', place: '1', ...(arrived !== undefined && { arrived }) })
  if (message instanceof Promise) throw new Error('not a simple message')
  return message
}

describe('the Message-ID', () => {
  it.each([
    ['<a@b>', 'a@b'],
    ['<a@\n b>', 'a@b'],
    ['<<a@b>>', 'a@b'],
    ['a@b', 'a@b'],
    ['(a comment) <a@b> and more', 'a@b'],
    ['<a@b\u00a0>', 'a@b'],
  ])('%j is %s', (header, id) => {
    expect(withHeaders({ 'Message-ID': header })).toMatchObject({ messageId: id, unnamed: false })
  })

  it.each([undefined, '', '<>', '< >', `<${'a'.repeat(2000)}>`])('%j cannot be used: the content names it', (header) => {
    const message = withHeaders({ 'Message-ID': header })
    expect(message).toMatchObject({ unnamed: true, messageId: `${message.hash.slice(0, 40)}@message-id.invalid` })
    expect(message.notes.join()).toMatch(/Message-ID/)
  })
})

describe('what a message answers', () => {
  it.each([
    [{ References: '<a@b> <c@d>', 'In-Reply-To': '<c@d>' }, ['a@b', 'c@d']],
    [{ References: '<a@b>\n\t<c@d><e@f>', 'In-Reply-To': undefined }, ['a@b', 'c@d', 'e@f']],
    // What In-Reply-To names comes last, also when References have it elsewhere.
    [{ References: '<a@b> <c@d>', 'In-Reply-To': '<a@b>' }, ['c@d', 'a@b']],
    [{ 'In-Reply-To': '<a@b> (Bob\'s message of "Mon, 1 Mar")' }, ['a@b']],
    [{ 'In-Reply-To': 'Message from Ann <ann@example.org> of "Mon, 1 Mar 2021" <a@b>' }, ['a@b']],
    [{ 'In-Reply-To': 'a@b' }, ['a@b']],
    [{ 'In-Reply-To': 'your mail of Monday to bob@example.org' }, []],
    [{ 'In-Reply-To': 'y' }, []],
    [{ References: '<1@example.org> <a@b> <a@b>' }, ['a@b']],
    [{ References: '<a@b> <broken <c@d>' }, ['a@b', 'c@d']],
  ])('%j', (headers, references) => {
    expect(withHeaders(headers).references).toEqual(references)
  })

  it('has a bound that keeps the first and the last', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `<${index}@x>`).join(' ')
    const { references } = withHeaders({ References: ids })
    expect(references).toHaveLength(200)
    expect([references[0], references.at(-1)]).toEqual(['0@x', '999@x'])
  })
})

describe('the date', () => {
  it.each([
    ['Mon, 1 Mar 2021 10:00:00 +0100 (CET)', '2021-03-01T09:00:00.000Z'],
    ['1 Mar 21 10:00 EST', '2021-03-01T15:00:00.000Z'],
    ['Mon, 01 Mar 2021 10:00:00', '2021-03-01T10:00:00.000Z'],
    ['Mon Mar  1 10:00:00 2021', '2021-03-01T10:00:00.000Z'],
    ['2021-03-01T10:00:00+02:00', '2021-03-01T08:00:00.000Z'],
    ['Mon, 1 Mar 99 10:00:00 GMT', '1999-03-01T10:00:00.000Z'],
  ])('%s', (header, date) => {
    expect(withHeaders({ Date: header }, 'Text\n', '2021-03-01T12:00:00.000Z')).toMatchObject({ date, notes: [] })
  })

  it.each([undefined, 'yesterday', 'Mon, 99 Mar 2021 10:00:00 +0000', 'Wed, 3 Mar 2021 10:00:00 +0000'])('%s: the time of arrival stands in', (header) => {
    const message = withHeaders({ Date: header }, 'Text\n', '2021-03-01T12:00:00.000Z')
    expect(message).toMatchObject({ date: '2021-03-01T12:00:00.000Z', notes: [expect.stringMatching(/the time of arrival stands in$/)] })
    if (header !== 'Wed, 3 Mar 2021 10:00:00 +0000') expect(withHeaders({ Date: header }).date).toBe('1970-01-01T00:00:00.000Z')
  })
})

describe('people', () => {
  it.each([
    ['Ann Author <ann@Example.org>', [{ name: 'Ann Author', address: 'ann@example.org' }]],
    [
      '"Author, Ann" <ann@x.org>, bob@x.org',
      [
        { name: 'Author, Ann', address: 'ann@x.org' },
        { name: '', address: 'bob@x.org' },
      ],
    ],
    ['=?utf-8?q?J=C3=B6rg?= <joerg@x.org>', [{ name: 'Jörg', address: 'joerg@x.org' }]],
    ['carol@x.org (Carol C)', [{ name: 'Carol C', address: 'carol@x.org' }]],
    [
      'A list: ann@x.org, bob@x.org;',
      [
        { name: '', address: 'ann@x.org' },
        { name: '', address: 'bob@x.org' },
      ],
    ],
    ['undisclosed-recipients:;', []],
  ])('%s', (header, boxes) => {
    expect(withHeaders({ To: header }).to).toEqual(boxes)
  })
})

describe('bytes that are not ASCII', () => {
  it('in a header are utf-8, else windows-1252', () => {
    expect(withHeaders({ Subject: 'Gr\xc3\xbc\xc3\x9fe' })).toMatchObject({ subject: 'Grüße', notes: [] })
    expect(withHeaders({ Subject: 'Gr\xfc\xdfe' })).toMatchObject({ subject: 'Grüße', notes: ['the header `subject` is not utf-8: read as windows-1252'] })
  })

  it.each([
    ['text/plain', Buffer.from('Grüße'), 'Grüße', []],
    ['text/plain; charset=us-ascii', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Grüße', ['the text is not us-ascii: read as windows-1252']],
    ['text/plain; charset=utf-8', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Grüße', ['the text is not utf-8: read as windows-1252']],
    ['text/plain; charset=utf-8', Buffer.concat([Buffer.from('Grüße an alle'), Buffer.from([0xc3])]), 'Grüße an alle\ufffd', ['some bytes are not utf-8']],
    ['text/plain; charset=koi8-r', Buffer.from([0xf0, 0xd2, 0xc9]), 'При', []],
    ['text/plain; charset=x-nothing', Buffer.from('Grüße'), 'Grüße', ['the charset `x-nothing` is not known: read as utf-8']],
  ])('in a text: %s', (type, body, text, notes) => {
    expect(withHeaders({ 'Content-Type': type }, body)).toMatchObject({ text: `${text}\n`, notes })
  })
})

describe('a patch', () => {
  it.each([
    ['[PATCH] KVM: a flag', { version: 1, title: 'kvm: a flag', reply: false }],
    ['[PATCH v3 02/10] KVM: a  flag', { version: 3, number: 2, total: 10, title: 'kvm: a flag', reply: false }],
    ['[PATCH RFC v3 00/10] KVM: a flag', { version: 3, number: 0, total: 10, title: 'kvm: a flag', reply: false }],
    ['[RFC PATCH] KVM: a flag', { version: 1, title: 'kvm: a flag', reply: false }],
    ['[PATCHv2 1/2] KVM: a flag', { version: 2, number: 1, total: 2, title: 'kvm: a flag', reply: false }],
    ['[kvm-unit-tests PATCH v7 4/9] a flag', { version: 7, number: 4, total: 9, title: 'a flag', reply: false }],
    ['[PATCH 5.4 012/100] KVM: a flag', { version: 1, number: 12, total: 100, title: 'kvm: a flag', reply: false }],
    ['Re: [Qemu-ppc] [PATCH v2] KVM: a flag', { version: 2, title: 'kvm: a flag', reply: true }],
    ['AW: Re: [PATCH] KVM: a flag', { version: 1, title: 'kvm: a flag', reply: true }],
    ['[GIT PULL] KVM updates', { version: 1, title: 'kvm updates', reply: false }],
    ['[PULL 1/9] KVM: a flag', { version: 1, number: 1, total: 9, title: 'kvm: a flag', reply: false }],
  ])('%s', (subject, patch) => {
    expect(withHeaders({ Subject: subject }).patch).toEqual({ ...patch, diff: false })
  })

  it('may be told by its diff alone, but not by a quoted one', () => {
    const diff = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'
    expect(withHeaders({}, diff).patch).toMatchObject({ diff: true, title: 'a word' })
    expect(withHeaders({}, diff.slice(19)).patch).toMatchObject({ diff: true })
    expect(withHeaders({}, diff.replace(/^/gm, '> ')).patch).toBeUndefined()
    expect(withHeaders({ Subject: 'Updispatch [hatch] pullover' }).patch).toBeUndefined()
  })
})

describe('signs of spam', () => {
  const money = 'Dear friend,\nyou have been given 2.000.000,00 Euro.\n'
  it('are named', () => {
    expect(withHeaders({ 'List-Id': '<list.example.org>', To: 'x@example.com', Subject: 'Spende' }, money).spam).toEqual(['hidden-recipients', 'money'])
    expect(withHeaders({ 'X-Spam-Flag': 'YES' }, 'Buy this\n').spam).toEqual(['flagged'])
    expect(withHeaders({ To: 'list@example.org' }, 'Здравствуйте, покупайте наши замечательные товары сегодня\n').spam).toEqual(['foreign-script'])
  })

  it.each([
    ['an answer', { References: '<a@b>' }, money],
    ['a patch', { Subject: '[PATCH] a word' }, money],
    ['a quote', {}, `> it is quoted\n${money}`],
    ['words of the trade', {}, `The kernel says so.\n${money}`],
    ['nothing that is a sign', { 'List-Id': '<list.example.org>' }, 'Hello,\nmay I ask something?\n'],
  ])('are not in %s', (_, headers, body) => {
    expect(withHeaders(headers, body).spam).toEqual([])
  })

  it('do not come from the footer of a list, nor does its honesty', () => {
    const footer = '-- \nTo unsubscribe from this list: send the line "unsubscribe linux-kernel"\nmore about patches at majordomo\n'
    expect(withHeaders({}, money + footer).spam).toEqual(['money'])
  })
})

describe('bounds', () => {
  it('a big text is kept by its beginning, a big message read by it', () => {
    const big = withHeaders({}, 'a line of text\n'.repeat(200_000))
    expect(big.text.length).toBeLessThanOrEqual(2 << 20)
    expect(big.notes).toEqual([expect.stringMatching(/^the text has 3000000 characters/)])
    const huge = withHeaders({}, Buffer.alloc(33 << 20, 'x'))
    expect(huge).toMatchObject({
      size: expect.any(Number),
      notes: [expect.stringMatching(/bytes: the first 33554432 are read/), expect.stringMatching(/characters/)],
    })
  })

  it('a big header is read by its beginning', () => {
    const message = withHeaders({ 'X-Big': 'x'.repeat(100_000), Subject: 'y'.repeat(5000) })
    expect(message.subject).toHaveLength(1000)
    expect(message.notes).toHaveLength(2)
  })
})

it('nothing that controls a terminal gets out of a header', () => {
  const message = withHeaders({ Subject: '\x1b]0;title\x07red\x1b[31m', From: '"\x1b[2JAnn" <ann@example.org>' })
  expect([message.subject, message.from.name]).toEqual([']0;title red [31m', '[2JAnn'])
})
