import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readNames } from '../../lib/cli/read-names.ts'

const root = mkdtempSync(join(tmpdir(), 'canimigrate-names-'))
const content = join(root, 'content')
const data = join(root, 'data')
const file = join(data, 'names.json')
const write = (id: string): void => {
  rmSync(content, { recursive: true, force: true })
  mkdirSync(join(content, 'sources'), { recursive: true })
  writeFileSync(
    join(content, 'sources', `${id}.yaml`),
    `kind: source
id: sources/${id}
title: Made up
summary: A made-up repository.
type: repository
names: [made-up]
links:
  commit: "https://example.org/{commit}"
  file: "https://example.org/{tag}/{file}"
`,
  )
}
const ids = async (): Promise<readonly string[]> => (await readNames(content, [data])).wanted.ids

beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  write('made-up')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('what mails are looked through for', () => {
  it('is the same where it was kept, without reading the records', async () => {
    const first = await readNames(content, [data])
    rmSync(join(data, 'records.json'))
    expect(await readNames(content, [data])).toEqual(first)
  })
  it('follows the records', async () => {
    expect(await ids()).toEqual(['sources/made-up'])
    write('other')
    expect(await ids()).toEqual(['sources/other'])
  })
  it('is given back as it was where nothing changed since', async () => {
    const first = await readNames(content, [data])
    expect(await readNames(content, [data], first)).toBe(first)
    write('other')
    expect((await readNames(content, [data], first)).wanted.ids).toEqual(['sources/other'])
  })
  it.each<[string, (text: string) => string]>([
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['changed', (text) => text.replace('made-up', 'made-Up')],
    ['empty', () => ''],
  ])('is taken from the records where the file is %s, and kept anew', async (_, damage) => {
    await ids()
    const whole = readFileSync(file, 'utf8')
    writeFileSync(file, damage(whole))
    expect(await ids()).toEqual(['sources/made-up'])
    expect(readFileSync(file, 'utf8')).toBe(whole)
  })
  it('is not kept while a file has problems', async () => {
    writeFileSync(join(content, 'sources', 'made-up.yaml'), 'kind: source\n')
    expect(await ids()).toEqual([])
    write('made-up')
    expect(await ids()).toEqual(['sources/made-up'])
  })
})
