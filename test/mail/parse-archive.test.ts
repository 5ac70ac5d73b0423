import { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource, parseMessage } from '../../lib/mail/index.ts'
import { readHeaders } from '../../lib/mail/parse/headers.ts'
import { readMime } from '../../lib/mail/parse/mime.ts'
import { readSimpleText } from '../../lib/mail/parse/simple-text.ts'

const archive = resolve(process.env.CANIMIGRATE_ARCHIVE ?? '../shared/archives/kvm-ppc.bundle')
const there = existsSync(archive)
if (!there) console.log(`skipped: there is no archive \`${archive}\`; name one in CANIMIGRATE_ARCHIVE`)

describe.skipIf(!there)('a real archive', () => {
  it('is read whole; honest mail is never called spam; both readers agree', async () => {
    const source = await openSource(archive)
    if ('problem' in source) throw new Error(source.problem)
    const total = await source.count('')
    const referred = new Set<string>()
    const spam: string[] = []
    const differ: string[] = []
    let messages = 0
    let simple = 0
    for await (const { message: raw } of source.read('')) {
      if (!raw) continue
      messages += 1
      const message = await parseMessage(raw)
      for (const id of message.references) referred.add(id)
      if (message.spam.length > 0) spam.push(message.messageId)
      const bytes = Buffer.from(raw.raw)
      const headers = readHeaders(bytes)
      const text = readSimpleText(bytes, headers, [])
      if (text === undefined) continue
      simple += 1
      // The library is slow: a part of them will do.
      if (messages % 4 === 0 && (await readMime(bytes, headers.end, [])).text !== text) differ.push(message.messageId)
    }
    expect(messages).toBe(total)
    expect(differ).toEqual([])
    expect(simple / messages).toBeGreaterThan(0.9)
    // Nobody here answers spam.
    expect(spam.filter((id) => referred.has(id))).toEqual([])
    expect(spam.length).toBeGreaterThan(messages * 0.01)
  }, 120_000)
})
