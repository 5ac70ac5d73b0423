/** Mails that mean harm to who reads them: ingesting, pages, feeds, terminals. */
export const HOSTILE_MAILS: readonly { readonly id: string; readonly raw: string }[] = [
  mail('xss-1', {
    from: '"><script>alert(1)</script> <a@x.example>',
    subject: '<img src=x onerror=alert(1)>',
    body: '<script>alert(1)</script>\njavascript:alert(1)',
  }),
  mail('html-1', {
    type: 'text/html',
    subject: 'html',
    body: '<p>a<script>fetch("http://127.0.0.1:1/")</script><img src="http://127.0.0.1:1/p.png"><style>*{}</style><a href="javascript:x">b</a><iframe src="//x"></iframe>',
  }),
  mail('html-deep', { type: 'text/html', body: '<div>'.repeat(50_000) }),
  mail('html-table', { type: 'text/html', body: '<table><tr><td>'.repeat(5000) }),
  mail('escape-1', {
    from: '\u001b]0;taken\u0007 <e@x.example>',
    subject: '\u001b[2J\u009b31m red \u202egnp.exe',
    body: 'a\u001b[31mb\u0007\rc\u0008\u009b0m\n\u202egnp.exe',
  }),
  mail('xml-1', { subject: ']]>&lt;&amp;<entry>\u0001\ufffe', body: ']]>\u0000\u0001<![CDATA[ &x; <!ENTITY' }),
  mail('lines-1', { body: '\n'.repeat(300_000) }),
  mail('lines-2', { body: 'a\n'.repeat(200_000) }),
  mail('lines-3', { body: '> a\n'.repeat(200_000) }),
  mail('quotes-1', { body: `${'>'.repeat(5000)} a\n`.repeat(100) }),
  mail('quotes-2', { body: Array.from({ length: 3000 }, (_, index) => `${'> '.repeat(index % 60)}a${index}`).join('\n') }),
  mail('wrote-1', { body: 'On Mon, somebody wrote:\n'.repeat(20_000) }),
  mail('wrote-2', { body: `On ${'Mon, '.repeat(20_000)}` }),
  mail('line-1', { body: 'a'.repeat(1_500_000) }),
  mail('line-2', { body: 'a '.repeat(700_000) }),
  mail('line-3', { body: 'KVM_CAP_'.repeat(150_000) }),
  mail('line-4', { body: `${'a@b.c '.repeat(100_000)}` }),
  mail('line-5', { body: `${'<'.repeat(300_000)}` }),
  mail('line-6', { body: `${' '.repeat(300_000)}x` }),
  mail('line-7', { body: `${'commit 0123456789ab '.repeat(30_000)}` }),
  mail('line-8', { body: `${'http://x/'.repeat(50_000)}` }),
  mail('line-9', { body: `${'_'.repeat(300_000)}` }),
  mail('line-10', { body: `${'. A '.repeat(100_000)}` }),
  mail('diff-1', { body: `diff --git a/x b/x\n--- a/x\n+++ b/x\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(20_000)}` }),
  mail('diff-2', { body: '--- a\n+++ b\n'.repeat(20_000) }),
  mail('command-1', { body: 'canimigrate: propose x\n\n'.repeat(5000) }),
  mail('command-2', { body: `canimigrate: ${'a=b '.repeat(50_000)}` }),
  mail('claims-1', { body: 'I think we must not allow this, and I object to it because it breaks migration. '.repeat(5000) }),
  mail('subject-1', { subject: 'Re: '.repeat(5000) }),
  mail('subject-2', { subject: `[PATCH ${'v2 '.repeat(5000)}1/2] x` }),
  mail('subject-3', { subject: '=?utf-8?q?a?= '.repeat(3000) }),
  mail('address-1', { from: `${'"a" <b@c>, '.repeat(3000)}x` }),
  mail('address-2', { from: `${'('.repeat(5000)}a@b` }),
  mail('references-1', { head: `References: ${Array.from({ length: 5000 }, (_, index) => `<${index}@x.example>`).join('\n ')}` }),
  mail('header-1', { head: `X-A: ${'b'.repeat(900_000)}` }),
  mail('header-2', { head: Array.from({ length: 20_000 }, (_, index) => `X-${index}: a`).join('\n') }),
  mail('mime-1', { type: 'multipart/mixed; boundary=a', body: '--a\nContent-Type: multipart/mixed; boundary=a\n\n'.repeat(3000) }),
  mail('mime-2', { type: 'multipart/mixed; boundary=a', body: '--a\n\nx\n'.repeat(20_000) }),
  mail('mime-3', {
    type: 'multipart/mixed; boundary=a',
    body: '--a\nContent-Type: application/gzip\nContent-Disposition: attachment; filename="../../x.gz\r\nX: y"\nContent-Transfer-Encoding: base64\n\nH4sIAAAA\n--a--',
  }),
  mail('charset-1', { type: 'text/plain; charset="../../x"', body: 'a' }),
  mail('flowed-1', { type: 'text/plain; format=flowed', body: 'a \n'.repeat(100_000) }),
  mail('qp-1', { head: 'Content-Transfer-Encoding: quoted-printable', body: '=\n'.repeat(100_000) }),
  ...Array.from({ length: 150 }, (_, index) =>
    mail(`thread-${index}`, { head: `References: <thread-${Math.max(0, index - 1)}@x.example>`, body: 'a\n'.repeat(2000) }),
  ),
]

interface Given {
  readonly from?: string
  readonly subject?: string
  readonly type?: string
  readonly head?: string
  readonly body?: string
}

function mail(name: string, { from = 'A <a@x.example>', subject = name, type = 'text/plain; charset=utf-8', head = '', body = 'a' }: Given) {
  const id = `${name}@x.example`
  const lines = [`From: ${from}`, `Subject: ${subject}`, `Message-ID: <${id}>`, 'Date: Mon, 07 Mar 2022 10:00:00 +0000', 'List-Id: <hostile.lists.example>']
  return { id, raw: [...lines, `Content-Type: ${type}`, ...(head === '' ? [] : [head]), '', body, ''].join('\n') }
}

/** All of them as an mbox. */
export function hostileMbox(): string {
  return HOSTILE_MAILS.map(({ raw }) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${raw.replace(/^(>*From )/gm, '>$1')}\n`).join('')
}
