import { spawn } from 'node:child_process'

export interface GitMail {
  readonly raw: Uint8Array
  /** Its commit. */
  readonly place: string
}

/** Messages of a public-inbox repository after a commit, oldest first. */
export async function* gitMail(location: string, from: string): AsyncGenerator<GitMail> {
  const commits = (await collect(location, ['rev-list', '--reverse', from === '' ? 'HEAD' : `${from}..HEAD`])).toString('latin1').split('\n').filter(Boolean)
  const child = spawn('git', ['cat-file', '--batch'], { cwd: location, stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.end(commits.map((commit) => `${commit}:m\n`).join(''))
  let rest: Buffer = Buffer.alloc(0)
  let at = 0
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
}

async function collect(location: string, words: readonly string[]): Promise<Buffer> {
  const child = spawn('git', words, { cwd: location, stdio: ['ignore', 'pipe', 'ignore'] })
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
