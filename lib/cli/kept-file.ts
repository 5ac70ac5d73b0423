import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What took long to make, kept as JSON in a file from one command to the next. Its first line is what it follows from, and the hash of the rest. */
export class KeptFile<Made> {
  readonly #name: string
  readonly #stamp: () => string

  /** @param name of the file @param stamp what it follows from beside what `Made` says itself: the code that makes it. One word */
  constructor(name: string, stamp: () => string) {
    this.#name = name
    this.#stamp = stamp
  }

  /** What was kept in a folder; undefined if nothing was, it follows from something else, or it is damaged. */
  recall(folder: string): Made | undefined {
    try {
      const bytes = readFileSync(join(folder, this.#name))
      const end = bytes.indexOf(10)
      const rest = bytes.subarray(end + 1)
      return bytes.toString('latin1', 0, end) === `${this.#stamp()} ${hashOf(rest)}` ? (JSON.parse(rest.toString('utf8')) as Made) : undefined
    } catch {
      return undefined
    }
  }

  /** @param folders it is kept in the first of them that can be written; if none can, it is done without */
  keep(folders: readonly string[], made: Made): void {
    const rest = JSON.stringify(made)
    folders.some((folder) => this.#write(folder, `${this.#stamp()} ${hashOf(rest)}\n${rest}`))
  }

  /** @returns whether it could be written */
  #write(folder: string, text: string): boolean {
    const beside = join(folder, `${this.#name}.${process.pid}`)
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(beside, text)
      renameSync(beside, join(folder, this.#name))
      return true
    } catch {
      try {
        rmSync(beside, { force: true })
      } catch {
        // A folder that cannot be written holds nothing to remove.
      }
      return false
    }
  }
}

/** Sizes and times of code: files of `lib/`, or all in folders of it. */
export function stampOf(...paths: readonly string[]): string {
  return hashOf(
    ...paths.flatMap((path) => {
      const whole = join(import.meta.dirname, '..', path)
      const names = statSync(whole).isDirectory() ? readdirSync(whole).sort() : ['']
      return names.map((name) => {
        const { size, mtimeMs } = statSync(join(whole, name))
        return `${path}/${name} ${size} ${mtimeMs}\n`
      })
    }),
  )
}

export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
