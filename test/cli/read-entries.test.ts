import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readEntries } from '../../lib/cli/read-entries.ts'

const root = mkdtempSync(join(tmpdir(), 'canimigrate-entries-'))
const content = join(root, 'content')
const data = join(root, 'data')
const record = (title: string): string => `kind: source
id: sources/made-up
title: ${title}
summary: A made-up repository.
type: repository
names: [made-up]
links:
  commit: "https://example.org/{commit}"
  file: "https://example.org/{tag}/{file}"
`
const read = async (): Promise<unknown[]> => (await readEntries(content, data)).entries.map((entry) => entry)
const titles = async (): Promise<string[]> => (await readEntries(content, data)).entries.map((entry) => entry.data.title)

beforeEach(() => {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(join(content, 'sources'), { recursive: true })
  writeFileSync(join(content, 'sources', 'made-up.yaml'), record('Made up'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('records that are kept from one command to the next', () => {
  it('are the same as those that were read, and frozen', async () => {
    const first = await read()
    expect(first).toHaveLength(1)
    expect(readdirSync(data)).toEqual(['records.json'])
    const again = await read()
    expect(again).toEqual(first)
    expect(Object.isFrozen((again[0] as { data: object }).data)).toBe(true)
  })
  it('follow what is in the files', async () => {
    await titles()
    writeFileSync(join(content, 'sources', 'made-up.yaml'), record('Changed'))
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
  it('are done without where nothing can be kept', async () => {
    mkdirSync(join(data, 'records.json'), { recursive: true })
    expect(await titles()).toEqual(['Made up'])
    rmSync(data, { recursive: true })
    writeFileSync(data, 'no folder')
    expect(await titles()).toEqual(['Made up'])
  })
  it('are not kept while a file has problems', async () => {
    writeFileSync(join(content, 'sources', 'made-up.yaml'), 'kind: source\n')
    const { entries, problems } = await readEntries(content, data)
    expect([entries.length, problems > 0]).toEqual([0, true])
    expect(await readEntries(content, data)).toMatchObject({ problems })
  })
})
