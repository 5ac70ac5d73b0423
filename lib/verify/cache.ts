import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What was found in a clone before. Files are known by their id, so what is kept never gets old; what hangs on the clone's refs is kept with them. */
export interface VerifyCache {
  /** Whether a matcher found something in a file; undefined if it was not looked for. */
  found(blob: string, matcher: string): boolean | undefined
  note(blob: string, matcher: string, found: boolean): void
  /** The files that a glob names at a commit. */
  listed(commit: string, glob: string): readonly string[] | undefined
  list(commit: string, glob: string, blobs: readonly string[]): void
  /** What was made by `make` before under this name, as long as no ref of the clone changed. It has to be plain data. */
  once<Result>(refs: string, name: string, make: () => Promise<Result>): Promise<Result>
  /** Writes it, if something is new; a folder that cannot be written is done without. */
  save(): void
}

/**
 * Opens what is kept in a file, or begins anew where there is none, or it is damaged or of another form.
 * @param file undefined keeps nothing beyond this run
 */
export function openCache(file: string | undefined): VerifyCache {
  const { blobs, matchers, lists, made } = recall(file)
  const names = [...blobs]
  const numbers = new Map(names.map((blob, index) => [blob, index]))
  const known = new Map(
    Object.entries(matchers).map(([matcher, [yes, no]]) => [
      matcher,
      new Map([...yes.map((one) => [one, true] as const), ...no.map((one) => [one, false] as const)]),
    ]),
  )
  let isChanged = false
  const numberOf = (blob: string): number => {
    const number = numbers.get(blob) ?? names.push(blob) - 1
    numbers.set(blob, number)
    return number
  }
  return {
    found: (blob, matcher) => {
      const number = numbers.get(blob)
      return number === undefined ? undefined : known.get(matcher)?.get(number)
    },
    note: (blob, matcher, found) => {
      isChanged = true
      const of = known.get(matcher) ?? new Map<number, boolean>()
      known.set(matcher, of)
      of.set(numberOf(blob), found)
    },
    listed: (commit, glob) => lists[`${commit} ${glob}`]?.map((number) => names[number] as string),
    list: (commit, glob, ids) => {
      isChanged = true
      lists[`${commit} ${glob}`] = ids.map(numberOf)
    },
    once: async <Result>(refs: string, name: string, make: () => Promise<Result>) => {
      if (made.refs !== refs) {
        made.refs = refs
        made.results = {}
      }
      const before = made.results[name]
      if (before !== undefined) return before as Result
      isChanged = true
      const result = await make()
      made.results[name] = result
      return result
    },
    save: () => {
      if (file === undefined || !isChanged) return
      const sorted = [...known].map(([matcher, of]) => [
        matcher,
        [true, false].map((wanted) => [...of].flatMap(([blob, found]) => (found === wanted ? [blob] : []))),
      ])
      write(file, { blobs: names, matchers: Object.fromEntries(sorted), lists, made })
    },
  }
}

interface Kept {
  readonly blobs: readonly string[]
  /** Numbers of blobs in which it was found, and was not. */
  readonly matchers: Readonly<Record<string, readonly [readonly number[], readonly number[]]>>
  readonly lists: Record<string, readonly number[]>
  readonly made: { refs: string; results: Record<string, unknown> }
}

/** Goes up when the form changes, or what a matcher means. */
const FORM = 1

/** The first line is the form and the hash of the rest. */
function recall(file: string | undefined): Kept {
  try {
    const bytes = readFileSync(file ?? '')
    const end = bytes.indexOf(10)
    const rest = bytes.subarray(end + 1)
    if (bytes.toString('latin1', 0, end) === headOf(rest)) return JSON.parse(rest.toString('utf8')) as Kept
  } catch {
    // Begun anew.
  }
  return { blobs: [], matchers: {}, lists: {}, made: { refs: '', results: {} } }
}

function headOf(rest: string | Uint8Array): string {
  return `${FORM} ${createHash('sha256').update(rest).digest('hex')}`
}

function write(file: string, kept: Kept): void {
  const beside = `${file}.${process.pid}`
  try {
    const rest = JSON.stringify(kept)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(beside, `${headOf(rest)}\n${rest}`)
    renameSync(beside, file)
  } catch {
    rmSync(beside, { force: true, recursive: true })
  }
}
