import { expect, test } from 'vitest'
import { withoutScripts } from '../../lib/serve/without-scripts.ts'

const FLIGHT = '<script>self.__next_f.push([1,"<p>not a page</p>"])</script>'

test('scripts of others go, with their preloads and comments; the page stays as it is', () => {
  const page =
    '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><link rel="stylesheet" href="/_next/a.css" data-precedence="next"/>' +
    '<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/><script src="/_next/b.js" async=""></script></head>' +
    '<body><!--$--><p>a<!-- --> &amp; b</p><!--/$-->' +
    `<script src="/_next/c.js" id="_R_" async=""></script>${FLIGHT}</body></html>`
  expect(withoutScripts(page)).toBe(
    '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><link rel="stylesheet" href="/_next/a.css" data-precedence="next"/></head>' +
      '<body><p>a &amp; b</p></body></html>',
  )
})

test('our scripts and data blocks stay', () => {
  const ours = '<script type="module" src="/js/a-AB12.js"></script><script type="application/ld+json">{"a": "<b>"}</script>'
  expect(withoutScripts(`${FLIGHT}${ours}${FLIGHT}`)).toBe(ours)
})

test.each([
  '<p title="<script>alert(1)</script>">x</p>',
  "<p title='<!-- a -->'>x</p>",
  '<textarea>&lt;script> <script>typed</script> <!-- typed --></textarea>',
  '<style>a::before { content: "<script>" }</style>',
  '<title>about <script> tags</title>',
  '<p>1 < 2, a<b</p>',
])('what only looks like a script or a comment stays: %s', (page) => {
  expect(withoutScripts(page)).toBe(page)
})

test('a script that is never closed goes to the end', () => {
  expect(withoutScripts('<p>a</p><script>let a = "<p>"')).toBe('<p>a</p>')
})

test('a script holds what looks like tags and comments until its own end', () => {
  expect(withoutScripts('<p>a</p><SCRIPT>"<script src=/js/x>", "<!-- ", "</p>"</SCRIPT><p>b</p>')).toBe('<p>a</p><p>b</p>')
})
