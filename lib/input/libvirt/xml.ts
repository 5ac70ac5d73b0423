import { XMLParser } from 'fast-xml-parser'
import type { InputError } from '../../model/index.ts'
import { problem, shorten } from '../limits.ts'

/** Elements of a document that a reader can be asked to go into. */
const DEEPEST = 64

/**
 * An element that remembers what was read of it, so that the rest can be listed.
 */
export class Element {
  readonly name: string
  readonly #attributes: ReadonlyMap<string, string>
  readonly #children: readonly Element[]
  readonly #text: string
  readonly #read = new Set<string>()
  #ignored = false

  constructor(name: string, attributes: ReadonlyMap<string, string>, children: readonly Element[], text: string) {
    this.name = name
    this.#attributes = attributes
    this.#children = children
    this.#text = text
  }

  /** An attribute's value. */
  attribute(name: string): string | undefined {
    this.#read.add(`@${name}`)
    return this.#attributes.get(name)
  }

  /** The first child of this name. */
  child(name: string): Element | undefined {
    this.#read.add(name)
    return this.#children.find((one) => one.name === name)
  }

  /** All children of this name. */
  all(name: string): readonly Element[] {
    this.#read.add(name)
    return this.#children.filter((one) => one.name === name)
  }

  /** All children. */
  get children(): readonly Element[] {
    for (const { name } of this.#children) this.#read.add(name)
    return this.#children
  }

  /** Its text without the space around it; undefined if there is none. */
  get text(): string | undefined {
    this.#read.add('#text')
    return this.#text === '' ? undefined : this.#text
  }

  /** An attribute of a child: `target`, `bus`. */
  of(child: string, attribute: string): string | undefined {
    return this.child(child)?.attribute(attribute)
  }

  /** The text of a child. */
  textOf(child: string): string | undefined {
    return this.child(child)?.text
  }

  /** Takes the named children and attributes (`@name`) as read, with all below; without names, everything. */
  ignore(...names: readonly string[]): void {
    if (names.length === 0) this.#ignored = true
    for (const name of names) {
      this.#read.add(name)
      for (const one of this.#children) if (one.name === name) one.ignore()
    }
  }

  /** What nobody read, a line for each element, by its path: `devices/disk/mirror job=copy`. */
  unread(path = ''): string[] {
    if (this.#ignored) return []
    const attributes = [...this.#attributes]
      .filter(([name]) => !this.#read.has(`@${name}`) && !/^xmlns\b/.test(name))
      .map(([name, value]) => `${name}=${value}`)
    const text = this.#text !== '' && !this.#read.has('#text') ? [this.#text] : []
    // An element by itself says something too: `<acpi/>`.
    const own = [...attributes, ...text]
    const below = this.#children.flatMap((one) => {
      const inner = `${path === '' ? '' : `${path}/`}${one.name}`
      return this.#read.has(one.name) ? one.unread(inner) : one.whole(inner)
    })
    return own.length > 0 ? [line(path || this.name, own), ...below] : below
  }

  /** All of it, a line for each element that says something. */
  whole(path: string): string[] {
    if (this.#ignored) return []
    const own = [...[...this.#attributes].map(([name, value]) => `${name}=${value}`), ...(this.#text === '' ? [] : [this.#text])]
    const below = this.#children.flatMap((one) => one.whole(`${path}/${one.name}`))
    return own.length > 0 || below.length === 0 ? [line(path, own), ...below] : below
  }
}

/** Longest line for an element that was not read. */
const LONGEST_LINE = 200

function line(path: string, own: readonly string[]): string {
  const text = [path, ...own].join(' ').replace(/\s+/g, ' ')
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text
}

/**
 * Reads an XML document's root element. Entities other than XML's own, and DTDs, are not read. Prefixes of names stay.
 * @param name how messages call the document
 * @throws InputError if it is not well-formed
 */
export function readXml(text: string, name: string): Element {
  checkXmlDepth(text, name)
  if (/<!DOCTYPE/i.test(text)) throw problem(name, `\`${name}\` has a DOCTYPE, which is not read; remove it`)
  let nodes: readonly Raw[]
  try {
    nodes = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      processEntities: false,
      parseTagValue: false,
      parseAttributeValue: false,
      ignorePiTags: true,
    }).parse(text, true) as readonly Raw[]
  } catch (error) {
    throw problem(name, `\`${name}\` is not well-formed XML: ${shorten((error as Error).message.split('\n')[0]?.toLowerCase() ?? '')}`)
  }
  const root = nodes.map((node) => elementOf(node, new Map(), name)).find((one) => one !== undefined)
  if (!root) throw problem(name, `\`${name}\` holds no XML element`)
  return root
}

type Raw = Readonly<Record<string, unknown>>

/** Names of libvirt's namespaces, whatever a document calls them. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'http://libvirt.org/schemas/domain/qemu/1.0': 'qemu:',
  'http://libvirt.org/schemas/domain/xen/1.0': 'xen:',
}

/** @param outer the prefixes of names that elements around it bind @throws InputError for one that is too deep, however it was written */
function elementOf(raw: Raw, outer: ReadonlyMap<string, string>, document: string, depth = 1): Element | undefined {
  if (depth > DEEPEST) throw tooDeep(document)
  const spelt = Object.keys(raw).find((key) => key !== ':@')
  if (spelt === undefined || spelt === '#text') return undefined
  const inner = (Array.isArray(raw[spelt]) ? raw[spelt] : []) as readonly Raw[]
  const attributes = new Map(Object.entries((raw[':@'] ?? {}) as Record<string, unknown>).map(([key, value]) => [key, decode(String(value))]))
  const bound = [...attributes].filter(([key]) => /^xmlns(:|$)/.test(key)).map(([key, value]) => [key.slice('xmlns:'.length), value] as const)
  const scope = bound.length > 0 ? new Map([...outer, ...bound]) : outer
  const at = spelt.indexOf(':')
  const namespace = NAMESPACES[scope.get(spelt.slice(0, Math.max(at, 0))) ?? '']
  const name = namespace === undefined ? spelt : namespace + spelt.slice(at + 1)
  const text = inner.map((one) => (typeof one['#text'] === 'string' ? one['#text'] : '')).join('')
  return new Element(
    name,
    attributes,
    inner.map((one) => elementOf(one, scope, document, depth + 1)).filter((one) => one !== undefined),
    decode(text).trim(),
  )
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML's own entities; what else there is stays as it is written. */
function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, word?: string) => {
    if (word !== undefined) return Object.hasOwn(ENTITIES, word) ? (ENTITIES[word] as string) : whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code >= 0x20 && code <= 0x10ffff && !(code >= 0x7f && code < 0xa0) ? String.fromCodePoint(code) : ' '
  })
}

function tooDeep(name: string): InputError {
  return problem(name, `\`${name}\` nests deeper than ${DEEPEST} elements; it is no libvirt domain`)
}

/** A domain is not deep; a parser that recurses would run out of stack. */
function checkXmlDepth(text: string, name: string): void {
  let depth = 0
  for (const [, close, self] of text.matchAll(/<(\/)?[A-Za-z_][^<>]*?(\/)?>/g)) {
    depth += close ? -1 : self ? 0 : 1
    if (depth > DEEPEST) throw tooDeep(name)
  }
}
