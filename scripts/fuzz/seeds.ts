/** Messages, invented, that mutations start from: one for each form that a reader takes another way for. Bytes as latin1. */
export const SEEDS: readonly string[] = [
  mail([], 'Hello,\n\nthis is short.\n\n-- \nAnn\n'),
  mail(
    ['Content-Type: text/plain; charset=us-ascii', 'Content-Disposition: inline'],
    'On Mon, 1 Mar 2021 10:00:00 +0100\nBob Builder <bob@example.org> wrote:\n\n> We must keep the flag KVM_CAP_EXAMPLE.\n>> May it go?\n\nNo, guests rely on it. NAK.\n',
  ),
  mail(
    ['Content-Type: text/plain; charset="utf-8"', 'Content-Transfer-Encoding: 8bit'],
    'Gr\xc3\xbc\xc3\x9fe \xe2\x80\x94 ok\n\nAm 1. M\xc3\xa4rz 2021 um 10:00 schrieb Bob:\n> zitiert\n',
  ),
  mail(
    ['Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes', 'Content-Transfer-Encoding: quoted-printable'],
    '> quoted =\nline =E2=82=AC \n> goes on\nown \ntext =3D=20\n\n-- \nAnn\n',
  ),
  mail(['Content-Type: text/plain; charset=iso-2022-jp'], '\x1b$B$3$s$K$A$O\x1b(B\n'),
  mail(
    ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
    `${Buffer.from('Hällo, all is packed\n'.repeat(8)).toString('base64').replace(/.{76}/g, '$&\n')}\n`,
  ),
  mail(
    ['Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="sig=_1"'],
    '--sig=_1\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nsigned =\ntext\n--sig=_1\nContent-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\nabcd\n-----END PGP SIGNATURE-----\n--sig=_1--\n',
  ),
  mail(
    ['Content-Type: multipart/mixed; boundary=b1'],
    'preamble\n--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/plain\n\nplain\n--b2\nContent-Type: text/html\n\n<p>html <b>text</b><blockquote>quoted</blockquote></p>\n--b2--\n--b1\nContent-Type: text/x-patch; name="a.patch"\nContent-Disposition: attachment; filename="a.patch"\nContent-Transfer-Encoding: base64\n\nZGlmZiAtLWdpdCBhL3ggYi94Cg==\n--b1\nContent-Type: message/rfc822\n\nSubject: within\n\nbody\n--b1--\nepilogue\n',
  ),
  mail(
    ['Content-Type: text/html; charset=windows-1252'],
    '<html><body><div>Only <a href="http://example.org/x">html</a>&nbsp;here \x93quoted\x94</div><script>alert(1)</script></body></html>\n',
  ),
  mail(
    [],
    'This adds the flag.\n\nSigned-off-by: Ann Author <ann@example.org>\n---\n v2: renamed\n\n lib/x.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\ndiff --git a/lib/x.c b/lib/x.c\nindex 0123456..789abcd 100644\n--- a/lib/x.c\n+++ b/lib/x.c\n@@ -1,3 +1,3 @@ int x\n a\n-b\n+c\n d\n-- \n2.30.0\n',
    'Subject: [PATCH RFC v2 02/10] KVM: add the flag',
  ),
  mail(['X-Spam-Status: Yes, score=9'], 'Dear beneficiary,\nyou have won 2.000.000,00 Euro. Contact me.\n', 'Subject: =?utf-8?B?R2VsZHNwZW5kZQ==?='),
]

function mail(more: readonly string[], body: string, subject = 'Subject: Re: [PATCH v2] keep =?utf-8?q?the_fl=C3=A4g?='): string {
  const header = [
    'Received: from mx.example.org (mx.example.org [192.0.2.1]) by list.example.org; Mon, 1 Mar 2021 10:00:01 +0000',
    'Date: Mon, 1 Mar 2021 10:00:00 +0100 (CET)',
    'From: "Author, Ann" <ann@Example.org>',
    'To: A list <list@example.org>, bob@example.org',
    'Cc: =?iso-8859-1?Q?J=F6rg?= <joerg@example.org>,\n\tcarol@example.org (Carol)',
    subject,
    'Message-ID: <2.1614589200@example.org>',
    'In-Reply-To: <1.1614589100@example.org>',
    'References: <0.1614589000@example.org>\n <1.1614589100@example.org>',
    'List-Id: A list <list.example.org>',
    'MIME-Version: 1.0',
    ...more,
  ]
  return `${header.join('\n')}\n\n${body}`
}
