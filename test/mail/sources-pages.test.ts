import { describe, expect, it } from 'vitest'
import { blocksOf, openSource, parseMessage } from '../../lib/mail/index.ts'
import type { Message } from '../../lib/model/index.ts'

async function read(content: string): Promise<{ readonly kind: string; readonly messages: readonly Message[] }> {
  const stdin = (async function* () {
    yield Buffer.from(content)
  })()
  const source = await openSource('-', { stdin, list: 'pages' })
  if ('problem' in source) throw new Error(source.problem)
  const messages: Message[] = []
  for await (const { message } of source.read('')) if (message) messages.push(await parseMessage(message))
  return { kind: source.kind, messages }
}

describe('a page of MHonArc', () => {
  const page = (head: string): string => `<!-- MHonArc v2.6.19 -->
<!--X-Subject: Re: May a flag go away? -->
<!--X-From-R13: Oaa Ohgube &#60;naaNrknzcyr.bet> -->
<!--X-Date: Mon, 1 Mar 2021 09:00:00 +0000 -->
<!--X-Message-Id: 2.a&#45;b@example.org -->
<!--X-Reference: 1@example.org -->
<!--X-Head-End-->
<!DOCTYPE HTML><html><body><h1>Re: May a flag go away?</h1>
<!--X-Head-of-Message-->${head}<!--X-Head-of-Message-End-->
<!--X-Body-of-Message-->
<pre>Bob wrote:
&gt; May it &lt;go&gt;?

No.
</pre>
<!--X-Body-of-Message-End-->
<!--X-References-->other things</body></html>`

  it('tells who, when, what and whom it answers', async () => {
    const { kind, messages } = await read(page(''))
    expect(kind).toBe('page')
    expect(messages).toMatchObject([
      {
        messageId: '2.a-b@example.org',
        from: { name: 'Ann Author', address: 'ann@example.org' },
        subject: 'Re: May a flag go away?',
        date: '2021-03-01T09:00:00.000Z',
        references: ['1@example.org'],
        notes: ['rebuilt from a page of MHonArc'],
      },
    ])
    expect(messages[0]?.text.trim()).toBe('Bob wrote:\n> May it <go>?\n\nNo.')
  })

  it('is believed in what it shows before what it hides', async () => {
    const head =
      '<ul><li><em>From</em>: Ann B. Author &lt;<a href="mailto:x">ann@xxxxxxx</a>&gt;</li><li><em>Date</em>: Mon, 1 Mar 2021 10:00:00 +0200</li><li><em>To</em>: list@example.org</li></ul>'
    expect((await read(page(head))).messages).toMatchObject([
      { from: { name: 'Ann B. Author' }, date: '2021-03-01T08:00:00.000Z', to: [{ address: 'list@example.org' }] },
    ])
  })
})

const NAVIGATION = '<html><head><title>x</title></head><body><form\naction="../"><pre><a\nhref="../"><b>an inbox</b></a> <input\nname=q /></pre></form>'

it('a message of public-inbox ends where its thread is shown', async () => {
  const { messages } = await read(`${NAVIGATION}<pre
id=b>From: Ann Author &lt;ann@example.org&gt;
To: list@example.org
Cc: Bob &lt;bob@example.org&gt;,
	carol@example.org
Subject: <a
href="#r"
id=t>[PATCH v2] keep the flag</a>
Date: Mon,  1 Mar 2021 10:00:00 +0000	<a
href="#r">[thread overview]</a>
Message-ID: &lt;2@example.org&gt; (<a
href="raw">raw</a>)
In-Reply-To: &lt;<a
href="../1@example.org/">1@example.org</a>&gt;

It is used.
<span
class="q">&gt; really?
</span>
</pre><hr><pre>             <a href="#R">reply</a>	other threads:[<a href="../">newest</a>]

<b>Thread overview: </b>2+ messages</pre></body></html>`)
  expect(messages).toMatchObject([
    {
      messageId: '2@example.org',
      from: { name: 'Ann Author', address: 'ann@example.org' },
      cc: [{ address: 'bob@example.org' }, { address: 'carol@example.org' }],
      subject: '[PATCH v2] keep the flag',
      date: '2021-03-01T10:00:00.000Z',
      references: ['1@example.org'],
      patch: { version: 2 },
    },
  ])
  expect(messages[0]?.text.trim()).toBe('It is used.\n> really?')
})

it.each(['<pre>', '<ul><li><pre>'])('a thread of public-inbox is its messages (%s)', async (open) => {
  const close = open
    .replaceAll('<', '</')
    .split('</')
    .reverse()
    .filter(Boolean)
    .map((tag) => `</${tag}`)
    .join('')
  const one = (id: string, subject: string, name: string, text: string): string => `${open}<a
href=#e1
id=m1>*</a> <b>${subject}</b>
<b>@ 2021-03-01  9:05 ${'`'} ${name}</b>
  <a
href=#r1>0 siblings, 0 replies; 2+ messages in thread</a>
From: ${name} @ 2021-03-01  9:05 UTC (<a
href="../../${id}/">permalink</a> / <a
href="../../${id}/raw">raw</a>)
  To: list; <b>+Cc:</b> Bob

${text}

<a
href=#m1
id=e1>^</a> <a
href="../../${id}/">permalink</a> <a
href="../../${id}/raw">raw</a>	[<a
href="#">flat</a>|<b>nested</b>] 2+ messages in thread${close}`
  const { messages } = await read(
    `${NAVIGATION}${one('1%2Fa@example.org', 'A question', 'Ann', 'May it go?')}${one('2@example.org', 'Re: A question', 'Bob', 'No.')}<hr><pre>This is a public inbox</pre></body></html>`,
  )
  expect(messages.map(({ messageId, subject, from, date, text, references }) => ({ messageId, subject, from, date, text, references }))).toEqual([
    {
      messageId: '1/a@example.org',
      subject: 'A question',
      from: { name: 'Ann', address: '' },
      date: '2021-03-01T09:05:00.000Z',
      text: 'May it go?\n',
      references: [],
    },
    {
      messageId: '2@example.org',
      subject: 'Re: A question',
      from: { name: 'Bob', address: '' },
      date: '2021-03-01T09:05:00.000Z',
      text: 'No.\n',
      references: ['1/a@example.org'],
    },
  ])
  expect(messages[1]?.notes).toContain('the page does not say what it answers: put below the first message')
})

it('a page of pipermail names what it answers in its link', async () => {
  const { messages } = await read(`<!DOCTYPE HTML><HTML><BODY><H1>A question</H1>
<B>Ann Author</B>
<A HREF="mailto:list%40example.org?Subject=Re&amp;In-Reply-To=%3C1%40example.org%3E" TITLE="x">ann at example.org
</A><BR>
<I>Mon Mar  1 10:00:00 UTC 2021</I>
<HR><!--beginarticle-->
<PRE>No.
</PRE>
<!--endarticle--></BODY></HTML>`)
  expect(messages).toMatchObject([
    {
      from: { name: 'Ann Author', address: 'ann@example.org' },
      subject: 'A question',
      date: '2021-03-01T10:00:00.000Z',
      references: ['1@example.org'],
      unnamed: true,
    },
  ])
})

describe('a paste', () => {
  it('gets its lines and marks back, and says what was inferred', async () => {
    const { kind, messages } = await read(
      'On Mon, Mar 01, 2021 at 04:10:34PM -0300, Ann Author wrote: > On Sunday, Bob Builder wrote: > > May the flag go away in the next release, as nobody was seen to use it? > I would rather keep it. We have no way to know who does.',
    )
    expect(kind).toBe('paste')
    expect(messages).toMatchObject([{ unnamed: true, date: '2021-03-01T19:10:00.000Z', from: { address: '' } }])
    expect(messages[0]?.text).toMatch(/^On Mon, Mar 01, 2021 at 04:10:34PM -0300, Ann Author wrote:\n/)
    expect(messages[0]?.text).toMatch(/^> > May the flag/m)
    expect(messages[0]?.notes).toContain('line breaks and quote marks were inferred')
    const [message] = messages
    expect(message?.inferred?.length).toBeGreaterThan(0)
    expect(message && blocksOf(message).some(({ inferred, kind, depth }) => inferred && kind === 'quote' && depth === 2)).toBe(true)
  })

  it('may show lines of a header', async () => {
    const { messages } = await read(
      '[Date Prev][Date Next]\nA question\n\n  * From: Ann Author <ann@example.org>\n  * Date: Mon, 1 Mar 2021 10:00:00 +0000\n\nBob wrote:\n> May it?\nNo.\n',
    )
    expect(messages).toMatchObject([{ from: { name: 'Ann Author', address: 'ann@example.org' }, date: '2021-03-01T10:00:00.000Z' }])
    expect(messages[0]?.text).toMatch(/^> May it\?\nNo\.$/m)
  })
})
