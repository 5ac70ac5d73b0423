import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The archive of a real list where there is one (`CANIMIGRATE_ARCHIVE`, default `../shared/archives/kvm-ppc.bundle`). */
export const REAL = resolve(process.env.CANIMIGRATE_ARCHIVE ?? '../shared/archives/kvm-ppc.bundle')

/** A bare git repository of a list's mail, one message a commit: the real one, else one of invented mails. */
export function mailArchive(root: string): string {
  const directory = join(root, 'list.git')
  if (existsSync(REAL)) execFileSync('git', ['clone', '-q', '--bare', REAL, directory])
  else writeArchive(directory, inventedMails(1500))
  return directory
}

/** Mails with threads, doubles, ghosts and loops among them; the same for the same number. */
export function inventedMails(count: number): string[] {
  let state = 7
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  const words = 'host guest option value kernel register default machine version page table vector stop keep change migrate stream CAP_WHEEL wheel-mode'.split(
    ' ',
  )
  const sentence = (): string => Array.from({ length: 5 + next(10) }, () => words[next(words.length)]).join(' ')
  const ids: string[] = []
  return Array.from({ length: count }, (_, index) => {
    const again = next(40) === 0 && index > 0
    const id = again ? (ids[next(index)] as string) : `${index}.${next(100000)}@example.org`
    ids.push(id)
    const kind = next(10)
    const parents =
      kind < 3 ? [] : kind === 3 ? [`gone${next(count / 10)}@example.net`] : [...new Set([0, 1].map(() => ids[Math.max(0, index - 1 - next(20))] as string))]
    // An answer that came before what it answers, and two that answer each other.
    if (kind === 9) parents.push(`${index + 1}.later@example.org`)
    const day = String(1 + (index % 28)).padStart(2, '0')
    return [
      `From: "Person ${next(30)}" <p${next(30)}@example.org>`,
      `Message-ID: <${id}>`,
      ...(parents.length > 0 ? [`References: ${parents.map((one) => `<${one}>`).join('\n ')}`, `In-Reply-To: <${parents.at(-1)}>`] : []),
      `Subject: ${parents.length > 0 ? 'Re: ' : ''}${sentence()}`,
      `Date: ${day} ${['Jan', 'Apr', 'Sep'][next(3)]} ${2019 + Math.floor((index * 5) / count)} 10:${String(index % 60).padStart(2, '0')}:00 +0200`,
      '',
      ...Array.from({ length: 3 + next(30) }, () => `${next(3) === 0 ? '> ' : ''}${sentence()}`),
      '',
    ].join('\n')
  })
}

/** One commit with a file `m` per mail, as public-inbox writes them. */
export function writeArchive(directory: string, mails: readonly string[], from?: string): void {
  if (!existsSync(directory)) {
    mkdirSync(directory, { recursive: true })
    execFileSync('git', ['init', '-q', '--bare', '-b', 'master', directory])
  }
  const commits = mails.map((mail, index) => {
    const head = `commit refs/heads/master\ncommitter A <a@example.org> ${1_600_000_000 + index} +0000\ndata 1\nx\n`
    return `${head}${index === 0 && from !== undefined ? `from ${from}\n` : ''}M 100644 inline m\ndata ${Buffer.byteLength(mail)}\n${mail}\n`
  })
  const { status, stderr } = spawnSync('git', ['fast-import', '--quiet'], { cwd: directory, input: commits.join('') })
  if (status !== 0) throw new Error(String(stderr))
}
