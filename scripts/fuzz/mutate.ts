import type { Random } from '../lib/random.ts'

/** A message with some of its structure broken. @param seeds messages as latin1 */
export function mutate(random: Random, seeds: readonly string[]): Buffer {
  let mail = random.of(seeds)
  for (let times = 1 + random.below(4); times > 0; times -= 1) mail = random.of(MUTATIONS)(mail, random, seeds)
  return Buffer.from(mail.length > MAX ? mail.slice(0, MAX) : mail, 'latin1')
}

/** Nearly all are small, so that many are tried; some are not, to find what takes time. */
const MAX = 3 << 20

type Mutation = (mail: string, random: Random, seeds: readonly string[]) => string

const CHARSETS = [
  'utf-8',
  'utf8',
  'us-ascii',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'windows-1251',
  'koi8-r',
  'gb2312',
  'gbk',
  'gb18030',
  'big5',
  'euc-kr',
  'shift_jis',
  'iso-2022-jp',
  'utf-16',
  'utf-16le',
  'utf-7',
  'utf-32',
  'unknown-8bit',
  'x-unknown',
  'cp1252',
  'ansi_x3.4-1968',
  '',
  '"',
  'a'.repeat(500),
]
const ENCODINGS = [
  '7bit',
  '8bit',
  'binary',
  'base64',
  'quoted-printable',
  'BASE64',
  'Quoted-Printable',
  'x-uuencode',
  '(c) base64',
  'base64; x',
  'utf-8',
  '',
  '8 bit',
]
const TYPES = [
  'text/plain',
  'text/html',
  'TEXT/PLAIN',
  'text',
  '',
  'text/plain; format=flowed',
  'text/plain; format=flowed; delsp=yes',
  'multipart/mixed',
  'multipart/mixed; boundary=""',
  'multipart/mixed; boundary="b1"',
  'multipart/alternative; boundary=b1',
  'multipart/digest; boundary=b1',
  'message/rfc822',
  'message/delivery-status',
  'application/octet-stream; name="x"',
  'text/plain; name="a.patch"',
  'text/x-patch',
  'text/plain; charset*0=utf; charset*1=-8',
  'text/plain (comment); charset=utf-8',
  'text/plain; charset=utf-8; charset=koi8-r',
  'application/ms-tnef',
  'text/calendar',
]
const DATES = [
  '',
  'yesterday',
  'Mon, 1 Mar 2021',
  'Mon, 99 Mar 2021 10:00:00 +0000',
  '1 Jan 1900 00:00:00 +0000',
  'Fri, 31 Dec 9999 23:59:59 +0000',
  'Mon, 1 Mar 21 10:00:00 EST',
  'Mon Mar  1 10:00:00 2021',
  '2021-03-01T10:00:00Z',
  'Mon, 1 Mar 2021 25:61:61 +9999',
  `${' '.repeat(5000)}1`,
  '1'.repeat(3000),
]
const IDS = [
  '<>',
  '<a b@c>',
  '<a@b',
  'a@b>',
  '<<a@b>>',
  'no brackets',
  '<a@b> <c@d>',
  '<2.1614589200@example.org>',
  '(comment) <x@y>',
  '<x\n y@z>',
  '<\x00@b>',
  '<\xe9@b>',
  `<${'a'.repeat(2000)}@b>`,
  '<ann@example.org>',
  'y',
  '"quoted <a@b>"',
  '<a@b><c@d><a@b>',
  '<'.repeat(3000),
  '>'.repeat(3000),
]
const ADDRESSES = [
  '',
  '<>',
  '@',
  'a@b, , ,',
  '"unclosed <a@b>',
  'group: a@b, c@d;',
  'undisclosed-recipients:;',
  '(((((a@b',
  'a <b <c@d>>',
  '=?utf-8?q?=?= <a@b>',
  '\xff\xfe <a@b>',
  'ann at example.org (Ann)',
  `${'a@example.org, '.repeat(2000)}b@c`,
  '"'.repeat(2000),
  '<'.repeat(2000),
  '\\'.repeat(2000),
  '('.repeat(2000),
  'a@b;'.repeat(500),
]
const SUBJECTS = [
  '',
  '[',
  ']',
  '[[[PATCH]]]',
  `${'Re: '.repeat(500)}x`,
  '[PATCH 1/2][PATCH v3 2/2] [x',
  '=?utf-8?B?////?=',
  '=?utf-8?Q?=',
  `${'=?a?q?'.repeat(500)}`,
  '=?x?b?YQ==?= =?x?b?YQ==?=',
  '\x1b]0;title\x07\x1b[31mred',
  '<script>alert(1)</script>',
  `[${'PATCH '.repeat(500)}`,
  '[PATCH v999999999 99999/99999]',
  '\u0085\u00a0',
  'a'.repeat(70_000),
]
const PIECES = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\x1b[2J',
  '\xff',
  '\xc3',
  '\xe2\x82',
  '\ufeff',
  '=',
  '=\n',
  '=3D',
  '=ZZ',
  '--b1\n',
  '--b1--\n',
  '--b2\n',
  '--sig=_1\n',
  '> ',
  '>>>>>',
  '\t',
  ' ',
  '\x0c',
  '-- \n',
  '---\n',
  'diff --git a/x b/x\n',
  '@@ -1 +1 @@\n',
  'On Monday, x wrote:\n',
  '-----Original Message-----\n',
  'From: x\n',
  '>From x\n',
  'begin 644 x\n',
  'Content-Type: text/html\n',
  'KVM_CAP_EXAMPLE',
  'https://example.org/r/ppc/example@0123abcd',
  '0123456789abcdef0123456789abcdef01234567',
  'canimigrate: record ppc/example\n',
  'must not ',
  'ABI ',
  '\u2028',
  '(',
  ')',
  '"',
  '\\',
  '<',
  '[',
  ';',
  ':',
  ',',
]

const MUTATIONS: readonly Mutation[] = [
  setHeader('Content-Type', (random) => `${random.of(TYPES)}${random.chance(0.3) ? `; charset=${random.of(CHARSETS)}` : ''}`),
  setHeader('Content-Type', (random) => `text/plain; charset=${random.of(CHARSETS)}`),
  setHeader('Content-Transfer-Encoding', (random) => random.of(ENCODINGS)),
  setHeader('Content-Disposition', (random) =>
    random.of(['inline', 'attachment', 'attachment; filename="x"', '"attachment"', 'INLINE', 'form-data', 'inline; filename=a.diff', 'x'.repeat(2000)]),
  ),
  setHeader('Date', (random) => random.of(DATES)),
  setHeader('Message-ID', (random) => random.of(IDS)),
  setHeader('In-Reply-To', (random) => random.of([...IDS, 'Message from Ann <ann@example.org> of "Mon, 1 Mar" <1@example.org>'])),
  setHeader('References', (random) =>
    random.chance(0.2)
      ? Array.from({ length: 1 + random.below(3000) }, (_, index) => `<${index}@example.org>`).join(random.of([' ', '\n ', '', ',']))
      : random.of(IDS),
  ),
  setHeader('From', (random) => random.of(ADDRESSES)),
  setHeader('To', (random) => random.of(ADDRESSES)),
  setHeader('Cc', (random) => random.of(ADDRESSES)),
  setHeader('Subject', (random) => random.of(SUBJECTS)),
  setHeader('List-Id', (random) => random.of(['', '<list>', 'x <a.b>', '<<>>'])),
  // A header gone, twice, folded at each place, without its colon, giant, many.
  header((lines, random) => lines.filter((_, index) => index !== random.below(lines.length))),
  header((lines, random) => [...lines, random.of(lines)]),
  header((lines, random) => lines.map((line) => (random.chance(0.2) ? line.replace(/ /g, random.of(['\n ', '\n\t', '\r\n ', '\r ', '  '])) : line))),
  header((lines, random) => lines.map((line) => (random.chance(0.15) ? line.replace(':', random.of(['', ' :', '\t: ', '::', ': \n'])) : line))),
  header((lines, random) => [`X-Big: ${'x'.repeat(random.below(1 << random.below(21)))}`, ...lines]),
  header((lines, random) => [...Array.from({ length: random.below(3000) }, (_, index) => `X-${index}: ${index}`), ...lines]),
  header((lines) => ['From ann@example.org Mon Mar  1 10:00:00 2021', ...lines]),
  header((lines) => ['', ...lines]),
  header(() => []),
  header((lines, random) => [` ${lines[0] ?? ''}`, ...lines.slice(random.below(2))]),
  // Bytes.
  (mail, random) => mail.slice(0, random.below(mail.length + 1)),
  (mail, random) => splice(mail, random.below(mail.length + 1), 0, random.of(PIECES)),
  (mail, random) => splice(mail, random.below(mail.length + 1), 0, random.of(PIECES).repeat(1 + random.below(1 << random.below(14)))),
  (mail, random) => splice(mail, random.below(mail.length + 1), random.below(200), ''),
  (mail, random) => splice(mail, random.below(mail.length + 1), 1, String.fromCharCode(random.below(256))),
  (mail, random) => {
    const bytes = Array.from({ length: random.below(2000) }, () => String.fromCharCode(random.below(256))).join('')
    return splice(mail, random.below(mail.length + 1), 0, bytes)
  },
  (mail, random) => mail.replace(/\n/g, random.of(['\r\n', '\r', '\n\r', '\r\r\n', '\n\n', ''])),
  (mail, random) => mail.replace(/\n/g, () => random.of(['\n', '\r\n', '\r'])),
  // A long line, deep quotes, a big text.
  body(
    (text, random) =>
      text + random.of(['x', '> ', '=', 'a ', '\xc3\xbc', '<', '*', 'On ', '- ', '.', '_', '0123abcd ']).repeat(random.below(1 << random.below(18))),
  ),
  body((text, random) =>
    text
      .split('\n')
      .map((line) => `${'>'.repeat(random.below(80))} ${line}`)
      .join('\n'),
  ),
  body((text, random) => text.repeat(1 + random.below(1 << random.below(8)))),
  body((text, random, seeds) => `${text}\n${random.of(seeds)}`),
  body((text, random) => `<div>${'<blockquote><table><tr><td>'.repeat(random.below(500))}${text}`),
  body((text) => Buffer.from(text, 'latin1').toString('base64')),
  body((text, random) =>
    text
      .split(/(?<= )/)
      .map((word) => (random.chance(0.1) ? `${word}\n` : word))
      .join(''),
  ),
  // Parts within parts, boundaries that do not fit.
  (mail, random) => nested(mail, 1 + random.below(random.chance(0.1) ? 300 : 20), random),
  (mail, random) => mail.replace(/boundary=("?)[^";\n]*/i, `boundary=$1${random.of(['b1', 'b2', '', ' ', 'x'.repeat(200), 'a'])}`),
  (mail, random) => mail.replace(/^--[\w=]+(--)?$/m, random.of(['', '--', '--b1', '--b1--', '--b1 x', '-- b1', '--b1\t'])),
  (mail, _, seeds) => mail + (seeds[0] ?? ''),
  (_, random) => random.of(['', '\n', '\0', ':', '\n\n\n', ' ', 'From ', '\xff\xfe', '--', 'x'.repeat(100_000), ': x\n\nx', '\r\r\r']),
]

function splice(mail: string, at: number, remove: number, insert: string): string {
  return mail.slice(0, at) + insert + mail.slice(at + remove)
}

function split(mail: string): readonly [string, string] {
  const end = mail.indexOf('\n\n')
  return end === -1 ? [mail, ''] : [mail.slice(0, end), mail.slice(end + 2)]
}

function body(change: (text: string, random: Random, seeds: readonly string[]) => string): Mutation {
  return (mail, random, seeds) => {
    const [head, text] = split(mail)
    return `${head}\n\n${change(text, random, seeds)}`
  }
}

/** Changes the fields of the header, folded lines with their first. */
function header(change: (fields: readonly string[], random: Random) => readonly string[]): Mutation {
  return (mail, random) => {
    const [head, text] = split(mail)
    const fields = head.split(/\n(?![ \t])/)
    return `${change(fields.length === 0 ? [''] : fields, random).join('\n')}\n\n${text}`
  }
}

/** Replaces a header, or puts it before the others. */
function setHeader(name: string, value: (random: Random) => string): Mutation {
  return header((fields, random) => {
    const line = `${name}: ${value(random)}`
    const at = fields.findIndex((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    return at === -1 ? [line, ...fields] : fields.map((field, index) => (index === at ? line : field))
  })
}

function nested(mail: string, depth: number, random: Random): string {
  const [head, text] = split(mail)
  const kind = random.of(['mixed', 'alternative', 'related', 'signed', 'digest'])
  let out = `Content-Type: text/plain\n\n${text}`
  for (let level = 0; level < depth; level += 1) {
    const message = random.chance(0.2)
    out = message
      ? `Content-Type: message/rfc822\n\n${out}`
      : `Content-Type: multipart/${kind}; boundary="n${level}"\n\n--n${level}\n${out}\n${random.chance(0.8) ? `--n${level}--\n` : ''}`
  }
  return `${head.replace(/^content-[^\n]*(?:\n[ \t][^\n]*)*\n?/gim, '')}\n${out}`
}
