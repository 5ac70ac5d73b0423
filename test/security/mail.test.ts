import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { handle } from '../../lib/api/handle.ts'
import { mailFile } from '../../lib/api/mail/files.ts'
import { messagePage } from '../../lib/api/mail/message-page.ts'
import { mailText } from '../../lib/api/mail/text.ts'
import { threadPage } from '../../lib/api/mail/thread-page.ts'
import { places } from '../../lib/cli/context.ts'
import { main } from '../../lib/cli/main.ts'
import { openSource } from '../../lib/mail/index.ts'
import { ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import type { WritableMessageSearch } from '../../lib/search/message-port.ts'
import type { WritableMailStore } from '../../lib/store/mail-port.ts'
import { captured } from '../fixtures/captured.ts'
import { realService } from '../fixtures/service.ts'
import { HOSTILE_MAILS, hostileMbox } from './mails.ts'
import { HOSTILE } from './strings.ts'

const LIST = 'hostile.lists.example'
/** Nothing that a terminal acts on. */
const HARMLESS = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/

describe('mail from strangers', () => {
  let real: Awaited<ReturnType<typeof realService>>
  const before = { ...places }
  // Drafts are written into it.
  const content = mkdtempSync(join(tmpdir(), 'canimigrate-content-'))
  beforeAll(async () => {
    cpSync(fileURLToPath(new URL('../fixtures/lint/clean', import.meta.url)), content, { recursive: true })
    real = await realService(content)
    const file = join(real.dataDir, 'hostile.mbox')
    writeFileSync(file, hostileMbox())
    const source = await openSource(file)
    if ('problem' in source) throw new Error(source.problem)
    const store = real.service.mail as WritableMailStore
    await ingestMail({ sources: [source], records: await real.service.store.entries(), store, search: real.service.messages as WritableMessageSearch })
    Object.assign(places, { data: real.dataDir, content })
  })
  afterAll(async () => {
    Object.assign(places, before)
    rmSync(content, { recursive: true, force: true })
    await real.close()
  })

  it('is all there', async () => expect((await real.service.mail.counts()).messages).toBe(HOSTILE_MAILS.length))

  it('cannot make a page without end: of each message and thread the beginning is shown, and that there is more', async () => {
    for (const { id } of HOSTILE_MAILS.filter((one) => !one.id.startsWith('thread-'))) {
      const page = await messagePage(real.service, LIST, id)
      const lines = page?.shown.blocks.reduce((sum, block) => sum + block.text.split('\n').length, 0) ?? 0
      expect(lines, id).toBeLessThanOrEqual(10_000)
      expect(lines + (page?.shown.hidden ?? 0), id).toBe(page?.blocks.reduce((sum, block) => sum + block.lines[1] - block.lines[0] + 1, 0))
    }
    const thread = await threadPage(real.service, LIST, 'thread-0@x.example', 't', 1)
    expect(thread?.shown.length).toBe(100)
    expect(thread?.shown.reduce((sum, { blocks }) => sum + blocks.reduce((all, { lines }) => all + lines[1] - lines[0] + 1, 0), 0)).toBeLessThanOrEqual(10_000)
    expect(thread?.shown.at(-1)?.hidden).toBe(2001)
  })

  it('cannot get markup into a feed', async () => {
    const feed = await mailFile(real.service, `lists/${LIST}/new.atom`)
    expect(XMLValidator.validate(String(feed.body))).toBe(true)
    const one = await mailFile(real.service, `lists/${LIST}/xml-1@x.example/t.atom`)
    expect(XMLValidator.validate(String(one.body))).toBe(true)
    expect(new XMLParser().parse(String(one.body)).feed.entry.title).toContain(']]>')
    expect(String(one.body)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe]/)
  })

  it('is given as plain text and files of a safe name, whatever it says that it is', async () => {
    for (const id of ['html-1@x.example', 'mime-3@x.example']) {
      expect((await mailFile(real.service, `lists/${LIST}/${id}/raw`)).type).toBe('text/plain; charset=utf-8')
      expect((await mailFile(real.service, `lists/${LIST}/${id}/t.mbox.gz`)).name).toMatch(/^[A-Za-z0-9.@_-]+$/)
    }
  })

  it('sends nothing to a terminal but text: commands, and plain-text pages', { timeout: 120_000 }, async () => {
    for (const id of ['escape-1@x.example', 'xss-1@x.example', 'subject-3@x.example'])
      for (const words of [['thread', id], ['thread', id, '--json'], ['search', '--in', 'mail', 'red'], ['draft', id], ['positions']]) {
        const { stdout, stderr } = await captured(() => main(words))
        expect(stdout.replaceAll('\n', ''), words.join(' ')).toMatch(HARMLESS)
        expect(stderr.replaceAll('\n', ''), words.join(' ')).toMatch(HARMLESS)
      }
    for (const path of ['escape-1@x.example', 'escape-1@x.example/t', ''])
      expect((await mailText(real.service, 'lists', `${LIST}/${path}`, new URLSearchParams())).replaceAll('\n', '')).toMatch(HARMLESS)
  })

  it('names the file of a draft by nothing but letters and digits', () => {
    for (const name of readdirSync(join(content, 'policies'))) expect(name).toMatch(/^[a-z0-9-]+\.md$/)
  })

  it('errors repeat what was given without what a terminal acts on', { timeout: 120_000 }, async () => {
    const escape = '\u001b]0;taken\u0007\u009b31m\u202e'
    for (const words of [
      ['show', escape],
      ['thread', escape],
      ['check', '--from', escape, '--to', `x=${escape}`],
      ['ingest', `/nowhere/${escape}`],
      ['cite', escape],
      [escape],
      ['list', '--kind', escape],
      ['fleet', escape],
    ]) {
      const { stdout, stderr } = await captured(() => main(words))
      expect((stdout + stderr).replaceAll('\n', ''), words[0]).toMatch(HARMLESS)
      expect(stderr.split('\n').length, words[0]).toBeLessThan(20)
    }
  })

  describe('whatever is searched for', () => {
    test.each(HOSTILE.filter((text) => text.trim() !== '').map((text) => [text.slice(0, 40), text]))('%j finds or does not', async (_, text) => {
      const { service } = real
      const records = await service.search.query({ text, kinds: [text], areas: [text], tags: { [text]: [text] }, after: text, before: text })
      expect(records.hits).toEqual([])
      await service.search.query({ text })
      for (const words of [text, `from:${text}`, `"${text}"`, `list:"${text}" -${text} record:${text} after:${text}`])
        await service.messages.query({ text: words })
      expect(await service.messages.candidates([text.slice(0, 40), `${text.slice(0, 40)}*`])).toBeDefined()
      expect(await service.mail.message(text)).toBeUndefined()
      expect(await service.mail.thread(text)).toBeUndefined()
      expect((await service.mail.messages({ list: text, month: text })).items).toEqual([])
      expect((await service.mail.mentions({ record: text, list: text })).items).toEqual([])
      expect(await service.mail.messagesLike(text)).toEqual([])
      expect(await service.store.entry(text, text)).toBeUndefined()
      expect(await service.store.citations({ messageId: text })).toEqual([])
      for (const path of [
        `/records?cursor=${encodeURIComponent(Buffer.from(text).toString('base64url'))}`,
        `/records/${encodeURIComponent(Buffer.from(text).toString())}`,
        `/search?q=${encodeURIComponent(Buffer.from(text).toString()).slice(0, 1000)}&in=all`,
      ]) {
        const request = new Request(`http://x/api/v1${path}`)
        expect((await handle(service, request, new URL(request.url).pathname.slice(7))).status).toBeLessThan(500)
      }
    })
    it('nothing was changed by it', async () => {
      expect((await real.service.mail.counts()).messages).toBe(HOSTILE_MAILS.length)
      expect((await real.service.store.records({ limit: 1000 })).total).toBeGreaterThan(0)
    })
  })
})

describe('archives that are bombs', () => {
  const dir = mkdtempSync(join(tmpdir(), 'canimigrate-bombs-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  const zeros = gzipSync(Buffer.alloc(130 * 2 ** 20), { level: 1 })
  test.each([
    ['a message', Buffer.concat([gzipSync('From: a@x\nSubject: x\n\n'), zeros])],
    ['nothing that is known', zeros],
  ])('%s that unpacks to more than any mail is refused in one line', async (name, bytes) => {
    const file = join(dir, `${name.replaceAll(' ', '-')}.gz`)
    writeFileSync(file, bytes)
    const source = await openSource(file)
    expect('problem' in source && source.problem).toMatch(/^`[^`]+` cannot be read: it is over 134217728 bytes, unpacked/)
  })
  test('a message on standard input that does not end is refused', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(2 ** 20, 'a')
    }
    expect(await openSource('-', { stdin: endless() })).toMatchObject({ problem: expect.stringContaining('134217728') })
  })
})
