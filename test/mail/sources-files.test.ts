import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource, type Source, type SourceItem } from '../../lib/mail/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'canimigrate-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const FROM = 'From a@example.org Mon Mar  1 10:00:00 2021\n'
const mail = (number: number, body = `Text ${number}\n`): string => `From: a@example.org\nMessage-ID: <${number}@example.org>\n\n${body}`

async function open(path: string, options: Parameters<typeof openSource>[1] = {}): Promise<Source> {
  const source = await openSource(path, options)
  if ('problem' in source) throw new Error(source.problem)
  return source
}

async function items(source: Source, position = ''): Promise<SourceItem[]> {
  const found: SourceItem[] = []
  for await (const item of source.read(position)) found.push(item)
  return found
}

const texts = (found: readonly SourceItem[]): readonly string[] => found.flatMap(({ message }) => (message ? [Buffer.from(message.raw).toString()] : []))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('an mbox', () => {
  it('gives its messages, with the marks before From taken away', async () => {
    const source = await open(file('a.mbox', `${FROM}${mail(1, '>From here\n>>From there\n')}\n${FROM}${mail(2, 'Hello\n\nFrom here on it is text\n')}`))
    expect(source).toMatchObject({ kind: 'mbox', list: 'a' })
    expect(texts(await items(source))).toEqual([mail(1, 'From here\n>From there\n'), mail(2, 'Hello\n\nFrom here on it is text\n')])
  })

  it('may tell where a message ends by Content-Length', async () => {
    const body = `Hello\n\n${FROM}more\n>From all\n`
    const sized = `From: a@example.org\nContent-Length: ${body.length}\n\n${body}`
    expect(texts(await items(await open(file('cl2.mbox', `${FROM}${sized}\n${FROM}${mail(2)}\n`))))).toEqual([sized, mail(2)])
  })

  it('does not believe a Content-Length at whose end nothing ends', async () => {
    const sized = 'From: a@example.org\nContent-Length: 3\n\nHello there\n'
    expect(texts(await items(await open(file('wrong.mbox', `${FROM}${sized}\n${FROM}${mail(2)}\n`))))).toEqual([sized, mail(2)])
  })

  it('is read on from each message when it has grown', async () => {
    const path = file('grows.mbox', `${FROM}${mail(1)}\n${FROM}${mail(2)}\n`)
    const source = await open(path)
    const first = await items(source)
    appendFileSync(path, `${FROM}${mail(3)}\n`)
    expect(await Promise.all(first.map(async ({ position }) => texts(await items(source, position))))).toEqual([[mail(2), mail(3)], [mail(3)]])
  })

  it('is read again when it was changed before the place', async () => {
    const path = file('changes.mbox', `${FROM}${mail(1)}\n${FROM}${mail(2)}\n`)
    const source = await open(path)
    const position = (await items(source)).at(-1)?.position ?? ''
    writeFileSync(path, `${FROM}${mail(3)}\n${FROM}${mail(2)}\n`)
    const again = await items(source, position)
    expect(again[0]?.note).toMatch(/changed/)
    expect(texts(again)).toEqual([mail(3), mail(2)])
  })

  it('may be packed, have DOS line ends, and messages bigger than what is read at once', async () => {
    const big = mail(1, `${'x'.repeat(70)}\n`.repeat(50_000))
    const plain = `${FROM}${big}\n${FROM}${mail(2)}\n`
    const packed = await open(file('b.mbox.gz', gzipSync(plain)))
    expect(packed.list).toBe('b')
    expect(texts(await items(packed))).toEqual([big, mail(2)])
    const dos = `${FROM}${mail(1)}\n${FROM}${mail(2)}`.replaceAll('\n', '\r\n')
    expect(texts(await items(await open(file('dos.mbox', dos))))).toEqual([mail(1).replaceAll('\n', '\r\n'), mail(2).replaceAll('\n', '\r\n')])
  })
})

describe('a maildir', () => {
  it('is read in order of names, and again when a file has come before the place', async () => {
    const dir = join(folder, 'inbox')
    for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(dir, part), { recursive: true })
    writeFileSync(join(dir, 'cur', '2.a:2,S'), mail(2))
    writeFileSync(join(dir, 'new', '3.a'), mail(3))
    const source = await open(dir)
    const first = await items(source)
    expect(texts(first)).toEqual([mail(2), mail(3)])
    renameSync(join(dir, 'new', '3.a'), join(dir, 'cur', '3.a:2,RS'))
    writeFileSync(join(dir, 'new', '4.a'), mail(4))
    expect(texts(await items(source, first[1]?.position))).toEqual([mail(4)])
    expect(await source.count(first[1]?.position ?? '')).toBe(1)
    writeFileSync(join(dir, 'new', '1.a'), mail(1))
    expect(texts(await items(source, first[1]?.position))).toEqual([1, 2, 3, 4].map((number) => mail(number)))
  })
})

describe('one message', () => {
  it('comes by standard input, with or without a line of a delivery agent', async () => {
    for (const content of [mail(1), FROM + mail(1)]) {
      const source = await open('-', {
        stdin: (async function* () {
          yield Buffer.from(content)
        })(),
        list: 'hook',
      })
      const [item] = await items(source)
      expect(item?.message).toMatchObject({ list: 'hook' })
      expect(texts(item ? [item] : [])).toEqual([mail(1)])
      expect(await items(source, item?.position)).toEqual([])
    }
  })

  it('may lie in a file', async () => {
    expect(texts(await items(await open(file('one.eml', mail(1)))))).toEqual([mail(1)])
  })
})

it('what is none of these is named, with what is accepted', async () => {
  expect(await openSource(file('x.bin', Buffer.from([0, 1, 2, 3])))).toEqual({ problem: expect.stringMatching(/x\.bin.*nothing that mail.*mbox/) })
  expect(await openSource(file('empty', ''))).toEqual({ problem: expect.stringMatching(/is empty/) })
  expect(await openSource(folder)).toEqual({ problem: expect.stringMatching(/neither a repository nor a maildir/) })
  expect(await openSource('https://lore.kernel.org/kvm-ppc')).toEqual({ problem: expect.stringMatching(/clone/) })
})
