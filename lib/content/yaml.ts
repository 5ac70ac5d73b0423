import { type Document, LineCounter, parseDocument } from 'yaml'
import { type FilePlace, NO_POSITIONS, type Positions, positionsOf } from './positions.ts'

/** YAML as read: its data, or what is wrong with it. */
export interface YamlRead {
  readonly value: unknown
  readonly errors: readonly { readonly message: string; readonly place: FilePlace }[]
  readonly positions: Positions
}

/**
 * Reads YAML 1.2 (core schema: dates stay text; no custom tags, few aliases, each key once). Never throws.
 * @param yaml line ends as LF
 * @param firstLine the file's line at which it begins
 * @param bodyLine the file's line at which a body after it begins
 */
export function readYaml(yaml: string, firstLine = 1, bodyLine = 1): YamlRead {
  try {
    if (TOO_DEEP.test(yaml)) throw new Error(DEEP)
    const { document, counter } = parse(yaml)
    // Places are asked for when something is wrong: reading again then is cheaper than keeping every tree.
    let again: Parsed | undefined
    const positions = positionsOf(() => (again ??= parse(yaml)), firstLine, bodyLine)
    // After the first fault most others are its echo.
    const faults = [...document.errors, ...document.warnings].slice(0, MAX_FAULTS).map(({ message, pos }) => {
      const { line, col } = counter.linePos(pos[0])
      return { message: told(message), place: { line: line + firstLine - 1, column: Math.max(1, col) } }
    })
    if (faults.length > 0) return { value: undefined, errors: faults, positions }
    const value = toData(document)
    return typeof value === 'string'
      ? { value: undefined, errors: [{ message: value, place: positions.of([]) }], positions }
      : { value: value.data, errors: [], positions }
  } catch (error) {
    const message = told(error instanceof Error ? error.message : String(error))
    return { value: undefined, errors: [{ message, place: { line: firstLine, column: 1 } }], positions: NO_POSITIONS }
  }
}

interface Parsed {
  readonly document: Document
  readonly counter: LineCounter
}

function parse(yaml: string): Parsed {
  const counter = new LineCounter()
  return {
    counter,
    document: parseDocument(yaml, { version: '1.2', schema: 'core', prettyErrors: false, lineCounter: counter, uniqueKeys: true, logLevel: 'error' }),
  }
}

const MAX_FAULTS = 3
const MAX_ALIASES = 100
const MAX_DEPTH = 50
const DEEP = `the file is nested more than ${MAX_DEPTH} deep, or refers to itself`
/** Marks of lists and keys inside one another on a line: the work of the parser grows with their cube. */
const TOO_DEEP = new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}`)

function toData(document: Document): { data: unknown } | string {
  const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
  return isShallow(data, MAX_DEPTH) ? { data } : DEEP
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1))
}

function told(message: string): string {
  if (message.includes('call stack')) return 'the file is nested too deeply'
  if (message.includes('alias count')) return `the file uses its anchors more than ${MAX_ALIASES} times: write the parts out`
  const line = message.split('\n', 1)[0] as string
  return line.charAt(0).toLowerCase() + line.slice(1)
}
