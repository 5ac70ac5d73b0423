import { spawn } from 'node:child_process'
import type { RawMessage } from '../model/index.ts'

/** Something mail is read from. */
export interface MailSource {
  readonly id: string
  readonly kind: string
  readonly location: string
  readonly list: string
  /** How many messages there are after a position, where that is cheap to tell. */
  total?(from: string): Promise<number | undefined>
  /** What there is after a position, oldest first. */
  read(from: string): AsyncIterable<SourceItem>
}

export interface SourceItem {
  /** Where to go on after this. */
  readonly position: string
  readonly message?: RawMessage
  /** Place of a message that the source has deleted. */
  readonly deleted?: string
}

/** A bare public-inbox repository, one message a commit. Stands here until lib/mail has its sources. */
export function gitSource(location: string): MailSource {
  const list =
    location
      .replace(/\/+$/, '')
      .split('/')
      .at(-1)
      ?.replace(/\.git$/, '') ?? location
  return {
    id: `git:${location}`,
    kind: 'git',
    location,
    list,
    total: async (from) => Number((await collect(location, ['rev-list', '--count', from === '' ? 'HEAD' : `${from}..HEAD`])).toString()),
    read: async function* (from) {
      for await (const { raw, place } of gitMail(location, from)) yield { position: place, message: { raw, list, place } }
    },
  }
}

async function* gitMail(location: string, from: string): AsyncGenerator<{ raw: Uint8Array; place: string }> {
  const commits = (await collect(location, ['rev-list', '--reverse', from === '' ? 'HEAD' : `${from}..HEAD`])).toString('latin1').split('\n').filter(Boolean)
  const child = spawn('git', ['cat-file', '--batch'], { cwd: location, stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => {})
  child.stdin.end(commits.map((commit) => `${commit}:m\n`).join(''))
  let rest: Buffer = Buffer.alloc(0)
  let at = 0
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (;;) {
        const end = rest.indexOf(10)
        if (end < 0) break
        const [, type, size] = rest.toString('latin1', 0, end).split(' ')
        if (type !== 'blob') {
          at++
          rest = rest.subarray(end + 1)
          continue
        }
        const stop = end + 1 + Number(size)
        if (rest.length <= stop) break
        yield { raw: rest.subarray(end + 1, stop), place: commits[at++] as string }
        rest = rest.subarray(stop + 1)
      }
    }
  } finally {
    child.kill()
  }
}

async function collect(location: string, words: readonly string[]): Promise<Buffer> {
  const child = spawn('git', words, { cwd: location, stdio: ['ignore', 'pipe', 'ignore'] })
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
