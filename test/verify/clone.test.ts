import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { SourceRecord } from '../../lib/model/index.ts'
import { type Clone, openClone } from '../../lib/verify/clone.ts'
import { type TestRepository, testRepository } from '../fixtures/repository.ts'

const open: { close?(): void; remove?(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) {
    one.close?.()
    one.remove?.()
  }
})

function repository(): TestRepository {
  const made = testRepository()
  open.push(made)
  return made
}

function source(releases?: object): SourceRecord {
  return SourceRecord.parse({ kind: 'source', id: 'sources/thing', title: 'Thing', summary: 'A thing.', type: 'repository', releases })
}

async function cloneOf(dir: string, releases: object = { component: 'thing', tag: 'v{version}' }): Promise<Clone> {
  const clone = await openClone(dir, source(releases))
  open.push(clone)
  return clone
}

const versions = (clone: Clone): string[] => clone.releases().map(({ version }) => version)

describe('releases of a clone', () => {
  test('are its tags, oldest first, without candidates and what is tagged otherwise', async () => {
    const made = repository()
    const first = made.commit('one', '2020-01-01', { a: '1' })
    made.tag('v1.0.0', '2020-02-01')
    made.commit('two', '2020-03-01', { a: '2' })
    made.tag('v1.10.0', '2020-03-02')
    made.tag('v1.9.0', '2020-03-02')
    made.tag('v2.0.0-rc1', '2020-03-03')
    made.tag('latest', '2020-03-04')
    made.tag('old-v1.0.5', '2020-03-04')
    const clone = await cloneOf(made.dir)
    expect(versions(clone)).toEqual(['1.0.0', '1.9.0', '1.10.0'])
    expect(clone.releases()[0]).toEqual({ version: '1.0.0', commit: first, date: '2020-02-01' })
  })

  test('without tags are the commits that wrote them into a file, on any ref', async () => {
    const made = repository()
    made.commit('first', '2020-01-01', { VERSION: '1.0.0\n' })
    const opened = made.commit('open', '2020-01-02', { VERSION: '1.0.50\n' })
    made.git('checkout', '-q', '-b', 'stable')
    const point = made.commit('point', '2020-05-01', { VERSION: '1.0.1\n' })
    made.git('checkout', '-q', 'master')
    expect(made.git('rev-parse', 'HEAD')).toBe(opened)
    made.commit('candidate', '2020-06-01', { VERSION: '1.0.91\n' })
    const second = made.commit('second', '2020-06-02', { VERSION: '1.1.0\n' })
    const clone = await cloneOf(made.dir, { component: 'thing', tag: 'v{version}', file: 'VERSION', except: '^\\d+\\.\\d+\\.[5-9]\\d$' })
    expect(versions(clone)).toEqual(['1.0.0', '1.0.1', '1.1.0'])
    expect(clone.releases().map(({ commit }) => commit)).toEqual([expect.any(String), point, second])
  })

  test('by tag and by file are joined: the tag counts where there is one', async () => {
    const made = repository()
    made.commit('first', '2020-01-01', { VERSION: '1.0.0\n' })
    const tagged = made.commit('more', '2020-01-02', { a: 'x' })
    made.tag('v1.0.0', '2020-01-03')
    made.commit('second', '2020-02-01', { VERSION: '1.1.0\n' })
    const clone = await cloneOf(made.dir, { component: 'thing', tag: 'v{version}', file: 'VERSION' })
    expect(clone.releases().map(({ version, commit }) => [version, commit === tagged])).toEqual([
      ['1.0.0', true],
      ['1.1.0', false],
    ])
  })
})

describe('files of a clone', () => {
  test('are read at commits, and are not there where they are not', async () => {
    const made = repository()
    const first = made.commit('one', '2020-01-01', { 'a/b.c': 'int one;\n', top: 'ü' })
    const second = made.commit('two', '2020-01-02', { 'a/b.c': 'int two;\n', 'a/d/e.c': '', top: undefined })
    const clone = await cloneOf(made.dir)
    const texts = await Promise.all(
      ['a/b.c', 'a/d/e.c', 'top', 'a', 'no/where', 'a/b.c\n'].flatMap((path) => [clone.read(first, path), clone.read(second, path)]),
    )
    expect(texts).toEqual(['int one;\n', 'int two;\n', undefined, '', 'ü', undefined, undefined, undefined, undefined, undefined, undefined, undefined])
    const [one, none] = await clone.blobs(first, ['a/b.c', 'a/d/e.c'])
    expect(none).toBe(undefined)
    expect(await clone.text(one as string)).toBe('int one;\n')
    expect(await clone.files(second, 'a/**')).toEqual(['a/b.c', 'a/d/e.c'])
    expect(await clone.files(second, 'a/*.c')).toEqual(['a/b.c'])
    expect(await clone.files(second, '**/*.c')).toEqual(['a/b.c', 'a/d/e.c'])
    expect(await clone.files(second, 'a/**/b.c')).toEqual(['a/b.c'])
  })

  test('of any size come whole, whatever was asked at once', async () => {
    const made = repository()
    const texts = [0, 1, 65_535, 65_536, 1_000_000].map((length, index) => `${index}`.repeat(length))
    const commit = made.commit('sizes', '2020-01-01', Object.fromEntries(texts.map((text, index) => [`f${index}`, text])))
    const clone = await cloneOf(made.dir)
    const asked = Array.from({ length: 50 }, (_, index) => index % 6)
    const read = await Promise.all(asked.map((index) => clone.read(commit, `f${index}`)))
    expect(read.map((text) => text?.length)).toEqual(asked.map((index) => texts[index]?.length))
  })

  test('that a clone lists but lacks are not taken for absent', async () => {
    const made = repository()
    const commit = made.commit('one', '2020-01-01', { 'a/b': 'text\n' })
    const blob = made.git('rev-parse', 'HEAD:a/b')
    made.git('config', 'gc.auto', '0')
    await (await import('node:fs/promises')).rm(join(made.dir, '.git/objects', blob.slice(0, 2), blob.slice(2)))
    const clone = await cloneOf(made.dir)
    await expect(clone.read(commit, 'a/b')).rejects.toThrow('lacks object')
    expect(await clone.read(commit, 'a/c')).toBe(undefined)
  })

  test('have their history, oldest first', async () => {
    const made = repository()
    made.commit('update to 1.0', '2020-01-01', { 'h/x.h': '1' })
    made.commit('other', '2020-01-02', { y: '1' })
    const last = made.commit('update to 1.1', '2020-01-03', { 'h/x.h': '2' })
    made.git('checkout', '-q', '-b', 'somebody')
    made.commit('never merged', '2020-01-04', { 'h/x.h': '3' })
    made.git('checkout', '-q', 'master')
    const touches = await (await cloneOf(made.dir)).touching('h/x.h')
    expect(touches.map(({ subject }) => subject)).toEqual(['update to 1.0', 'update to 1.1'])
    expect(touches[1]).toEqual({ commit: last, subject: 'update to 1.1', date: '2020-01-03', files: ['h/x.h'] })
  })
})

test('a folder that is no clone is refused, also inside one', async () => {
  const made = repository()
  made.commit('one', '2020-01-01', { 'a/b': '1' })
  for (const dir of [mkdtempSync(join(tmpdir(), 'canimigrate-none-')), join(made.dir, 'a'), join(made.dir, 'no')])
    await expect(openClone(dir, source())).rejects.toThrow('is no git repository')
})
