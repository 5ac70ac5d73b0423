import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessTests } from './access.ts'
import { checkInBrowser } from './check-in-browser.ts'
import { launchChromium, missing } from './chromium.ts'
import { PAGES, QUESTIONS } from './pages.ts'
import { type Site, startSite } from './site.ts'

const { HV, PR, FLEET } = QUESTIONS

describe.skipIf(missing)('the site', () => {
  let site: Site
  let browser: Browser

  beforeAll(async () => {
    ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  })
  afterAll(() => Promise.all([browser?.close(), site?.close()]))

  accessTests(() => ({ url: site.url, browser }))

  const open = async (path: string, javaScriptEnabled = false, width = 1280): Promise<Page> => {
    const page = await browser.newPage({ javaScriptEnabled, viewport: { width, height: 900 } })
    await page.goto(site.url + path)
    return page
  }
  const text = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(site.url + path, { headers })
    return { status: response.status, type: response.headers.get('content-type') ?? '', body: await response.text() }
  }

  checkInBrowser(() => site, open)

  for (const javaScriptEnabled of [true, false]) {
    test(`a question is asked, answered with citations, and refined, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const page = await open('/check', javaScriptEnabled)
      await page.getByLabel('From', { exact: true }).fill(HV)
      await page.getByLabel('To', { exact: true }).fill(PR)
      await page.getByRole('button', { name: 'Check', exact: true }).click()
      await page.waitForURL(/\/check\?.*to=/)
      // Until then the answer is one to a question before.
      await page.locator('#result:not([aria-busy])').waitFor()
      const verdict = page.locator('.verdict h2')
      expect(await verdict.textContent()).not.toBe('YES')
      expect(await page.locator('#answer').textContent()).toContain('guest.uses.scv')

      await page.getByRole('link', { name: 'it does', exact: true }).first().click()
      await page.waitForURL(/guest=uses=scv/)
      await page.locator('#result:not([aria-busy])').waitFor()
      expect(await verdict.textContent()).toBe('NO')
      expect(await page.locator('.stages').textContent()).toContain('broken')
      const finding = page.locator('.finding').filter({ hasText: 'guest breaks' })
      expect(
        await finding
          .getByRole('link', { name: /David Gibson.*YgB74ak6QGuAd22y@yekko/ })
          .first()
          .getAttribute('href'),
      ).toMatch(/^https:\/\/.*YgB74ak6QGuAd22y@yekko/)
      await finding.getByText('The whole proof').first().click()
      await finding.locator('.tree').first().waitFor()
      expect(await finding.locator('.tree').first().textContent()).toContain('ppc/ail-modes@')
      await page.close()
    })
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`a fleet is pasted, mapped and planned, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const page = await open('/fleet', javaScriptEnabled)
      await page.getByLabel('Hosts, VMs and upgrades').fill(FLEET)
      await page.getByRole('button', { name: 'Plan' }).click()
      await page.waitForURL(/\/fleet\?fleet=/)
      expect(await page.locator('.verdict h2').textContent()).toBe('THERE IS AN ORDER')
      expect(await page.locator('table.overview td').allTextContents()).toEqual(['yes', 'yes', 'no', 'yes', 'yes', 'no', 'no', 'no', 'yes'])
      expect(await page.locator('svg.fleet-map').getAttribute('aria-label')).toContain('moves freely among A B')
      expect(await page.locator('svg.fleet-map rect').count()).toBe(2)
      const twin = await text(`/fleet.txt?${new URLSearchParams({ fleet: FLEET })}`)
      expect([twin.status, twin.body.split('\n')[0]]).toEqual([200, 'FLEET. 5 hosts of 3 kinds, 2 VMs of 1 definition.'])
      expect(await (await fetch(`${site.url}/fleet.json?${new URLSearchParams({ fleet: FLEET })}`)).json()).toMatchObject({ upgrade: { status: 'order' } })
      await page.close()
    })
  }

  test('a remedy can be applied and does what it says', async () => {
    const page = await open(
      `/check?${new URLSearchParams({ from: 'kvm=hv cpu=power9 linux=6.1 qemu=9.1', to: 'kvm=pr cpu=power9 linux=6.1 qemu=9.1', guest: 'uses=scv' })}`,
    )
    expect(await page.locator('.verdict h2').textContent()).toBe('NO')
    const before = page.url()
    const offer = page.locator('li', { has: page.getByRole('link', { name: 'apply' }) }).first()
    const promised = (await offer.locator('strong').textContent())?.toUpperCase()
    await offer.getByRole('link').click()
    await page.waitForURL((url) => url.href !== before)
    expect(await page.locator('.verdict h2').textContent()).toBe(promised)
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toContain('cap-ail-mode-3=off')
    await page.close()
  })

  test('missing facts are inputs that add to the question', async () => {
    const page = await open(`/check?${new URLSearchParams({ from: 'kvm=hv cpu=power9', to: 'kvm=pr cpu=power9' })}`)
    const input = page.locator('#answer input[name^="add.destination."]').first()
    const fact = (await input.getAttribute('name'))?.replace('add.destination.', '') as string
    expect(['qemu', 'linux']).toContain(fact)
    await input.fill(fact === 'qemu' ? '7.2' : '5.15')
    await page.getByRole('button', { name: /^Add what/ }).click()
    await page.waitForURL(/#answer$/)
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe(`kvm=pr cpu=power9 ${fact}=${fact === 'qemu' ? '7.2' : '5.15'}`)
    expect(page.url()).not.toContain('add.')
    await page.close()
  })

  test('what is wrong stands beside its field and the form is kept', async () => {
    const page = await open(`/check?${new URLSearchParams({ from: 'qmeu=7.2', to: 'qemu=7.2', guest: 'nonsense' })}`)
    expect(await page.locator('#from-problems').textContent()).toContain('did you mean `qemu`?')
    expect(await page.locator('#guest-problems').textContent()).toContain('`nonsense`')
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('qmeu=7.2')
    await page.close()
  })

  test('a command line with a hostile text is shown as text', async () => {
    const page = await open(`/check?${new URLSearchParams({ from: '"><script>document.title="x"</script><b>=1', to: 'qemu=7.2' })}`, true)
    expect(await page.title()).not.toBe('x')
    expect(await page.locator('main b').count()).toBe(0)
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toContain('<script>')
    await page.close()
  })

  test('search corrects a slip and marks what it found', async () => {
    const page = await open('/')
    await page.locator('form.big input[name="q"]').fill('XENFEAT_grant_map_identiy')
    await page.locator('form.big').getByRole('button').click()
    await page.waitForURL(/\/search\?q=/)
    expect(await page.locator('main li').first().textContent()).toContain('xen/grant-map-identity')
    expect(await page.locator('mark').count()).toBeGreaterThan(0)
    await page.close()
  })

  test('a search shows what it finds while it is typed, for the keyboard too', async () => {
    const page = await open('/policies', true)
    const box = page.getByRole('combobox', { name: 'Search' })
    await box.pressSequentially('KVM_CAP_PPC_FWNM')
    const options = page.getByRole('listbox').getByRole('option')
    await options.filter({ hasText: 'KVM_CAP_PPC_FWNMI' }).first().waitFor()
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    await box.press('ArrowDown')
    expect(await page.locator(`[id="${await box.getAttribute('aria-activedescendant')}"]`).textContent()).toContain('KVM_CAP_PPC_FWNMI')
    await box.press('Escape')
    expect(await page.getByRole('listbox').count()).toBe(0)
    expect(await box.inputValue()).toBe('KVM_CAP_PPC_FWNM')
    await box.press('ArrowDown')
    await box.press('Enter')
    await page.waitForURL(/\/features\/kvm\/cap-ppc-fwnmi$/)
    await page.close()
  })

  test('a question that is typed as a search leads to the check, filled in; a release to its matrix', async () => {
    const page = await open(`/search?q=${encodeURIComponent('kvm hv power9 linux 6.1 qemu 9.1 -> kvm pr with a guest that uses scv')}`)
    await page.locator('.find-direct a').first().click()
    await page.waitForURL(/\/check\?/)
    expect(await page.locator('.verdict h2').count()).toBe(1)
    await page.goto(`${site.url}/search?q=qemu+7.2`)
    await page.locator('main li a').first().click()
    await page.waitForURL(/\/matrix\?component=qemu&version=7\.2/)
    await page.close()
  })

  test('a search is narrowed by links, and where nothing is found something is offered', async () => {
    const page = await open('/search?q=migration')
    const narrow = page.getByRole('navigation', { name: 'Narrow the results' })
    await narrow.getByRole('link', { name: 'policies' }).click()
    await page.waitForURL(/kind=policy/)
    await narrow.getByRole('link', { name: 'contested' }).click()
    await page.waitForURL(/status=contested/)
    expect(await page.locator('.find-hits li').count()).toBeGreaterThan(0)
    await page.goto(`${site.url}/search?q=steal+time&kind=source`)
    await page.getByRole('link', { name: /without the filters/ }).click()
    expect(await page.locator('.find-hits li').count()).toBeGreaterThan(0)
    await page.goto(`${site.url}/search?q=hvmcallbakvektors`)
    expect(await page.locator('main li a').count()).toBeGreaterThan(1)
    await page.close()
  })

  test('a cell of the matrix leads to its statement, a record to its revisions', async () => {
    const page = await open('/matrix?feature=ppc/ail-modes')
    await page.locator('td a').first().click()
    await page.waitForURL(/[?&]version=[\d.]+#cell$/)
    expect(await page.locator('#cell').textContent()).toMatch(/supported.*checked \d{4}-\d\d-\d\d/s)
    await page.locator('#cell a[href*="#support."]').first().click()
    await page.waitForURL(/\/features\/ppc\/ail-modes#support\.[a-z]+\.[0-9a-f]{8}$/)
    await page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`).waitFor()
    await page.getByRole('link', { name: 'permanent link', exact: true }).click()
    await page.waitForURL(/\/r\/ppc\/ail-modes@[0-9a-f]{8}$/)
    expect(await page.locator('h1').textContent()).toContain('AIL')
    await page.close()
  })

  test('cells of a matrix are gone through by arrow keys and told in a dialog, with JavaScript', async () => {
    const page = await open('/matrix?component=xen&area=all', true)
    const focused = () => page.evaluate('document.activeElement.getAttribute("href")') as Promise<string>
    await page.locator('table.mx td a').first().focus()
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    const below = await focused()
    expect(below).not.toBe(first)
    await page.keyboard.press('ArrowUp')
    expect(await focused()).toBe(first)
    await page.keyboard.press('Enter')
    await page.locator('dialog.mx-dialog[open]').waitFor()
    expect(await page.locator('dialog').textContent()).toMatch(/checked \d{4}/)
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    expect(await focused()).toBe(first)
    await page.close()
  })

  test.each([
    'component=qemu&area=machine',
    'component=qemu&area=all&every=1',
    'component=linux&area=all',
    'component=qemu&version=7.2',
    'feature=ppc/multi-tce&view=joint&every=1',
  ])('a matrix of %s is bounded, and comes as CSV, JSON and a picture too', async (query) => {
    const page = await text(`/matrix?${query}`)
    expect(page.status).toBe(200)
    expect(page.body.length).toBeLessThan(500_000)
    for (const [form, type] of [
      ['csv', 'text/csv'],
      ['json', 'application/json'],
      ['svg', 'image/svg+xml'],
    ] as const) {
      const other = await text(`/matrix.${form}?${query}`)
      expect([other.status, other.type.split(';')[0]]).toEqual([200, type])
    }
    expect(await (await fetch(`${site.url}/api/v1/matrix/table?${query}`)).json()).toEqual(JSON.parse((await text(`/matrix.json?${query}`)).body))
  })

  test.each(['/features/ppc/ail-mode', '/r/ppc/ail-modes@00000000', '/policies/ppc-ail-mode'])('%s is not here, and says what is near', async (path) => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    const response = await page.goto(site.url + path)
    expect(response?.status()).toBe(404)
    expect(await page.locator('main').textContent()).toMatch(/Did you mean (ppc\/ail-modes|ppc-ail-modes)/)
    await page.close()
  })

  test('a page that is not below /api/ says so', async () => {
    const response = await fetch(`${site.url}/api/docs`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Nothing has this address.')
  })

  test.each(PAGES)('%s fits a phone, and has a plain-text twin', async (path) => {
    const page = await open(path, false, 390)
    const [scroll, width] = (await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]')) as [number, number]
    expect(scroll).toBeLessThanOrEqual(width)
    expect(await page.locator('h1').count()).toBe(1)
    const link = (which: string) => page.locator(`head > link[rel=${which}`).first().getAttribute('href')
    expect(await link('canonical]')).toMatch(/^http:\/\/127\.0\.0\.1:\d+(\/|$)/)
    expect(await page.locator('head > meta[property="og:title"]').getAttribute('content')).not.toBe('')
    // A question that cannot be read has no answer in any form: a line that says why.
    const [status, markdown] = path.includes('qmeu') ? [400, 'text/plain'] : [200, 'text/markdown']
    for (const [type, expected, twin] of [
      [markdown, status, await link('alternate][type="text/markdown"]')],
      ['application/atom+xml', 200, await link('alternate][type="application/atom+xml"]')],
    ] as const) {
      const found = await text(new URL(twin ?? '', site.url).pathname + new URL(twin ?? '', site.url).search)
      expect([twin, found.status, found.type.split(';')[0]]).toEqual([twin, expected, type])
    }
    await page.close()
    const [name, query] = path.split('?') as [string, string | undefined]
    const twin = await text(`${name === '/' ? '/index' : name}.txt${query ? `?${query}` : ''}`)
    expect(twin.type).toContain('text/plain')
    expect(twin.body).not.toMatch(/<(html|div|p)\b/)
    for (const line of twin.body.split('\n')) if ([...line].length > 78 && !line.includes('|')) expect(line.trim()).not.toMatch(/\S\s+\S+\s+\S.*\s\S{1,20}$/)
    expect(await text(path, { accept: 'text/plain' })).toEqual(twin)
    expect((await text(path, { accept: '*/*' })).type).toContain('text/html')
  })

  test('an id that a record had leads to it, and a revision shows what it said', async () => {
    const moved = await fetch(`${site.url}/features/devices/invtsc.txt`, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([308, '/features/x86/invtsc.txt'])
    const page = await open('/features/ppc/ail-modes')
    const revisions = page.locator('ul.revisions li')
    if ((await revisions.count()) > 1) {
      await revisions
        .first()
        .getByRole('link', { name: /^what changed/ })
        .click()
      await page.locator('pre.diff ins').first().waitFor()
      await revisions.nth(1).locator('a.id').click()
      expect(await page.locator('.notice').textContent()).toContain('This is an old revision')
      expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex')
    }
    await page.close()
  })

  test('a claim is cited by the mark beside it, and the address leads to it', async () => {
    const page = await open('/policies/ppc-ail-modes')
    await page.locator('[id^="position."] .claim-mark').first().click()
    expect(page.url()).toMatch(/\/r\/ppc-ail-modes@[0-9a-f]{8}#position\./)
    expect(await page.locator(':target').textContent()).toContain('2022-01-29')
    expect(await page.locator('svg.discussion a[href^="#position."]').count()).toBe(await page.locator('[id^="position."]').count())
    await page.close()
  })

  test('a cell of a matrix is cited by its own mark, at any of its releases, and what is not there is said', async () => {
    const page = await open('/features/ppc/ail-modes')
    const cell = page.locator('table.mx td[id^="cell.qemu."]').last()
    const mark = cell.locator('.cell-mark')
    expect(await mark.isVisible()).toBe(false)
    await cell.getByRole('link').first().focus()
    expect(await mark.isVisible()).toBe(true)
    await mark.click()
    expect(page.url()).toMatch(/\/r\/ppc\/ail-modes@[0-9a-f]{8}#cell\.qemu\./)
    expect(await page.locator('td:target').getAttribute('id')).toBe(new URL(page.url()).hash.slice(1))
    // A release that shares a column with others has an address too.
    const within = await page.locator('table.mx td > span[id^="cell."]').first().getAttribute('id')
    await page.goto(`${page.url().replace(/#.*/, '')}#${within}`)
    expect(await page.locator('td:has(> :target)').count()).toBe(1)
    await page.close()
    const told = await open('/features/ppc/ail-modes#cell.qemu.99', true)
    expect(await told.locator('#no-such-claim').textContent()).toContain('There is no claim `cell.qemu.99`')
    await told.close()
    const panel = await open('/matrix?feature=ppc/ail-modes&component=qemu&version=8.0')
    await panel.getByRole('link', { name: 'cite this cell' }).first().click()
    expect(await panel.locator('td:target, td:has(> :target)').count()).toBe(1)
    await panel.close()
  })

  test.each([
    ['/robots.txt', 'text/plain'],
    ['/sitemap.xml', 'application/xml'],
    ['/opensearch.xml', 'application/opensearchdescription+xml'],
    ['/calendar.ics', 'text/calendar'],
    ['/changes.atom', 'application/atom+xml'],
    ['/card/site.png', 'image/png'],
    ['/card/r/ppc/ail-modes.png', 'image/png'],
  ])('%s is there', async (path, type) => {
    const found = await text(path)
    expect([found.status, found.type.split(';')[0]]).toEqual([200, type])
    expect(found.body.length).toBeGreaterThan(100)
  })

  test('who would rather have markdown gets it', async () => {
    const found = await text('/features/ppc/ail-modes', { accept: 'text/markdown, */*' })
    expect([found.type, found.body.slice(0, 2)]).toEqual(['text/markdown; charset=utf-8', '# '])
  })

  test('lists are narrowed and put in order', async () => {
    const page = await open('/policies')
    await page.getByLabel('status', { exact: true }).selectOption('contested')
    await page.getByLabel('order', { exact: true }).selectOption('title')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL(/status=contested/)
    expect(new Set(await page.locator('main li .tag').allTextContents())).toEqual(new Set(['contested']))
    const titles = await page.locator('main li .row > a').allTextContents()
    expect(titles).toEqual([...titles].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
    await page.close()
  })

  test('the answer as JSON is the API’s', async () => {
    const question = { from: HV, to: PR, guest: 'uses=scv' }
    const posted = await fetch(`${site.url}/api/v1/evaluate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    })
    expect(JSON.parse((await text(`/check.json?${new URLSearchParams(question)}`)).body)).toEqual(await posted.json())
    expect((await text('/check.json?to=qemu%3D7.9')).status).toBe(400)
  })

  test('it is alive and ready', async () => {
    expect((await text('/healthz')).status).toBe(200)
    expect((await text('/readyz')).body).toMatch(/^ready [0-9a-f]{16}/)
  })
})
