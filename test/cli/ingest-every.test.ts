import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { nodeProgram, type Program } from '../fixtures/program.ts'
import { writeArchive } from '../pipeline/mail-archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'canimigrate-every-'))
let program: Program | undefined
afterAll(async () => {
  await program?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it('what comes into a repository, a maildir or an mbox is read long before the next time that all is looked at', { timeout: 120_000 }, async () => {
  const [inbox, maildir, mbox] = ['inbox', 'maildir', 'mail.mbox'].map((name) => join(folder, name)) as [string, string, string]
  const epoch = (number: number) => join(inbox, 'git', `${number}.git`)
  writeArchive(epoch(0), [mail(1)])
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(maildir, name), { recursive: true })
  writeFileSync(mbox, inMbox(2))
  const content = join(folder, 'content')
  mkdirSync(content)
  program = nodeProgram(['bin/canimigrate.mjs', 'ingest', '--every', '3600', '--list', 'list.example', '--json', inbox, maildir, mbox], {
    CANIMIGRATE_DATA: join(folder, 'data'),
    CANIMIGRATE_CONTENT: content,
  })
  await reads(program, 2)

  writeArchive(epoch(0), [mail(3)], 'refs/heads/master^0')
  await reads(program, 3)
  writeArchive(epoch(1), [mail(4)])
  await reads(program, 4)
  writeArchive(epoch(1), [mail(5)], 'refs/heads/master^0')
  await reads(program, 5)

  writeFileSync(join(maildir, 'tmp', '1.mail'), mail(6))
  renameSync(join(maildir, 'tmp', '1.mail'), join(maildir, 'new', '1.mail'))
  await reads(program, 6)

  appendFileSync(mbox, inMbox(7))
  await reads(program, 7)
  writeFileSync(`${mbox}.beside`, `${readFileSync(mbox, 'utf8')}${inMbox(8)}`)
  renameSync(`${mbox}.beside`, mbox)
  await reads(program, 8)

  expect(await program.kill('SIGTERM')).toBe(0)
})

/** Waits until it has said that it holds so many messages. */
async function reads({ said, ended }: Program, messages: number): Promise<void> {
  await expect
    .poll(() => said(), { timeout: 30_000, interval: 50 })
    .toContain(`{"messages":${messages},`)
    .catch((error: unknown) => Promise.race([ended, Promise.reject(error)]))
}

function mail(number: number): string {
  return `From: Ada <ada@example.org>\nMessage-ID: <every${number}@example.org>\nSubject: number ${number}\nDate: Mon, 1 Mar 2021 10:00:00 +0000\n\nNumber ${number}.\n`
}

function inMbox(number: number): string {
  return `From ada@example.org Mon Mar  1 10:00:00 2021\n${mail(number)}\n`
}
