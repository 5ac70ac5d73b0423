import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadContent } from '../../lib/content/load.ts'
import { CLEAN } from '../lint/fixture.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'content-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
}

test('reads every record in the order of paths', async () => {
  await put({ ...CLEAN, 'README.md': '# Records', '.hidden/x.md': 'x', 'features/.swp': 'x' })
  const { entries, problems, files, positions } = await loadContent(dir)
  expect(problems).toEqual([])
  expect(entries.map(({ path }) => path)).toEqual(Object.keys(CLEAN).sort())
  expect(files.map(({ path }) => path)).toEqual(Object.keys(CLEAN).sort())
  expect(positions.get('sources/repo.yaml')?.of(['links', 'file'])).toEqual({ line: 9, column: 9 })
  expect(positions.get('sources/repo.yaml')?.of(['links', 'file'], 'key')).toEqual({ line: 9, column: 3 })
})

test('a file that is not UTF-8, and one that is no record, are problems', async () => {
  await put({ ...CLEAN, 'sources/latin.yaml': new Uint8Array([0x74, 0xe9, 0x0a]), 'features/test/notes.txt': 'x' })
  expect((await loadContent(dir)).problems.map(({ file, rule }) => [file, rule])).toEqual([
    ['sources/latin.yaml', 'encoding'],
    ['features/test/notes.txt', 'id-path'],
  ])
})

test('a folder that is not there is named', async () => {
  await expect(loadContent(join(dir, 'none'))).rejects.toThrow(/cannot read the records in `.*none` \(ENOENT\)/)
})

test('a relative folder is read alike', async () => {
  expect((await loadContent('./test/fixtures/lint/clean/')).entries.map(({ path }) => path)).toEqual(Object.keys(CLEAN).sort())
})

test('several hundred files take less than a second of a core', async () => {
  const alpha = CLEAN['features/test/alpha.md'] ?? ''
  await put(
    Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`features/test/f${index}.md`, alpha.replace('id: test/alpha', `id: test/f${index}`)])),
  )
  await loadContent('./test/fixtures/lint/clean')
  // Of this process alone: other programs do not count.
  const start = process.cpuUsage()
  const { entries } = await loadContent(dir)
  expect(entries.length).toBe(400)
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1000).toBeLessThan(1000 * LENIENCE)
})

/** Tests share their machine with others. */
const LENIENCE = 3
