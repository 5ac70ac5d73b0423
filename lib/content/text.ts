import type { List, Nodes, Parent, Root, Table } from 'mdast'
import { toString as plainText } from 'mdast-util-to-string'
import { cut, wrap } from './wrap.ts'

/**
 * A body as plain text for mail and terminals: no line longer than `width`; links are numbered and listed at the end.
 * @param tree after `linkBody`; raw HTML is left out
 * @param width in characters
 */
export function bodyText(tree: Root, width = 78): string {
  const links = new Map<string, number>()
  const blocks = blocksOf(tree, { width, links })
  const list = [...links].flatMap(([url, number]) => listed(`[${number}] `, url, width))
  return [...blocks, ...(list.length > 0 ? [list.join('\n')] : [])].join('\n\n').concat(blocks.length > 0 ? '\n' : '')
}

interface Context {
  readonly width: number
  readonly links: Map<string, number>
}

function blocksOf(parent: Parent, context: Context): string[] {
  return (parent.children as Nodes[]).map((node) => block(node, context).join('\n')).filter((lines) => lines !== '')
}

function block(node: Nodes, context: Context): string[] {
  const { width } = context
  switch (node.type) {
    case 'heading': {
      const lines = wrap(inline(node, context), width)
      return [...lines, (node.depth <= 1 ? '=' : '-').repeat(Math.max(...lines.map((line) => [...line].length)))]
    }
    case 'paragraph':
      return wrap(inline(node, context), width)
    case 'code':
      return node.value
        .split('\n')
        .flatMap((line) => cut(line.replaceAll('\t', '    '), Math.max(8, width - 4)))
        .map((line) => `    ${line}`.trimEnd())
    case 'blockquote':
      return blocksOf(node, { ...context, width: Math.max(8, width - 2) })
        .join('\n\n')
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
    case 'list':
      return listLines(node, context)
    case 'table':
      return tableLines(node, context)
    case 'thematicBreak':
      return ['-'.repeat(Math.min(20, width))]
    case 'footnoteDefinition':
      return indented(`[^${node.identifier}] `, blocksOf(node, { ...context, width: Math.max(8, width - node.identifier.length - 4) }).join('\n\n'))
    case 'html':
    case 'definition':
      return []
    default:
      return 'children' in node ? wrap(inline(node, context), width) : 'value' in node ? wrap(String(node.value), width) : []
  }
}

function inline(parent: Parent, context: Context): string {
  return (parent.children as Nodes[])
    .map((node): string => {
      switch (node.type) {
        case 'text':
          return node.value.replace(/\s+/g, ' ')
        case 'inlineCode':
          return node.value
        case 'break':
          return '\n'
        case 'html':
          return ''
        case 'image':
          return node.alt ?? ''
        case 'footnoteReference':
          return `[^${node.identifier}]`
        case 'link':
          return linkText(node, inline(node, context), context)
        default:
          return 'children' in node ? inline(node, context) : plainText(node)
      }
    })
    .join('')
}

/** Records, messages and commits name themselves; other links get a number. */
function linkText(node: Nodes & { type: 'link' }, text: string, { links }: Context): string {
  const plain = (node.data as { plain?: string } | undefined)?.plain
  if (plain !== undefined) return plain
  if (!/^(https?|mailto):/.test(node.url) || text === node.url || node.url === `mailto:${text}`) return text
  if (!links.has(node.url)) links.set(node.url, links.size + 1)
  return `${text} [${links.get(node.url)}]`
}

function listed(mark: string, url: string, width: number): string[] {
  return mark.length + url.length <= width ? [mark + url] : [mark.trimEnd(), ...cut(url, width)]
}

function listLines(node: List, context: Context): string[] {
  return node.children.flatMap((item, index) => {
    const box = typeof item.checked === 'boolean' ? `[${item.checked ? 'x' : ' '}] ` : ''
    const mark = `${node.ordered ? `${(node.start ?? 1) + index}.` : '-'} ${box}`
    const blocks = blocksOf(item, { ...context, width: Math.max(8, context.width - mark.length) })
    const lines = indented(mark, blocks.join(node.spread || item.spread ? '\n\n' : '\n'))
    return node.spread && index > 0 ? ['', ...lines] : lines
  })
}

function indented(mark: string, text: string): string[] {
  return text.split('\n').map((line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`.trimEnd())
}

/** A table in columns where they fit, else one paragraph per row. */
function tableLines(node: Table, context: Context): string[] {
  const rows = node.children.map((row) => row.children.map((cell) => inline(cell, context)))
  const head = rows[0] ?? []
  const widths = head.map((_, column) => Math.max(1, ...rows.map((row) => [...(row[column] ?? '')].length)))
  const room = context.width - 2 * (head.length - 1)
  while (sum(widths) > room) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] as number) <= 8) return records(rows, context.width)
    widths[widest] = (widths[widest] as number) - 1
  }
  const lines = rows.map((row) => {
    const cells = head.map((_, column) => wrap(row[column] ?? '', widths[column] as number))
    const height = Math.max(...cells.map((cell) => cell.length))
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((cell, column) => (cell[line] ?? '').padEnd(widths[column] as number))
        .join('  ')
        .trimEnd(),
    ).join('\n')
  })
  return [lines[0] ?? '', widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)]
}

function records(rows: readonly string[][], width: number): string[] {
  const [head = [], ...rest] = rows
  return rest
    .map((row) => head.flatMap((name, column) => indented('  ', wrap(`${name}: ${row[column] ?? ''}`, Math.max(8, width - 2)).join('\n'))).join('\n'))
    .join('\n\n')
    .split('\n')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
