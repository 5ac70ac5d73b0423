import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readEntries } from '../../lib/cli/read-entries.ts'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { madeUpSource } from '../fixtures/made-up-source.ts'

const root = mkdtempSync(join(tmpdir(), 'canimigrate-entries-'))
const content = join(root, 'content')
const data = join(root, 'data')
const KEPT = ['names.json', 'records.json']
const kept = (folder: string): string[] => readdirSync(folder).sort()
const read = async (): Promise<unknown[]> => (await readEntries(content, [data])).entries.map((entry) => entry)
const titles = async (): Promise<string[]> => (await readEntries(content, [data])).entries.map((entry) => entry.data.title)

beforeEach(() => {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(join(content, 'sources'), { recursive: true })
  writeFileSync(join(content, 'sources', 'made-up.yaml'), madeUpSource('made-up'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('records that are kept from one command to the next', () => {
  it('are the same as those that were read, and frozen', async () => {
    const first = await read()
    expect(first).toHaveLength(1)
    expect(kept(data)).toEqual(KEPT)
    const again = await read()
    expect(again).toEqual(first)
    expect(Object.isFrozen((again[0] as { data: object }).data)).toBe(true)
  })
  it('are given back as they were where nothing changed since', async () => {
    const first = await readEntries(content, [data])
    expect(await readEntries(content, [data], first)).toBe(first)
    writeFileSync(join(content, 'sources', 'made-up.yaml'), madeUpSource('made-up', 'Changed'))
    expect((await readEntries(content, [data], first)).entries.map((entry) => entry.data.title)).toEqual(['Changed'])
  })
  it('follow what is in the files', async () => {
    await titles()
    writeFileSync(join(content, 'sources', 'made-up.yaml'), madeUpSource('made-up', 'Changed'))
    expect(await titles()).toEqual(['Changed'])
  })
  it.each<[string, (text: string) => string]>([
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['changed', (text) => text.replace('Made up', 'Made Up')],
    ['empty', () => ''],
    ['something else', () => 'x'.repeat(1000)],
  ])('are read again where the file is %s, and kept anew', async (_, damage) => {
    await titles()
    const whole = readFileSync(join(data, 'records.json'), 'utf8')
    writeFileSync(join(data, 'records.json'), damage(whole))
    expect(await titles()).toEqual(['Made up'])
    expect(readFileSync(join(data, 'records.json'), 'utf8')).toBe(whole)
  })
  it('are read again where their own file changed, and only those', async () => {
    const file = (name: string): string => join(content, 'sources', `${name}.yaml`)
    writeFileSync(file('other'), madeUpSource('other', 'Other'))
    const first = (await readEntries(content, [data])).known
    // What is kept of a file that did not change is taken as it is.
    const kept = join(data, 'records.json')
    const [head, rest] = readFileSync(kept, 'utf8').split('\n') as [string, string]
    const marked = rest.replace('"Made up"', '"Marked"')
    writeFileSync(kept, `${head.split(' ')[0]} ${createHash('sha256').update(marked).digest('hex')}\n${marked}`)
    writeFileSync(file('other'), madeUpSource('other', 'Changed'))
    const second = await readEntries(content, [data])
    expect(second.entries.map((entry) => entry.data.title)).toEqual(['Marked', 'Changed'])
    expect(second.known?.digest).not.toBe(first?.digest)
    rmSync(file('other'))
    expect(await titles()).toEqual(['Marked'])
  })
  it('give the same knowledge as when they were read', async () => {
    const { entries, known } = await readEntries(content, [data])
    expect(known).toEqual({ digest: buildKnowledge(entries).digest, date: buildKnowledge(entries).date })
    expect((await readEntries(content, [data])).known).toEqual(known)
  })
  it('may be kept by many at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, titles))
    expect(new Set(all.map((one) => one.join()))).toEqual(new Set(['Made up']))
    expect(kept(data)).toEqual(KEPT)
  })
  it('are done without where nothing can be kept', async () => {
    mkdirSync(join(data, 'records.json'), { recursive: true })
    expect(await titles()).toEqual(['Made up'])
    rmSync(data, { recursive: true })
    writeFileSync(data, 'no folder')
    expect(await titles()).toEqual(['Made up'])
  })
  it('are kept in the first folder that can be written', async () => {
    const [first, second] = [join(root, 'first'), join(root, 'second')]
    const read = async (): Promise<string[]> => (await readEntries(content, [first, second])).entries.map((entry) => entry.data.title)
    writeFileSync(first, 'no folder')
    expect(await read()).toEqual(['Made up'])
    expect(kept(second)).toEqual(KEPT)
    rmSync(first)
    // What the second has is taken: nothing is written.
    expect(await read()).toEqual(['Made up'])
    expect(existsSync(first)).toBe(false)
    writeFileSync(join(content, 'sources', 'made-up.yaml'), madeUpSource('made-up', 'Changed'))
    expect(await read()).toEqual(['Changed'])
    expect(kept(first)).toEqual(KEPT)
    // The second has what was there before.
    expect(await read()).toEqual(['Changed'])
  })
  it('are not kept while a file has problems', async () => {
    writeFileSync(join(content, 'sources', 'made-up.yaml'), 'kind: source\n')
    const { entries, problems } = await readEntries(content, [data])
    expect([entries.length, problems > 0]).toEqual([0, true])
    expect(await readEntries(content, [data])).toMatchObject({ problems })
  })
})
