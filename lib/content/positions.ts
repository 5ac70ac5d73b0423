import { EVENT_NAMES } from '../model/index.ts'
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'

/** A place in a file; line and column count from 1. */
export interface FilePlace {
  readonly line: number
  readonly column: number
}

/** Path to a part of a record's data, e.g. `['support', 0, 'value']`. */
export type DataPath = readonly PropertyKey[]

/** Where the parts of one file's record stand. A part that is not in the file has the place of what should hold it. */
export interface Positions {
  of(path: DataPath, what?: 'key' | 'value'): FilePlace
  /** A scalar as it stands in the file, where that is not the text of its value (`0123456789` is a number). */
  textOf(path: DataPath): string | undefined
  /** Place of a line and column of the body (both from 1). */
  inBody(line: number, column: number): FilePlace
}

/** Positions of a file whose data cannot be read: everything is on its first line. */
export const NO_POSITIONS: Positions = { of: () => ({ line: 1, column: 1 }), textOf: () => undefined, inBody: (line, column) => ({ line, column }) }

/**
 * Positions in a YAML document.
 * @internal its types are the parser's
 * @param parsed gives the document and the counter that its parser was given
 * @param firstLine the file's line at which the YAML begins
 * @param bodyLine the file's line at which the body begins
 */
export function positionsOf(parsed: () => { readonly document: Document; readonly counter: LineCounter }, firstLine: number, bodyLine: number): Positions {
  return {
    of(path, what = 'value') {
      const { document, counter } = parsed()
      const { offset } = find(document, path, what)
      const { line, col } = counter.linePos(offset)
      return { line: line + firstLine - 1, column: Math.max(1, col) }
    },
    textOf(path) {
      const { node } = find(parsed().document, path, 'value')
      return isScalar(node) && typeof node.value !== 'string' ? node.source : undefined
    },
    inBody: (line, column) => ({ line: line + bodyLine - 1, column }),
  }
}

/** The node at a path and its offset; where there is none, no node and the offset of what should hold it. */
function find(document: Document, path: DataPath, what: 'key' | 'value'): { node?: unknown; offset: number } {
  let node: unknown = document.contents
  let offset = start(node) ?? 0
  for (const [index, step] of path.entries()) {
    const held = isAlias(node) ? node.resolve(document) : node
    if (isMap(held)) {
      const pair =
        held.items.find(({ key }) => keyText(key) === String(step)) ??
        (step === 'version' || step === 'event' ? held.items.find(({ key }) => EVENT_NAMES.some((name) => name === keyText(key))) : undefined)
      if (!pair) return { offset }
      const wantsKey = (what === 'key' && index === path.length - 1) || pair.value === null
      offset = start(wantsKey ? pair.key : pair.value) ?? start(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(held)) {
      node = held.items[Number(step)]
      if (node === undefined) return { offset }
      offset = start(node) ?? offset
    } else return { offset }
  }
  return { node, offset }
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key)
}

function start(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}
