import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A list's mail in the forms that the indexers take. */
export interface Archive {
  /** Bare repository. */
  readonly git: string
  readonly maildir: string
  readonly messages: number
  /** Different Message-IDs. */
  readonly names: number
  readonly bytes: number
}

/** @param given a repository of public-inbox or a bundle of one @param work a folder to put it in */
export function unpackArchive(given: string, work: string, { maildir: wanted }: { readonly maildir: boolean }): Archive {
  const git = join(work, 'archive.git')
  const maildir = join(work, 'maildir')
  execFileSync('git', ['clone', '-q', '--bare', given, git])
  for (const folder of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, 'list', folder), { recursive: true })
  const commits = execFileSync('git', ['rev-list', '--reverse', 'HEAD'], { cwd: git, maxBuffer: 2 ** 30 })
    .toString()
    .trim()
    .split('\n')
  const names = new Set<string>()
  let bytes = 0
  for (let at = 0; at < commits.length; at += 1000) {
    const some = commits.slice(at, at + 1000)
    const output = execFileSync('git', ['cat-file', '--batch'], { cwd: git, input: some.map((commit) => `${commit}:m\n`).join(''), maxBuffer: 2 ** 30 })
    for (let from = 0, index = 0; from < output.length; index++) {
      const line = output.indexOf(10, from)
      const [, type, size] = output.toString('latin1', from, line).split(' ')
      from = line + 1
      if (type !== 'blob') continue
      const mail = output.subarray(from, from + Number(size))
      from += Number(size) + 1
      bytes += mail.length
      names.add(/^Message-ID:\s*(<[^>]*>)/im.exec(mail.toString('latin1'))?.[1] ?? `unnamed ${at + index}`)
      if (wanted) writeFileSync(join(maildir, 'list', 'cur', `${at + index}.bench:2,S`), mail)
    }
  }
  return { git, maildir, messages: commits.length, names: names.size, bytes }
}
