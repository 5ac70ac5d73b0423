import { convert, type HtmlToTextOptions } from 'html-to-text'
import { boundedHtml } from './bounded-html.ts'

/** Characters of HTML that are read; a mail with more is no letter. */
const MAX_HTML = 1 << 20

/** What a person would read of an HTML mail: quotes marked by `> `, links without their addresses, nothing fetched. Never throws. */
export function htmlToText(html: string, notes: string[]): string {
  const bounded = boundedHtml(html, MAX_HTML, notes)
  try {
    return `${convert(bounded, OPTIONS)}\n`
  } catch {
    notes.push('the HTML could not be read: shown as it came')
    return bounded
  }
}

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 100, maxChildNodes: 10_000, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1, trimEmptyLines: false } },
    { selector: 'pre', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
}
