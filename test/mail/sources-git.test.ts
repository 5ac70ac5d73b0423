import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource, type Source, type SourceItem } from '../../lib/mail/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'canimigrate-git-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mail = (number: number): string =>
  `From: a@example.org\nList-Id: A list <list.example.org>\nMessage-ID: <${number}@example.org>\nSubject: ${number}\n\nText ${number}\n`

function git(dir: string, ...words: string[]): string {
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' }
  return execFileSync('git', ['-C', dir, ...words], { env: { ...process.env, ...who, GIT_COMMITTER_DATE: '2021-03-01T00:00:00Z' }, encoding: 'utf8' }).trim()
}

function epoch(dir: string): string {
  mkdirSync(dir, { recursive: true })
  git(dir, 'init', '-q', '-b', 'master')
  return dir
}

function commit(dir: string, file: 'm' | 'd', text: string): void {
  rmSync(join(dir, file === 'm' ? 'd' : 'm'), { force: true })
  writeFileSync(join(dir, file), text)
  git(dir, 'add', '-A')
  git(dir, 'commit', '-q', '-m', file)
}

async function open(path: string): Promise<Source> {
  const source = await openSource(path)
  if ('problem' in source) throw new Error(source.problem)
  return source
}

async function items(source: Source, position = ''): Promise<SourceItem[]> {
  const found: SourceItem[] = []
  for await (const item of source.read(position)) found.push(item)
  return found
}

const texts = (found: readonly SourceItem[]): readonly string[] => found.flatMap(({ message }) => (message ? [Buffer.from(message.raw).toString()] : []))

describe('a repository of public-inbox', () => {
  it('is read oldest first, goes on where it was left, and knows what was deleted', async () => {
    const dir = epoch(join(folder, 'one'))
    commit(dir, 'm', mail(1))
    commit(dir, 'm', mail(2))
    const source = await open(dir)
    expect(source).toMatchObject({ kind: 'git', list: 'list.example.org' })
    expect(await source.count('')).toBe(2)
    const first = await items(source)
    expect(texts(first)).toEqual([mail(1), mail(2)])
    expect(first[0]?.message).toMatchObject({ list: 'list.example.org', arrived: '2021-03-01T00:00:00.000Z' })
    commit(dir, 'm', mail(3))
    commit(dir, 'd', mail(1))
    for (const { position } of first) {
      const rest = await items(source, position)
      expect(texts(rest)).toEqual(position === first[0]?.position ? [mail(2), mail(3)] : [mail(3)])
      expect(rest.flatMap(({ deleted }) => deleted ?? [])).toEqual([first[0]?.message?.place])
    }
    const last = (await items(source)).at(-1)?.position ?? ''
    expect(await items(source, last)).toEqual([])
  })

  it('loses nothing that comes between counting and reading', async () => {
    const dir = epoch(join(folder, 'meanwhile'))
    commit(dir, 'm', mail(1))
    const source = await open(dir)
    expect(await source.count('')).toBe(1)
    commit(dir, 'm', mail(2))
    // As many as were counted; the others the next time, from whichever position.
    const first = await items(source)
    expect(texts(first)).toEqual([mail(1)])
    expect(texts(await items(source))).toEqual([mail(1), mail(2)])
    const position = first.at(-1)?.position ?? ''
    expect(await source.count(position)).toBe(1)
    expect(texts(await items(source, position))).toEqual([mail(2)])
  })

  it('is read again when its history was rewritten', async () => {
    const dir = epoch(join(folder, 'rewritten'))
    commit(dir, 'm', mail(1))
    commit(dir, 'm', mail(2))
    const source = await open(dir)
    const position = (await items(source)).at(-1)?.position ?? ''
    git(dir, 'reset', '-q', '--hard', 'HEAD~1')
    commit(dir, 'm', mail(3))
    const again = await items(source, position)
    expect(again[0]?.note).toMatch(/rewritten/)
    expect(texts(again)).toEqual([mail(1), mail(3)])
  })

  it('may have many epochs', async () => {
    const inbox = join(folder, 'inbox')
    commit(epoch(join(inbox, 'git', '0.git')), 'm', mail(1))
    commit(epoch(join(inbox, 'git', '1.git')), 'm', mail(2))
    epoch(join(inbox, 'git', 'all.git'))
    const repositories = ['0.git', '1.git'].map((name) => join(inbox, 'git', name))
    for (const dir of repositories)
      execFileSync('sh', ['-c', `mv "${dir}" "${dir}.work" && git clone -q --bare "${dir}.work" "${dir}" && rm -rf "${dir}.work"`])
    const source = await open(inbox)
    const all = await items(source)
    expect(texts(all)).toEqual([mail(1), mail(2)])
    expect(texts(await items(source, all[0]?.position))).toEqual([mail(2)])
  })

  it('may come as a bundle, and be read on from a newer one', async () => {
    const dir = epoch(join(folder, 'bundled'))
    const bundle = join(folder, 'a.bundle')
    const cache = join(folder, 'cache')
    commit(dir, 'm', mail(1))
    git(dir, 'bundle', 'create', '-q', bundle, 'master')
    for (const options of [{}, { cache }]) {
      const source = await openSource(bundle, options)
      if ('problem' in source) throw new Error(source.problem)
      expect(source).toMatchObject({ id: `bundle:${bundle}`, kind: 'bundle', list: 'list.example.org' })
      expect(texts(await items(source))).toEqual([mail(1)])
    }
    const [first] = await items(await open(dir))
    commit(dir, 'm', mail(2))
    git(dir, 'bundle', 'create', '-q', bundle, 'master')
    const newer = await openSource(bundle, { cache })
    expect(texts('problem' in newer ? [] : await items(newer, first?.position))).toEqual([mail(2)])
    writeFileSync(bundle, '# v2 git bundle\nbroken')
    expect(await openSource(bundle)).toEqual({ problem: expect.stringContaining('cannot read the bundle') })
  })

  it('has mail in it, or it is none', async () => {
    const dir = epoch(join(folder, 'code'))
    writeFileSync(join(dir, 'main.c'), 'int main;')
    git(dir, 'add', '-A')
    git(dir, 'commit', '-q', '-m', 'code')
    expect(await openSource(dir)).toEqual({ problem: expect.stringContaining('without mail') })
    expect(await openSource(join(folder, 'nowhere'))).toEqual({ problem: expect.stringContaining('is not there') })
  })
})
