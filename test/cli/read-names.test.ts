import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readNames } from '../../lib/cli/read-names.ts'
import { madeUpSource } from '../fixtures/made-up-source.ts'

const root = mkdtempSync(join(tmpdir(), 'canimigrate-names-'))
const content = join(root, 'content')
const data = join(root, 'data')
const file = join(data, 'names.json')
const write = (id: string): void => {
  rmSync(content, { recursive: true, force: true })
  mkdirSync(join(content, 'sources'), { recursive: true })
  writeFileSync(join(content, 'sources', `${id}.yaml`), madeUpSource(id))
}
const ids = async (): Promise<readonly string[]> => (await readNames(content, [data])).wanted.ids

beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  write('made-up')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('what mails are looked through for', () => {
  it('is taken as it was kept, whoever kept it', async () => {
    const first = await readNames(content, [data])
    expect(await readNames(content, [data])).toEqual(first)
    const [head, rest] = readFileSync(file, 'utf8').split('\n') as [string, string]
    const marked = rest.replaceAll('sources/made-up', 'sources/marked')
    writeFileSync(file, `${head.split(' ')[0]} ${createHash('sha256').update(marked).digest('hex')}\n${marked}`)
    expect(await ids()).toEqual(['sources/marked'])
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
