import type { Element, Root as HtmlRoot } from 'hast'
import rehypeSanitize, { defaultSchema, type Options } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { parseBody } from './body.ts'
import { linkBody } from './link-body.ts'
import type { LinkResolver } from '../model/links.ts'
import { bodyText } from './text.ts'

/** A record's body, ready to show. */
export interface RenderedBody {
  /** Safe to put into a page: raw HTML, scripts, event handlers and addresses other than http(s) and mailto are gone. */
  readonly html: string
  /** Plain text, no line longer than 78 characters. */
  readonly text: string
  readonly headings: readonly { readonly id: string; readonly text: string; readonly depth: number }[]
  /** Ids (or `id@revision`) of the records that it refers to, each once. */
  readonly references: readonly string[]
  /** What its `:cite[…]` name, each once. */
  readonly citations: readonly string[]
}

/** Renders a body's markdown. */
export function renderBody(markdown: string, links: LinkResolver): RenderedBody {
  const { tree, references } = parseBody(markdown)
  linkBody(tree, links)
  const text = bodyText(tree)
  const html = toHtml.runSync(tree) as unknown as HtmlRoot
  const headings = nameHeadings(html)
  plainCorners(html)
  const targets = (kind: 'record' | 'cite'): string[] => [...new Set(references.filter((reference) => reference.kind === kind).map(({ target }) => target))]
  return { html: toHtml.stringify(html), text, headings, references: targets('record'), citations: targets('cite') }
}

/** No `id` comes from authors (raw HTML is dropped), so ids keep the prefix that footnotes link to. */
const SCHEMA: Options = {
  ...defaultSchema,
  clobberPrefix: '',
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
  attributes: {
    ...defaultSchema.attributes,
    a: [
      ...(defaultSchema.attributes?.a ?? []).filter((name) => name[0] !== 'className'),
      ['className', 'record', 'message', 'commit', 'data-footnote-backref'],
    ],
  },
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img'),
}

const toHtml = unified().use(remarkRehype).use(rehypeSanitize, SCHEMA).use(rehypeStringify).freeze()

function nameHeadings(tree: HtmlRoot): RenderedBody['headings'] {
  const taken = new Set<string>()
  const headings: { id: string; text: string; depth: number }[] = []
  visit(tree, 'element', (node) => {
    const depth = /^h([1-6])$/.exec(node.tagName)?.[1]
    if (depth === undefined || node.properties.id === 'footnote-label') return
    const text = textOf(node)
    const base =
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-+|-+$/g, '') || 'section'
    let id = base
    for (let count = 2; taken.has(id); count++) id = `${base}-${count}`
    taken.add(id)
    node.properties.id = id
    headings.push({ id, text, depth: Number(depth) })
  })
  return headings
}

/** The empty cell in the corner of a table heads nothing. */
function plainCorners(tree: HtmlRoot): void {
  visit(tree, 'element', (node) => {
    if (node.tagName === 'th' && textOf(node) === '') node.tagName = 'td'
  })
}

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')
    .trim()
}
