import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildLinks } from '../../lib/model/links.ts'
import { renderBody } from '../../lib/content/render.ts'
import { loaded } from '../lint/fixture.ts'

const links = buildLinks(loaded().entries)
const html = (markdown: string) => renderBody(markdown, links).html
const text = (markdown: string) => renderBody(markdown, links).text

describe('references', () => {
  test('records and citations become links, and are listed', () => {
    const body = renderBody('See :record[test/alpha], :record[test/alpha@0123abcd], :cite[1234567890@example.org] and :cite[emulator:0123456789abcdef].', links)
    expect(body.html).toContain('<a href="/features/test/alpha" class="record">Alpha</a>')
    expect(body.html).toContain('<a href="/r/test/alpha@0123abcd" class="record">Alpha</a>')
    expect(body.html).toContain('<a href="https://example.org/list/1234567890@example.org/" class="message">&#x3C;1234567890@example.org></a>')
    expect(body.html).toContain('<a href="https://example.org/repo/commit/0123456789abcdef" class="commit">emulator 0123456789ab</a>')
    expect(body.references).toEqual(['test/alpha', 'test/alpha@0123abcd'])
    expect(body.citations).toEqual(['1234567890@example.org', 'emulator:0123456789abcdef'])
    expect(body.text).toBe('See Alpha (test/alpha), Alpha (test/alpha@0123abcd), <1234567890@example.org>\nand emulator 0123456789ab.\n')
  })

  test('a Message-ID is read as written, whatever markdown makes of it', () => {
    expect(renderBody(':cite[a_b_-_c_+1234*x*@example.org]', links).citations).toEqual(['a_b_-_c_+1234*x*@example.org'])
    expect(renderBody(':cite[<1234567890@example.org>]', links).citations).toEqual(['1234567890@example.org'])
  })

  test('what no record knows stays text', () => {
    expect(html(':record[test/none] and :cite[nowhere:0123456789]')).toBe('<p><code>test/none</code> and <code>nowhere:0123456789</code></p>')
  })

  test('Message-IDs in brackets and commits are linked, addresses of people are not', () => {
    expect(html('In <1234567890@example.org>, <20200101.1234@no_host>.').match(/class="message"/g)).toHaveLength(2)
    expect(html('A. Person <person@example.org>, person@example.org')).toBe('<p>A. Person &#x3C;person@example.org>, person@example.org</p>')
    expect(html('commit 0123456789, emulator fedcba98765, Emulator commit fedcba98765, commit `0123456789`').match(/class="commit"/g)).toHaveLength(4)
    expect(html('commit fedcba98765 and 0123456789 and `0123456789`')).not.toContain('<a')
  })

  test('other colons are text', () => {
    for (const line of ['At 6:30 or 12:05:59', 'cap:foo and a::b', 'x :note[*y*]{z=1} w', ':smile: and :100:'])
      expect(text(line)).toBe(`${line.replaceAll('*', '')}\n`)
    expect(html(':::note\ninner\n:::')).toBe('<p>:::note</p>\n<p>inner</p>\n<p>:::</p>')
    expect(html('::leaf[x]{a=b}')).toBe('<p>::leaf[x]{a=b}</p>')
    expect(html(':x[:record[test/alpha]]')).toContain('class="record"')
  })
})

describe('safety', () => {
  test.each([
    '<script>alert(1)</script>',
    'a <script>alert(1)</script> b',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)" onclick="x()">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '<iframe src="https://example.org"></iframe>',
    '<style>*{}</style>',
    '<svg onload=alert(1)>',
    ':record[<img src=x onerror=alert(1)>]',
    ':cite[x@y"><script>alert(1)</script>]',
    ':x[<script>alert(1)</script>]{onclick=alert(1)}',
    '[x]: javascript:alert(1)\n\n[x]',
    '<form action="https://example.org"><input></form>',
    '`<script>`\n\n    <script>',
    '[^1]\n\n[^1]: <script>alert(1)</script>',
    '# x <img onerror=alert(1)>',
    '<math><mi xlink:href="javascript:alert(1)">',
    '<!-- x --><b onmouseover=alert(1)>y</b>',
  ])('%s', (markdown) => {
    const result = html(markdown)
    expect(result).not.toMatch(/<(script|img|iframe|style|svg|form|math|b)\b/i)
    expect(result).not.toMatch(/<[^>]*\son\w+=/i)
    expect(result).not.toMatch(/(href|src)="\s*(javascript|data):/i)
  })

  test('an image becomes a link to it', () => {
    expect(html('![a chart](https://example.org/a.png)')).toBe('<p><a href="https://example.org/a.png">a chart</a></p>')
  })
})

describe('form', () => {
  test('headings have ids of their own', () => {
    const body = renderBody('# One `two`\n\n## One two\n\n## Ünïcode & more\n\n## !!!', links)
    expect(body.headings).toEqual([
      { id: 'one-two', text: 'One two', depth: 1 },
      { id: 'one-two-2', text: 'One two', depth: 2 },
      { id: 'ünïcode-more', text: 'Ünïcode & more', depth: 2 },
      { id: 'section', text: '!!!', depth: 2 },
    ])
    expect(body.html).toContain('<h2 id="one-two-2">')
  })

  test('tables, footnotes and strikes are those of GFM; one tilde means about', () => {
    expect(html('| a |\n|---|\n| b |')).toContain('<table>')
    expect(html('x[^1]\n\n[^1]: y')).toContain('<li id="user-content-fn-1">')
    expect(html('~~x~~')).toBe('<p><del>x</del></p>')
    expect(html('~5 to ~6')).toBe('<p>~5 to ~6</p>')
  })

  test('plain text keeps lists, tables, quotes, code and numbers its links', () => {
    expect(
      text(
        '## Head\n\n1. one\n   - two\n2. three\n\n> quoted\n\n```\ncode\n  more\n```\n\n| a | long |\n|---|---|\n| x | y |\n\n[z](https://example.org/z) and <https://example.org/w>',
      ),
    ).toBe(
      [
        'Head',
        '----',
        '',
        '1. one',
        '   - two',
        '2. three',
        '',
        '> quoted',
        '',
        '    code',
        '      more',
        '',
        'a  long',
        '-  ----',
        'x  y',
        '',
        'z [1] and https://example.org/w',
        '',
        '[1] https://example.org/z',
        '',
      ].join('\n'),
    )
  })

  test('no line of plain text is longer than 78', () => {
    const long = 'word '.repeat(60)
    const url = `https://example.org/${'x'.repeat(100)}`
    const table = `| ${Array(12).fill('column').join(' | ')} |\n|${'---|'.repeat(12)}\n| ${Array(12).fill('a longer cell').join(' | ')} |`
    for (const line of text(
      `# ${long}\n\n${long}\n\n- ${long}\n  - ${long}\n\n> > ${long}\n\n\`\`\`\n${'y'.repeat(200)}\n\`\`\`\n\n${table}\n\n[a](${url})\n\n${'z'.repeat(300)}`,
    ).split('\n'))
      expect(line.length).toBeLessThanOrEqual(78)
  })

  test('law: any text renders, safely and within 78 columns', () => {
    const parts = [
      '<script>',
      '</script>',
      ':record[',
      ':cite[',
      ']',
      '(',
      ')',
      '[',
      '> ',
      '- ',
      '| a | b |\n|---|---|\n',
      '\n\n',
      '`',
      '```',
      ':::x\n',
      '::y',
      '<1234567@x.y>',
      'commit 0123456789',
      '{a=b}',
      '*',
      '_',
      '# ',
      '[^1]',
      '[^1]: ',
      'word ',
      '\\',
      '&lt;',
      '"',
      '12:30',
      '<a onclick="x">',
      'javascript:x',
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 8 })), { maxLength: 25 }), (pieces) => {
        const body = renderBody(pieces.join(''), links)
        expect(body.html).not.toMatch(/(href|src)="\s*(javascript|data):/i)
        // What stands between quotes is no markup.
        expect(body.html.replace(/"[^"]*"/g, '""')).not.toMatch(/<script|<[^>]*\son\w+=/i)
        for (const line of body.text.split('\n')) expect([...line].length).toBeLessThanOrEqual(78)
      }),
      { numRuns: 300 },
    )
  })
})
