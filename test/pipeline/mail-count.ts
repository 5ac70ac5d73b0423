import { execFileSync } from 'node:child_process'

export interface Counted {
  readonly commits: number
  readonly messages: number
  readonly threads: number
  readonly ghosts: number
}

/** Counts a mail archive by code of its own: headers by regular expressions, threads by colouring a graph. */
export function countArchive(directory: string): Counted {
  const git = (words: string[], input?: string): Buffer => execFileSync('git', words, { cwd: directory, input, maxBuffer: 2 ** 30 })
  const commits = git(['log', '--reverse', '--format=%H']).toString().trim().split('\n')
  const output = git(['cat-file', '--batch'], commits.map((commit) => `${commit}:m\n`).join(''))
  const edges = new Map<string, Set<string>>()
  const names = new Set<string>()
  for (let at = 0; at < output.length; ) {
    const line = output.indexOf(10, at)
    const size = Number(output.toString('latin1', at, line).split(' ')[2])
    const mail = output.toString('latin1', line + 1, line + 1 + size)
    at = line + size + 2
    const header = `\n${mail.slice(0, mail.search(/\r?\n\r?\n/)).replace(/\r?\n(?=[ \t])/g, '')}\n`
    const value = (name: string): string => new RegExp(`\\n${name}:(.*)`, 'i').exec(header)?.[1] ?? ''
    const ids = (name: string): string[] => (value(name).match(/<[^<>]*>/g) ?? []).map((id) => id.slice(1, -1).replace(/\s/g, '')).filter((id) => id !== '')
    const name = ids('Message-ID')[0] ?? `unnamed ${at}`
    // The first message under a name is the one that counts.
    if (names.has(name)) continue
    names.add(name)
    for (const other of [name, ...ids('References'), ...ids('In-Reply-To')]) {
      edges.set(name, (edges.get(name) ?? new Set()).add(other))
      edges.set(other, (edges.get(other) ?? new Set()).add(name))
    }
  }
  const seen = new Set<string>()
  let threads = 0
  for (const start of names) {
    if (seen.has(start)) continue
    threads++
    const todo = [start]
    for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
      if (seen.has(one)) continue
      seen.add(one)
      todo.push(...(edges.get(one) as Set<string>))
    }
  }
  return { commits: commits.length, messages: names.size, threads, ghosts: edges.size - names.size }
}
