import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../lib/mail/index.ts'
import type { Message } from '../../lib/model/index.ts'

const read = (lines: readonly string[] | string | Uint8Array, arrived?: string): Message | Promise<Message> =>
  parseMessage({
    raw: lines instanceof Uint8Array ? lines : Buffer.from(typeof lines === 'string' ? lines : lines.join('\n'), 'latin1'),
    list: 'test',
    place: '1',
    ...(arrived !== undefined && { arrived }),
  })

const HEADER = [
  'From: Ann Author <ann@Example.org>',
  'To: list@example.org',
  'Message-ID: <1@example.org>',
  'Date: Mon, 1 Mar 2021 10:00:00 +0100',
  'Subject: A word',
]

describe('a message of one text', () => {
  it('is read at once', () => {
    expect(read([...HEADER, '', 'Hello', ''])).toMatchObject({
      messageId: '1@example.org',
      unnamed: false,
      subject: 'A word',
      from: { name: 'Ann Author', address: 'ann@example.org' },
      to: [{ name: '', address: 'list@example.org' }],
      date: '2021-03-01T09:00:00.000Z',
      text: 'Hello\n',
      notes: [],
      spam: [],
    })
  })

  it('may have DOS line ends, and quoted-printable', () => {
    expect(
      read(
        [...HEADER, 'Content-Transfer-Encoding: quoted-printable', 'Content-Type: text/plain; charset=utf-8', '', 'caf=C3=A9 =', 'au lait', ''].join('\r\n'),
      ),
    ).toMatchObject({
      text: 'café au lait\n',
    })
  })
})

describe('a message of parts', () => {
  it('shows the text and lists the rest', async () => {
    const message = await read([
      ...HEADER,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; format=flowed',
      '',
      '> quoted ',
      '> text',
      'own ',
      'text',
      '--b',
      'Content-Type: text/x-patch; name=a.patch',
      'Content-Disposition: attachment; filename=a.patch',
      '',
      'diff --git a/x b/x',
      '--b--',
      '',
    ])
    expect(message.text).toBe('> quoted text\nown text\n')
    expect(message.attachments).toEqual([{ name: 'a.patch', type: 'text/x-patch', size: 19 }])
    expect(message.patch).toMatchObject({ diff: true, title: 'a word' })
  })
})

describe('a message that is broken', () => {
  const multipart = (...body: readonly string[]) => read([...HEADER, 'Content-Type: multipart/mixed; boundary=b', '', ...body, ''])

  it('shows the text of a multipart whose boundary never comes', async () => {
    expect(await multipart('Only text', '--c', 'more')).toMatchObject({
      text: 'Only text\n--c\nmore\n',
      notes: expect.arrayContaining(['a multipart without parts: shown as text']),
    })
  })

  it('shows what there is of a last part that has no end', async () => {
    expect(await multipart('--b', '', 'Text')).toMatchObject({ text: 'Text\n', notes: ['the last part has no end: the message may be cut short'] })
  })

  it('shows the beginning of base64 that was cut', async () => {
    const message = await read([
      ...HEADER,
      'Content-Transfer-Encoding: base64',
      'Content-Type: text/plain; charset=utf-8',
      '',
      Buffer.from('Hello there').toString('base64').slice(0, -3),
    ])
    expect(message.text).toMatch(/^Hello the/)
    expect(message.notes).toEqual(['the base64 text is cut short'])
  })

  it('shows parts within parts without end as they came', async () => {
    const deep = Array.from({ length: 100 }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}`).join('\n')
    const message = await read(`${HEADER.join('\n')}\n${deep}\n\nText\n`)
    expect(message.notes[0]).toMatch(/^not readable as MIME \(maximum mime nesting depth/)
    expect(message.text).toContain('Text')
  })

  it('is text where its type cannot be read', async () => {
    for (const type of ['', 'text', 'nothing', '\ftext/plain; name=x'])
      expect(await read([...HEADER, `Content-Type: ${type}`, '', 'Text', ''])).toMatchObject({ text: 'Text\n' })
  })

  it('may be nothing at all', () => {
    expect(read('')).toMatchObject({ subject: '', text: '', unnamed: true, from: { name: '', address: '' }, date: '1970-01-01T00:00:00.000Z' })
  })
})

describe('HTML', () => {
  it('is read as text where there is no plain one', async () => {
    const html =
      '<html><style>p{}</style><p>Ann &amp; Bob<br>wrote:</p><blockquote>quoted<blockquote>deeper</blockquote></blockquote><script>alert(1)</script><p>own <a href="http://x.example">link</a><img src="http://x.example/i.png"></p></html>'
    const message = await read([...HEADER, 'Content-Type: text/html', '', html, ''])
    expect(message.fromHtml).toBe(true)
    expect(message.text.split('\n').filter((line) => line.trim() !== '')).toEqual(['Ann & Bob', 'wrote:', '> quoted', '> > deeper', 'own link'])
  })

  it('is passed over where there is', async () => {
    const message = await read([
      ...HEADER,
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      'plain',
      '--b',
      'Content-Type: text/html',
      '',
      '<b>html</b>',
      '--b--',
      '',
    ])
    expect(message).toMatchObject({ text: 'plain\n', fromHtml: false, attachments: [] })
  })

  it('that nests without end is cut', async () => {
    const message = await read([...HEADER, 'Content-Type: text/html', '', `Text${'<div>'.repeat(100_000)}`, ''])
    expect(message.text).toContain('Text')
    expect(message.notes.join()).toMatch(/nests more than/)
  })
})

describe('attachments', () => {
  it('are listed, signatures among them, with their sizes; patches that stand in line are shown', async () => {
    const part = (head: string, body: string): string => `--b\n${head}\n\n${body}\n`
    const message = await read(
      `${HEADER.join('\n')}\nContent-Type: multipart/signed; boundary=b\n\n${part('Content-Type: text/plain', 'Text')}${part('Content-Type: text/x-diff; name=a.diff\nContent-Disposition: inline', 'diff --git a/x b/x')}${part('Content-Type: image/png; name="=?utf-8?q?=C3=A4.png?="\nContent-Transfer-Encoding: base64', 'AAAA')}${part('Content-Type: message/rfc822', 'Subject: within\n\nText')}${part('Content-Type: application/pgp-signature', 'abc')}--b--\n`,
    )
    expect(message.text).toBe('Text\n\ndiff --git a/x b/x\n')
    expect(message.patch).toMatchObject({ diff: true })
    expect(message.attachments).toEqual([
      { name: 'a.diff', type: 'text/x-diff', size: 19 },
      { name: 'ä.png', type: 'image/png', size: 3 },
      { name: '', type: 'message/rfc822', size: 22 },
      { name: '', type: 'application/pgp-signature', size: 4 },
    ])
  })
})

describe('format=flowed', () => {
  const flowed = (parameters: string, ...lines: readonly string[]) =>
    read([...HEADER, `Content-Type: text/plain; format=flowed${parameters}`, '', ...lines, ''])

  it.each([
    ['joins what ends in a space', '', ['one ', 'two', 'three'], 'one two\nthree\n'],
    ['joins within one depth only', '', ['>> a ', '>> b ', '> c', 'd'], '>> a b \n> c\nd\n'],
    ['leaves a signature alone', '', ['one ', '-- ', 'Ann'], 'one \n-- \nAnn\n'],
    ['takes stuffed spaces away, but makes no quote', '', [' From x', ' >y', '  z'], 'From x\n >y\n z\n'],
    ['leaves the marks of a quote that is not flowed', '', ['> > a', '> b '], '> > a\n> b \n'],
    ['takes the space away if DelSp says so', '; delsp=yes', ['on ', 'e'], 'one\n'],
  ])('%s', async (_, parameters, lines, text) => {
    expect((await flowed(parameters, ...lines)).text).toBe(text)
  })
})
