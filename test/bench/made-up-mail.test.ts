import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openSource, parseMessage } from '../../lib/mail/index.ts'
import { type IngestResult, ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import { openStore } from '../../lib/store/client.ts'
import { cutArchive, madeUpArchive } from '../../scripts/bench/scale/archives.ts'
import { madeUpMail } from '../../scripts/bench/scale/made-up-mail.ts'
import { countArchive } from '../pipeline/mail-count.ts'

const root = mkdtempSync(join(tmpdir(), 'made-up-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const ONE = { lists: ['kvm-ppc.lists.example.org'], names: ['SOME_IDENTIFIER'] }
const TWO = { lists: ['linux-kernel.lists.example.org', 'kvm-ppc.lists.example.org'], names: ['SOME_IDENTIFIER'] }

function folder(name: string): string {
  const made = join(root, name)
  mkdirSync(made)
  return made
}

async function ingest(dataDir: string, spec: string): Promise<IngestResult> {
  const source = await openSource(spec)
  if ('problem' in source) throw new Error(source.problem)
  const store = await openStore({ dataDir, url: `file:${join(dataDir, 'canimigrate.db')}` })
  try {
    return await ingestMail({ sources: [source], store: store.mail, records: [], threads: 1 })
  } finally {
    await store.close()
  }
}

function head(dir: string): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: dir }).toString()
}

test('the same seed gives the same archive, however it grows; another seed another', async () => {
  const [whole, slowly, other] = [
    madeUpArchive(folder('a'), { ...TWO, seed: 1 }),
    madeUpArchive(folder('b'), { ...TWO, seed: 1 }),
    madeUpArchive(folder('c'), { ...TWO, seed: 2 }),
  ]
  await whole.grow(120)
  await slowly.grow(50)
  await slowly.grow(120)
  await other.grow(120)
  expect(slowly.sources.map(head)).toEqual(whole.sources.map(head))
  expect(other.sources.map(head)).not.toEqual(whole.sources.map(head))
})

test('`ingest` takes it all, in the threads that it is in, and what comes later', async () => {
  const archive = madeUpArchive(folder('one'), { ...ONE, seed: 3 })
  const source = archive.sources[0] as string
  await archive.grow(150)
  const dataDir = folder('data')
  expect(await ingest(dataDir, source)).toMatchObject({ messages: 150, new: 150 })
  await archive.grow(260)
  const { threads, ghosts } = countArchive(source)
  expect(await ingest(dataDir, source)).toMatchObject({ messages: 260, new: 110, threads, ghosts })
  expect(ghosts).toBe(0)
})

test('an archive is cut where it is asked to be, and goes on from there', async () => {
  const archive = madeUpArchive(folder('long'), { ...ONE, seed: 5 })
  await archive.grow(90)
  const cut = cutArchive(archive.sources[0] as string, folder('cut'))
  expect(await cut.grow(70)).toBe(70)
  expect(countArchive(cut.sources[0] as string).messages).toBe(70)
  expect(await cut.grow(1000)).toBe(90)
  expect(cut.sources.map(head)).toEqual(archive.sources.map(head))
})

test('it is mail as lists have it: patches, answers with quotes, attachments, names of records, now and then by two lists', async () => {
  const mails = madeUpMail({ ...TWO, seed: 4 })
  const seen = { patches: 0, answers: 0, quotes: 0, attachments: 0, named: 0, twice: 0, notes: 0 }
  for (let count = 0; count < 1000; count++) {
    const { value } = mails.next()
    const message = await parseMessage({ raw: Buffer.from(value.raw(value.lists[0])), list: value.lists[0], place: '' })
    expect([message.messageId, message.subject]).toEqual([value.messageId, value.subject])
    seen.patches += Number(message.patch !== undefined && !message.subject.startsWith('Re:'))
    seen.answers += Number(message.references.length > 0)
    seen.quotes += Number(/^> /m.test(message.text))
    seen.attachments += Number(message.attachments.length > 0)
    seen.named += Number(message.text.includes('SOME_IDENTIFIER'))
    seen.twice += Number(value.lists.length > 1)
    seen.notes += message.notes.length
  }
  expect(seen.patches).toBeGreaterThan(300)
  expect(seen.answers).toBeGreaterThan(600)
  expect(seen.quotes).toBeGreaterThan(200)
  for (const count of [seen.attachments, seen.named, seen.twice]) expect(count).toBeGreaterThan(0)
  expect(seen.notes).toBe(0)
})
