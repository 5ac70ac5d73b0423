import { XMLParser, XMLValidator } from 'fast-xml-parser'
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedFile } from '../../lib/api/feeds/feed-file.ts'
import { handle } from '../../lib/api/handle.ts'
import { betterRecordPath, isThere } from '../../lib/api/find-record.ts'
import { markdownPage } from '../../lib/api/markdown.ts'
import { recordPage } from '../../lib/api/record-page.ts'
import { reportMail } from '../../lib/api/report-mail.ts'
import { createService, type Service } from '../../lib/api/service.ts'
import { textPage } from '../../lib/api/text.ts'
import { revisionOf } from '../../lib/content/revision.ts'
import { openMessages } from '../../lib/search/open-messages.ts'
import { ENGINES } from '../fixtures/engines.ts'
import { CLEAN } from '../lint/fixture.ts'
import { openWorkspace, type Workspace } from '../pipeline/workspace.ts'

const ALPHA = 'features/test/alpha.md'
const first = CLEAN[ALPHA] as string
const second = first.replace('title: Alpha', 'title: Alpha, said better')
const extra = first.replaceAll('test/alpha', 'test/extra').replace('cap-alpha, ALPHA_FLAG', 'EXTRA_FLAG').replace('option: cap-alpha', 'option: cap-extra')
const renamed = extra.replace('id: test/extra\n', 'id: other/extra\nformerly: [test/extra]\n').replace('title: Alpha', 'title: The other')
const lost = extra.replaceAll('test/extra', 'test/lost').replaceAll('EXTRA_FLAG', 'LOST_FLAG').replaceAll('cap-extra', 'cap-lost')
const NOTE = 'Ein Zweig, den es länger gab, als jemand dachte, und dessen Ende in vielen Zeilen erzählt wird; mit Komma, Semikolon und \\.'
const line = (CLEAN['releases/linux.yaml'] as string).replace('{version: "5.5.1"}]', `{version: "5.5.1"}], eol: 2020-04-21, note: ${JSON.stringify(NOTE)}`)
const words = (CLEAN['rules/test/words.md'] as string).replace('{removed: "6.1"}', '{deprecated: "5.4"}, {removed: "5.5"}')
const URL_OF_SITE = 'https://can.example'

describe.each(ENGINES)('over $name', (engine) => {
  let work: Workspace
  let service: Service
  let messages: ReturnType<typeof openMessages>
  beforeAll(async () => {
    work = await openWorkspace(CLEAN, engine)
    work.git('init', '-q')
    work.put({ 'features/test/extra.md': extra, 'features/test/lost.md': lost, 'releases/linux.yaml': line, 'rules/test/words.md': words })
    work.commit('2024-01-01T00:00:00Z')
    work.put({ [ALPHA]: second })
    work.commit('2024-02-01T00:00:00Z')
    work.put({ 'features/test/extra.md': undefined, 'features/test/lost.md': undefined, 'features/other/extra.md': renamed })
    work.commit('2024-03-01T00:00:00Z')
    expect((await work.sync()).problems).toEqual([])
    messages = openMessages({ dataDir: work.dataDir })
    service = createService(work.store, work.search, messages, URL_OF_SITE)
  })
  afterAll(async () => {
    await messages.close()
    await work.close()
  })

  const none = new URLSearchParams()
  const feed = async (path: string) => {
    const { type, body } = await feedFile(service, path, none)
    expect(XMLValidator.validate(body)).toBe(true)
    return {
      type,
      body,
      xml: new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', isArray: (name) => name === 'entry' || name === 'link' }).parse(body),
    }
  }

  describe('a cited revision', () => {
    test('shows what it said, and what changed since', async () => {
      const page = await recordPage(service, `test/alpha@${revisionOf(first)}`)
      expect(page).toMatchObject({
        stored: { raw: first, current: false },
        now: { revision: revisionOf(second) },
        diff: { added: 1, removed: 1 },
        asked: false,
      })
      const text = await textPage(service, `r/test/alpha@${revisionOf(first)}`, none)
      expect(text).toContain(`An old revision; the current one is test/alpha@${revisionOf(second)}`)
      expect(text).toContain('\nAlpha\n')
      expect(text).not.toContain('said better')
    })

    test('differs from another by a patch that patch(1) takes', async () => {
      const asked = new URLSearchParams({ diff: `${revisionOf(first)}..${revisionOf(second)}` })
      const patch = await textPage(service, 'features/test/alpha', asked)
      expect(patch.split('\n').filter((line) => /^[-+](?![-+])/.test(line))).toEqual(['-title: Alpha', '+title: Alpha, said better'])
      expect(patch).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/m)
      await expect(recordPage(service, 'test/alpha', undefined, '00000000..11111111')).rejects.toThrow('no revision `00000000`')
    })

    test('says nothing more where it is what the record says now', async () => {
      expect(await recordPage(service, `test/alpha@${revisionOf(second)}`)).not.toHaveProperty('diff')
    })
  })

  describe('a renamed record', () => {
    test.each([
      ['/features/test/extra', '/features/other/extra'],
      ['/features/test/extra.txt', '/features/other/extra.txt'],
      ['/features/test/extra.md', '/features/other/extra.md'],
      ['/features/test/extra.atom', '/features/other/extra.atom'],
      ['/r/test/extra', '/r/other/extra'],
      ['/mentions/test/extra', '/mentions/other/extra'],
      ['/policies/test/extra', '/features/other/extra'],
      ['/features/alpha-policy', '/policies/alpha-policy'],
      [`/r/test/extra@${revisionOf(extra)}`, undefined],
      ['/features/test/alpha', undefined],
      ['/features/nowhere', undefined],
    ])('%s leads to %s', async (from, to) => expect(await betterRecordPath(service, from)).toBe(to))

    test('keeps its old revisions readable, with the difference to what it is', async () => {
      const page = await recordPage(service, `test/extra@${revisionOf(extra)}`)
      expect(page).toMatchObject({ stored: { raw: extra, removed: true }, now: { data: { id: 'other/extra' } } })
      expect(page?.diff?.hunks?.flatMap(({ lines }) => lines)).toContain('+formerly: [test/extra]')
      expect(await isThere(service, `/r/test/extra@${revisionOf(extra)}`)).toBe(true)
      expect(await recordPage(service, `other/extra@${revisionOf(extra)}`)).toMatchObject({ stored: { raw: extra } })
    })

    test('has the revisions of both ids in its history', async () => {
      const page = await recordPage(service, 'other/extra')
      expect(page?.revisions.map(({ id, revision }) => `${id}@${revision}`)).toEqual([`other/extra@${revisionOf(renamed)}`, `test/extra@${revisionOf(extra)}`])
    })

    test('is found over the API, which says where it is now', async () => {
      const ask = async (id: string) => (await handle(service, new Request(`${URL_OF_SITE}/api/v1/records/${id}`), `/records/${id}`)).json()
      expect(await ask('test/extra')).toMatchObject({ id: 'test/extra', removed: true, movedTo: 'other/extra' })
      expect(await ask('test/lost')).not.toHaveProperty('movedTo')
      expect(await ask('other/extra')).toMatchObject({ removed: false, data: { formerly: ['test/extra'] } })
    })

    test('a removed record that nothing replaced shows what it was', async () => {
      expect(await betterRecordPath(service, '/features/test/lost')).toBeUndefined()
      expect(await textPage(service, 'features/test/lost', none)).toContain('This record was removed; this is what it was.')
    })
  })

  describe('feeds', () => {
    test.each(['/changes.atom', '/features/test/alpha.atom', '/r/other/extra.atom', '/policies/alpha-policy.atom', '/areas/test.atom'])(
      '%s is Atom',
      async (path) => {
        const { type, xml } = await feed(path)
        expect(type).toContain('application/atom+xml')
        expect(xml.feed).toMatchObject({ '@xmlns': 'http://www.w3.org/2005/Atom', id: expect.stringMatching(/^https:/), title: expect.any(String) })
        expect(xml.feed.link).toContainEqual({ '@rel': 'self', '@type': 'application/atom+xml', '@href': URL_OF_SITE + path })
        const ids = xml.feed.entry.map((one: { id: string }) => one.id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const one of xml.feed.entry) {
          expect(one).toMatchObject({ title: expect.any(String), author: { name: expect.any(String) }, link: [{ '@href': expect.stringMatching(/^https:/) }] })
          expect(new Date(one.updated).toISOString()).toBe(one.updated)
        }
        expect(xml.feed.updated).toBe(xml.feed.entry[0].updated)
      },
    )

    test('a change names its revision for ever, and brings its difference', async () => {
      const { xml } = await feed('/features/test/alpha.atom')
      expect(xml.feed.entry).toMatchObject([
        { id: `${URL_OF_SITE}/r/test/alpha@${revisionOf(second)}`, updated: '2024-02-01T00:00:00.000Z' },
        { id: `${URL_OF_SITE}/r/test/alpha@${revisionOf(first)}`, updated: '2024-01-01T00:00:00.000Z' },
      ])
      expect(xml.feed.entry[0].content['#text']).toContain('+title: Alpha, said better')
      expect(xml.feed.entry[0].link[0]['@href']).toBe(`${URL_OF_SITE}/r/test/alpha@${revisionOf(second)}?diff=${revisionOf(first)}..${revisionOf(second)}`)
    })

    test('a rename is told, and where to', async () => {
      const { xml } = await feed('/changes.atom')
      const told = xml.feed.entry.find((one: { title: string }) => one.title.includes('(test/extra) renamed'))
      expect(told).toMatchObject({ id: `${URL_OF_SITE}/r/test/extra@${revisionOf(extra)}#removed`, link: [{ '@href': `${URL_OF_SITE}/features/other/extra` }] })
      expect(xml.feed.entry.some((one: { title: string }) => one.title.includes('(test/lost) removed'))).toBe(true)
    })

    test('what is no record has none', async () => {
      await expect(feed('/features/nowhere.atom')).rejects.toThrow('nothing at `/features/nowhere.atom`')
      await expect(feed('/areas/nowhere.atom')).rejects.toThrow('nothing at')
    })
  })

  describe('what search engines and browsers ask for', () => {
    test('sitemaps name every record once, with the day of its last change', async () => {
      const index = await feed('/sitemap.xml')
      const files = index.xml.sitemapindex.sitemap.map(({ loc }: { loc: string }) => loc.slice(URL_OF_SITE.length)) as string[]
      const urls: { loc: string; lastmod?: string }[] = []
      for (const file of files) urls.push(...(await feed(file)).xml.urlset.url)
      expect(new Set(urls.map(({ loc }) => loc)).size).toBe(urls.length)
      expect(urls).toContainEqual({ loc: `${URL_OF_SITE}/features/test/alpha`, lastmod: '2024-02-01T00:00:00.000Z' })
      expect(urls.map(({ loc }) => loc)).not.toContain(`${URL_OF_SITE}/features/test/extra`)
      await expect(feed('/sitemap-records-2.xml')).rejects.toThrow('nothing at')
    })

    test('robots are told of the sitemap, browsers how to search', async () => {
      expect((await feedFile(service, '/robots.txt', none)).body).toContain(`Sitemap: ${URL_OF_SITE}/sitemap.xml`)
      const { xml } = await feed('/opensearch.xml')
      expect(xml.OpenSearchDescription.Url[0]['@template']).toBe(`${URL_OF_SITE}/search?q={searchTerms}`)
    })
  })

  describe('the calendar', () => {
    const events = async (query = '') => {
      const { type, body } = await feedFile(service, '/calendar.ics', new URLSearchParams(query))
      expect(type).toContain('text/calendar')
      for (const line of body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      return new ICAL.Component(ICAL.parse(body)).getAllSubcomponents('vevent').map((event: InstanceType<typeof ICAL.Component>) => ({
        uid: String(event.getFirstPropertyValue('uid')),
        day: String(event.getFirstPropertyValue('dtstart')),
        summary: String(event.getFirstPropertyValue('summary')),
        description: String(event.getFirstPropertyValue('description')),
      }))
    }

    test('has the ends of support and the removals, each under a name of its own', async () => {
      const found = await events()
      expect(found).toContainEqual(
        expect.objectContaining({ uid: 'eol-linux-5.5@canimigrate', day: '2020-04-21', summary: 'Linux 5.5: last day of upstream support' }),
      )
      expect(found.find(({ uid }) => uid === 'eol-linux-5.5@canimigrate')?.description).toContain(NOTE)
      expect(found).toContainEqual(expect.objectContaining({ uid: 'removed-linux-5.5-rules.test.words@canimigrate', day: '2020-01-26' }))
      expect(new Set(found.map(({ uid }) => uid)).size).toBe(found.length)
      expect(found.map(({ day }) => day)).toEqual(found.map(({ day }) => day).sort())
    })

    test('is narrowed by component', async () => expect(await events('component=nothing')).toEqual([]))
  })

  describe('twins in markdown', () => {
    test.each([
      'features/test/alpha',
      'r/other/extra',
      'policies/alpha-policy',
      'areas/test',
      'features',
      'policies',
      'changes',
      '',
      'matrix',
      'check',
      'search',
      'r/releases/linux',
    ])('/%s has one', async (path) => expect((await markdownPage(service, path, none)).length).toBeGreaterThan(30))

    test('a record says the same as its page, with links that hold elsewhere', async () => {
      const text = await markdownPage(service, 'features/test/alpha', none)
      expect(text).toMatch(/^# Alpha, said better\n/)
      expect(text).toContain(`${URL_OF_SITE}/r/test/alpha@${revisionOf(second)}`)
      expect(text).not.toMatch(/\]\(\//)
    })
  })

  test('a prepared mail names the revision, and goes to the configured address', () => {
    const stored = { id: 'test/alpha', revision: '0a1b2c3d' }
    const { href, to, body } = reportMail(stored, URL_OF_SITE, { CANIMIGRATE_REPORT_TO: 'records@can.example' })
    expect(to).toBe('records@can.example')
    const mail = new URL(href as string)
    expect(mail.protocol + mail.pathname).toBe('mailto:records@can.example')
    expect(mail.searchParams.get('subject')).toContain('test/alpha@0a1b2c3d')
    expect(mail.searchParams.get('body')?.replaceAll('\r\n', '\n')).toBe(body)
    expect(body).toContain(`${URL_OF_SITE}/r/test/alpha@0a1b2c3d`)
    expect(reportMail(stored, URL_OF_SITE, {})).not.toHaveProperty('href')
    expect(() => reportMail(stored, URL_OF_SITE, { CANIMIGRATE_REPORT_TO: 'x@y?bcc=all@z' })).toThrow('is no mail address')
  })
})
