import type { ChildProcess } from 'node:child_process'
import { startGit } from './git.ts'

/** An object as git names it. */
export interface GitObject {
  readonly id: string
  readonly type: string
  readonly content: Buffer
}

/**
 * One long-lived `git cat-file --batch`: objects are asked for by name (`<commit>:<path>`, an id) whenever, and come in the order they were asked for. The
 * process does not keep the program alive while nothing is asked.
 */
export class GitObjects {
  readonly #place: string
  #child: ChildProcess | undefined
  #waiting: Waiting[] = []
  #chunks: Buffer[] = []
  #length = 0
  /** Bytes that have to be there before it is worth looking. */
  #wanted = 1

  constructor(gitDir: string) {
    this.#place = gitDir
  }

  /**
   * @returns undefined when there is no object of that name
   * @throws Error when git cannot be run or ends early
   */
  get(name: string): Promise<GitObject | undefined> {
    // Of a path from where one stands git says that it is outside, and ends.
    if (name.includes('\n') || /:\.{0,2}\//.test(name)) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      const child = this.#start()
      if (this.#waiting.push({ resolve, reject }) === 1) hold(child, true)
      child.stdin?.write(`${name}\n`)
    })
  }

  /** Ends the process; what was asked for and did not come is refused. */
  close(): void {
    const child = this.#child
    this.#fail(new Error(`\`${this.#place}\` was closed`))
    child?.stdin?.end()
    child?.kill()
  }

  #start(): ChildProcess {
    if (this.#child) return this.#child
    const child = startGit(this.#place, ['cat-file', '--batch'])
    this.#child = child
    child.stdin?.on('error', () => {})
    child.stdout?.on('data', (chunk: Buffer) => {
      if (this.#child !== child) return
      this.#chunks.push(chunk)
      this.#length += chunk.length
      if (this.#length >= this.#wanted) this.#read()
    })
    child.on('error', (problem) => this.#child === child && this.#fail(new Error(`git could not be run: ${problem.message}`)))
    child.on('close', () => this.#child === child && this.#fail(new Error(`git could not read \`${this.#place}\``)))
    hold(child, false)
    return child
  }

  #fail(problem: Error): void {
    const waiting = this.#waiting
    this.#child = undefined
    this.#waiting = []
    this.#chunks = []
    this.#length = 0
    this.#wanted = 1
    for (const { reject } of waiting) reject(problem)
  }

  /** Hands on every answer that is complete: a line, then as many bytes as it says and a line end. */
  #read(): void {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks)
    let at = 0
    this.#wanted = 1
    while (this.#waiting.length > 0) {
      const end = all.indexOf(LF, at)
      if (end < 0) break
      const [, id, type, size] = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(all.toString('latin1', at, end)) ?? []
      const start = end + 1
      if (id === undefined || type === undefined) {
        this.#waiting.shift()?.resolve(undefined)
        at = start
        continue
      }
      const stop = start + Number(size)
      if (all.length <= stop) {
        this.#wanted = stop + 1 - at
        break
      }
      // A copy: what is kept of an object should not keep all that came with it.
      this.#waiting.shift()?.resolve({ id, type, content: Buffer.from(all.subarray(start, stop)) })
      at = stop + 1
    }
    this.#chunks = at < all.length ? [all.subarray(at)] : []
    this.#length = all.length - at
    if (this.#waiting.length === 0 && this.#child) hold(this.#child, false)
  }
}

interface Waiting {
  resolve(object: GitObject | undefined): void
  reject(problem: Error): void
}

const LF = 0x0a

/** Whether the process and its pipes keep the program alive. */
function hold(child: ChildProcess, on: boolean): void {
  for (const one of [child, child.stdin, child.stdout] as readonly { ref?(): void; unref?(): void }[]) {
    if (on) one?.ref?.()
    else one?.unref?.()
  }
}
