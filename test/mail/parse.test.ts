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
