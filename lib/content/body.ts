import type { Nodes, Parent, PhrasingContent, Root, RootContent } from 'mdast'
import remarkDirective from 'remark-directive'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** `:record[id]` or `:cite[…]` in a body; line and column count from 1 in the body. */
export interface BodyReference {
  readonly kind: 'record' | 'cite'
  readonly target: string
  readonly line: number
  readonly column: number
}

/** The node that stands for such a reference in a body's tree. */
export interface ReferenceNode {
  readonly type: 'textDirective'
  readonly name: 'record' | 'cite'
  readonly target: string
}

/**
 * Parses a body: GFM (`~~` strikes, a single `~` does not), and the directives `:record[…]` and `:cite[…]`, whose nodes get their
 * `target`. Anything else that looks like a directive (`6:30`, `cap:foo`, `:::note`) is the text that it was.
 */
export function parseBody(markdown: string): { tree: Root; references: BodyReference[] } {
  const tree = parser.parse(markdown)
  const references: BodyReference[] = []
  settle(tree, markdown, references)
  return { tree, references }
}

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkDirective).freeze()

function settle(parent: Parent, source: string, references: BodyReference[]): void {
  const children = parent.children.flatMap((node): Nodes[] => {
    const raw = sourceOf(node, source)
    if (node.type === 'textDirective') {
      const label = /^:(record|cite)\[([\s\S]*)\]$/.exec(raw)
      if (label && node.position) {
        const kind = label[1] as 'record' | 'cite'
        const target = (label[2] as string).trim().replace(/^<(.*)>$/, '$1')
        references.push({ kind, target, line: node.position.start.line, column: node.position.start.column })
        return [Object.assign(node, { target, children: [] })]
      }
      // Text as written; what stands in its brackets may itself hold a reference.
      const first = node.children[0]?.position?.start.offset
      const last = node.children.at(-1)?.position?.end.offset
      const start = node.position?.start.offset ?? 0
      if (first === undefined || last === undefined) return [text(raw)]
      settle(node, source, references)
      return [text(raw.slice(0, first - start)), ...node.children, text(raw.slice(last - start))]
    }
    if (node.type === 'leafDirective') return [{ type: 'paragraph', children: [text(raw)] }]
    if (node.type === 'containerDirective') {
      settle(node, source, references)
      const fences = raw.split('\n')
      const closing = fences.length > 1 && /^\s*:{3,}\s*$/.test(fences.at(-1) as string) ? [paragraph(fences.at(-1) as string)] : []
      return [paragraph(fences[0] as string), ...node.children.filter((child) => !isLabel(child)), ...closing]
    }
    if ('children' in node) settle(node, source, references)
    return [node]
  })
  parent.children = joined(children) as RootContent[]
}

/** Neighbouring texts made one, so that what spans them is found again. */
function joined(children: readonly Nodes[]): Nodes[] {
  const result: Nodes[] = []
  for (const node of children) {
    const before = result.at(-1)
    if (node.type === 'text' && before?.type === 'text') result[result.length - 1] = { type: 'text', value: before.value + node.value }
    else result.push(node)
  }
  return result
}

function sourceOf(node: Nodes, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
}

function isLabel(node: Nodes): boolean {
  return node.type === 'paragraph' && (node.data as { directiveLabel?: boolean } | undefined)?.directiveLabel === true
}

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}

function paragraph(value: string): RootContent {
  return { type: 'paragraph', children: [text(value.trim())] }
}
