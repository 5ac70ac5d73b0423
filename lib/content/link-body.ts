import type { Link, Nodes, Parent, PhrasingContent, Root } from 'mdast'
import { findAndReplace } from 'mdast-util-find-and-replace'
import { visit } from 'unist-util-visit'
import type { ReferenceNode } from './body.ts'
import type { LinkResolver } from '../model/links.ts'

/**
 * Turns references of a body into links, in place: the directives, `<Message-ID>`, `commit 0123456789` and `qemu 0123456789`
 * (also with the id in backticks). What the resolver does not know stays text. Addresses of people are not linked, images
 * become links to them.
 */
export function linkBody(tree: Root, links: LinkResolver): void {
  visit(tree, (node, index, parent) => {
    if (index === undefined || !parent) return
    const children = (parent as Parent).children as Nodes[]
    if (node.type === 'image') children[index] = { type: 'link', url: node.url, children: [{ type: 'text', value: node.alt || node.url }] }
    else if (node.type === 'textDirective') children[index] = reference(node as unknown as ReferenceNode, links)
    else if (node.type === 'link' && node.url.startsWith('mailto:')) children[index] = address(node, links)
    else if (node.type === 'inlineCode' && /^[0-9a-f]{10,40}$/.test(node.value)) children[index] = codeCommit(node, children[index - 1], links)
  })
  const names = links.repositories.map(escape)
  findAndReplace(
    tree,
    [
      [/<([^\s<>@]+@[^\s<>@]+)>/g, (_: string, id: string) => message(id, links) ?? false],
      [
        new RegExp(String.raw`\b(?:(${[...names, 'commit'].join('|')})(?: commit|:)? )([0-9a-f]{10,40})\b`, 'gi'),
        (all: string, before: string, id: string) => {
          const link = commit(id.toLowerCase(), before, links)
          return link ? ([{ type: 'text', value: all.slice(0, -id.length) }, link] as PhrasingContent[]) : false
        },
      ],
    ],
    { ignore: ['link', 'linkReference', 'inlineCode'] },
  )
}

function reference({ name, target }: ReferenceNode, links: LinkResolver): PhrasingContent {
  if (name === 'record') {
    const record = links.record(target)
    return record ? link(record.href, record.title, 'record', `${record.title} (${target})`) : { type: 'inlineCode', value: target }
  }
  if (target.includes('@')) return message(target, links, true) ?? { type: 'text', value: `<${target}>` }
  const [, repo, id] = /^(.+):([0-9a-f]{10,40})$/.exec(target) ?? []
  return (id !== undefined ? commit(id, repo as string, links, true) : undefined) ?? { type: 'inlineCode', value: target }
}

/** `<x@y>`: a message if some record cites it or it looks like a Message-ID; else a person's address, which stays text. */
function address(node: Link, links: LinkResolver): Nodes {
  const id = decode(node.url.slice('mailto:'.length))
  const { start, end } = node.position ?? {}
  const label = node.children[0]
  const bracketed = start?.offset !== undefined && end?.offset !== undefined && end.offset - start.offset === id.length + 2
  if (bracketed) return message(id, links) ?? { type: 'text', value: `<${id}>` }
  return label?.type === 'text' && label.value === id ? label : node
}

function message(id: string, links: LinkResolver, sure = false): PhrasingContent | undefined {
  const isMessage = sure || links.cited(id) || /\d{4}|^.{20,}@/.test(id)
  const href = isMessage ? links.message(id) : undefined
  return href === undefined ? undefined : link(href, `<${id}>`, 'message', `<${id}>`)
}

function commit(id: string, before: string, links: LinkResolver, withName = false): PhrasingContent | undefined {
  const repo = /^commit$/i.test(before) ? undefined : before
  const href = links.commit(id, repo)
  const label = `${withName && repo ? `${repo.split('/').at(-1)} ` : ''}${withName ? id.slice(0, 12) : id}`
  return href === undefined ? undefined : link(href, label, 'commit', label)
}

function codeCommit(node: Nodes & { type: 'inlineCode' }, before: Nodes | undefined, links: LinkResolver): PhrasingContent {
  const word = before?.type === 'text' ? /([\w./-]+)(?: commit|:)? $/i.exec(before.value)?.[1]?.toLowerCase() : undefined
  const known = word === 'commit' || (word !== undefined && links.repositories.includes(word))
  const href = known ? links.commit(node.value, word === 'commit' ? undefined : word) : undefined
  return href === undefined ? node : { ...link(href, '', 'commit', node.value), children: [node] }
}

function link(url: string, text: string, className: string, plain: string): Link {
  return { type: 'link', url, children: [{ type: 'text', value: text }], data: { hProperties: { className: [className] }, plain } as Link['data'] & object }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
