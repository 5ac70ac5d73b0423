import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Source } from '../../lib/mail/index.ts'
import type { Entry } from '../../lib/model/index.ts'
import { ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import { openMessages } from '../../lib/search/open-messages.ts'
import { openStore } from '../../lib/store/client.ts'
import { ENGINES } from '../fixtures/engines.ts'
import { entryOf } from '../mail/mentions/mail.ts'
import { inventedMails } from './mail-archive.ts'
import { dump } from './mail-runs.ts'

const root = mkdtempSync(join(tmpdir(), 'ingest-mentions-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const TEXTS = [
  'The option wheel-mode-fast must stay as it is.',
  'All WHEELCAPs are gone since commit 0123456789ab ("wheels: drop them").',
  'We said so in https://example.org/features/area/loom and elsewhere.',
  '> wheel-mode-fast was never\n> promised to anybody\nIt was.',
  'turning\nwheels slowly is fine',
]
const mails = [
  ...inventedMails(60),
  ...TEXTS.map(
    (text, index) => `From: Ada <ada@example.org>\nMessage-ID: <t${index}@example.org>\nSubject: CAP_WHEEL\nDate: 1 Mar 2024 10:00:00 +0000\n\n${text}\n`,
  ),
]

const source: Source = {
  id: 'test:mails',
  kind: 'mbox',
  location: 'mails',
  list: 'list.example.org',
  watched: [],
  count: async (position) => mails.length - Number(position),
  read: async function* (position) {
    for (let at = Number(position); at < mails.length; at++)
      yield { position: String(at + 1), message: { raw: Buffer.from(mails[at] as string), list: 'list.example.org', place: String(at) } }
  },
}

const evidence = [{ kind: 'commit', repo: 'sources/linux', commit: COMMIT, checked: '2026-01-01' }]
const BEFORE = [entryOf('area/wheel', { aliases: ['wheel-mode-fast', 'CAP_WHEEL'] }), entryOf('area/gone', { aliases: ['promised to anybody'] })]
const AFTER = [
  entryOf('area/wheel', { aliases: ['WHEELCAP', 'CAP_WHEEL', 'turning wheels slowly'] }),
  entryOf('area/loom', { aliases: ['wheel-mode-fast'], support: [{ evidence }] }),
  entryOf('sources/note', { kind: 'source' }),
]

describe.each(ENGINES)('mentions, over $name', (engine) => {
  const places = new Map<string, { dataDir: string; url: string }>()
  function placeOf(name: string): { dataDir: string; url: string } {
    const dataDir = join(root, engine.name, name)
    mkdirSync(dataDir, { recursive: true })
    const place = places.get(name) ?? { dataDir, url: engine.address(dataDir) }
    places.set(name, place)
    return place
  }

  async function ingest(name: string, records: readonly Entry[], sources: readonly Source[] = [source]) {
    const { dataDir, url } = placeOf(name)
    const store = await openStore({ url })
    const search = openMessages({ dataDir })
    const result = await ingestMail({ sources, records, store: store.mail, leases: store.leases, search, threads: 0, batch: 20 })
    await search.close()
    await store.close()
    return { result, state: await dump(dataDir, url) }
  }

  test('records that change, come and go are found in old messages as in a new ingest', async () => {
    const first = await ingest('changing', BEFORE)
    expect(first.result.mentions).toBeGreaterThan(0)
    const changed = await ingest('changing', AFTER, [])
    const anew = await ingest('anew', AFTER)
    expect(changed.state).toEqual(anew.state)
    expect(anew.result.mentions).not.toBe(first.result.mentions)
    expect(await ingest('changing', BEFORE, [])).toMatchObject({ state: first.state })
  })

  test('each kind of name is found in old messages', async () => {
    await ingest('kinds', [])
    await ingest('kinds', AFTER, [])
    const store = await openStore({ url: placeOf('kinds').url })
    const found = await Promise.all(TEXTS.map((_, index) => store.mail.mentionsIn(`t${index}@example.org`)))
    await store.close()
    const said = found.map((mentions) => mentions.filter(({ line }) => line > 0).map(({ record, name }) => `${record} ${name.slice(0, 12)}`))
    expect(said[0]).toEqual(['area/loom wheel-mode-f'])
    expect(said[1]?.sort()).toEqual(['area/loom 0123456789ab', 'area/wheel WHEELCAPs'])
    expect(said[2]?.[0]).toMatch(/^area\/loom /)
    expect(said[3]).toEqual(['area/loom wheel-mode-f'])
    expect(said[4]?.[0]).toMatch(/^area\/wheel turning/)
  })
})
