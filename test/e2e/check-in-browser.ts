import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Fields, fieldsOf, queryOf } from '../../lib/api/fields.ts'
import { restoreProof } from '../../lib/evaluate/index.ts'
import type { Answer } from '../../lib/model/index.ts'
import { questions } from '../contract/questions.ts'

const fields = (given: Partial<Fields>): Fields => ({ from: '', to: '', fromHost: '', toHost: '', guest: '', via: [], ...given })

const DOMAIN = `<domain type='kvm'>
  <name>خادم</name>
  <memory unit='KiB'>4194304</memory>
  <vcpu>4</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <cpu mode='custom' match='exact'><model>Skylake-Server-IBRS</model></cpu>
  <devices>
    <interface type='network'><mac address='52:54:00:1a:2b:3c'/><source network='default'/><model type='virtio'/></interface>
    <shinything type='x'/>
  </devices>
</domain>`
const XL = `name = "web"
type = "hvm"
memory = 2048
vcpus = 2
disk = [ 'format=raw,vdev=xvda,access=rw,target=/dev/vg/web' ]
vif = [ 'bridge=xenbr0' ]
sparkle = 1`
const CMDLINE = 'qemu-system-x86_64 -M pc-q35-7.2 -accel kvm -cpu Haswell -m 2G -smp 2 -device virtio-net-pci,netdev=n -netdev user,id=n'

/** Questions of every form, to be answered alike wherever they are. */
const ASKED: readonly Fields[] = [
  ...questions
    .slice(0, 12)
    .map(({ from, to, guest, via }) => fields({ from, to, guest: guest ?? '', via: via ?? [] }))
    .filter(({ via }) => via.length === 0),
  fields({ from: CMDLINE, fromHost: 'qemu=7.2 linux=6.1.20', to: `${CMDLINE} -device e1000`, toHost: 'qemu=8.2 linux=6.6.10 accel=kvm' }),
  fields({ from: DOMAIN, fromHost: 'qemu=7.2.0 linux=6.1.20', to: DOMAIN.replace('q35-7.2', 'q35-8.2'), toHost: 'qemu=8.2.0 linux=6.6.10' }),
  fields({ from: XL, fromHost: 'xen=4.17 arch=x86_64', to: 'xen=4.19 arch=x86_64', guest: 'linux=6.1' }),
  fields({ to: 'xen=4.5 arch=arm config=CONFIG_ARM_LPAE=n linux=3.16', guest: 'type=dom0 uses=netback' }),
]

/** An answer that was read from JSON as it is in memory. */
function restored(answer: Answer): Answer {
  const whole = <One extends Pick<Answer, 'findings'>>(one: One): One => ({
    ...one,
    findings: one.findings.map((finding) => ({ ...finding, because: [...restoreProof(finding.because)] })),
  })
  return { ...whole(answer), ...(answer.hops ? { hops: answer.hops.map(whole) } : {}) }
}

interface Answered {
  readonly by: string
  readonly answer: unknown
}

/** What `/check` does where there is JavaScript. */
export function checkInBrowser(site: () => { readonly url: string }, open: (path: string, javaScript: boolean, width?: number) => Promise<Page>): void {
  /** Does something in the page and waits for the answer that it brings. */
  const answered = async (page: Page, act: () => Promise<unknown>): Promise<Answered> => {
    const waiting = page.evaluate(
      `new Promise((done) => document.addEventListener('answered', ({ detail: { by, answer } }) => done({ by, answer }), { once: true }))`,
    ) as Promise<Answered>
    await act()
    return waiting
  }
  const write = (page: Page, { from, to, fromHost, toHost, guest }: Fields) =>
    page.evaluate(
      ([values]) => {
        const { elements } = document.querySelector('form#question') as HTMLFormElement
        for (const [name, value] of Object.entries(values as Record<string, string>)) (elements.namedItem(name) as HTMLInputElement).value = value
        for (const input of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name^="pick."]'))
          input.value = (elements.namedItem(input.name.replace(/^pick/, 'was')) as HTMLInputElement).value
      },
      [{ from, to, 'from-host': fromHost, 'to-host': toHost, guest }],
    )
  const submit = (page: Page) => page.evaluate(() => document.querySelector<HTMLFormElement>('form#question')?.requestSubmit())
  const result = (page: Page) => page.evaluate(() => document.querySelector('#result')?.innerHTML ?? '')
  /** Both as the browser reads them: attributes may be in another order. */
  const isAlike = (page: Page, one: string, other: string) =>
    page.evaluate(
      ([a, b]) => {
        const [left, right] = [a, b].map((html) => new DOMParser().parseFromString(html ?? '', 'text/html').body)
        for (const body of [left, right]) body?.normalize()
        return left?.isEqualNode(right ?? null)
      },
      [one, other],
    )

  test('the browser answers as the server does, to the last word', async () => {
    const page = await open('/check', true)
    const plain = await open('/check', false)
    for (const [index, one] of ASKED.entries()) {
      const { by, answer } = await answered(page, async () => {
        await write(page, one)
        await submit(page)
      })
      expect(by, queryOf(one)).toBe('browser')
      expect(answer, queryOf(one)).toEqual(restored((await (await fetch(`${site().url}/check.json?${queryOf(one)}`)).json()) as Answer))
      expect(new URL(page.url()).search, 'the address follows').toBe(
        new URL(`${site().url}/check?${queryOf(fieldsOf(new URLSearchParams(queryOf(one))))}`).search,
      )
      if (index % 4 > 0) continue
      await plain.goto(page.url())
      expect(await isAlike(page, await result(page), await result(plain)), queryOf(one)).toBe(true)
    }
    await Promise.all([page.close(), plain.close()])
  })

  test('the answer follows what is typed and chosen, and Back goes back', async () => {
    const page = await open('/check', true)
    const from = page.getByLabel('From', { exact: true })
    await answered(page, () => from.fill('kvm=hv cpu=power9 linux=5.15 qemu=7.2'))
    const typed = await answered(page, () => page.getByLabel('To', { exact: true }).fill('kvm=pr cpu=power9 linux=5.15 qemu=7.2'))
    expect(typed.by).toBe('browser')
    expect(await page.locator('#answer').textContent()).toContain('guest.uses.scv')
    await answered(page, () =>
      page
        .getByLabel('Linux')
        .first()
        .fill('6.1')
        .then(() => page.keyboard.press('Tab')),
    )
    expect(await from.inputValue()).toBe('kvm=hv cpu=power9 linux=6.1 qemu=7.2')
    const before = page.url()
    await answered(page, () => page.getByRole('link', { name: 'it does', exact: true }).first().click())
    expect(await page.locator('.verdict h2').textContent()).toBe('NO')
    expect(page.url()).toContain('guest=uses=scv')
    await answered(page, () => page.goBack())
    expect(page.url()).toBe(before)
    expect(await page.locator('.verdict h2').textContent()).not.toBe('NO')
    await answered(page, () => from.fill('qmeu=7.2'))
    expect(await page.locator('#from-problems').textContent()).toContain('did you mean `qemu`?')
    await page.close()
  })

  test('what was answered before is marked while another answer is on its way, and an answer that comes too late is not shown', async () => {
    const page = await open('/check', true)
    await page.route(/check-worker/, (route) => route.abort())
    const held: Route[] = []
    await page.route('**/check/ask', (route) => void held.push(route))
    const from = page.getByLabel('From', { exact: true })
    const to = page.getByLabel('To', { exact: true })
    await from.fill('kvm=hv cpu=power9 linux=5.15 qemu=7.2')
    await expect.poll(() => held.length).toBe(1)
    expect(await page.locator('#result[aria-busy]').count()).toBe(1)
    await to.fill('kvm=pr cpu=power9 linux=5.15 qemu=7.2')
    await page.getByLabel('Guest').first().focus()
    // That of one side alone would be a yes.
    await held[0]?.continue()
    await expect.poll(() => held.length).toBe(2)
    expect(await page.locator('.verdict').count()).toBe(0)
    expect(await to.inputValue()).toContain('kvm=pr')
    await held[1]?.continue()
    await page.locator('#result:not([aria-busy])').waitFor()
    expect(await page.locator('.verdict h2').textContent()).not.toBe('YES')
    await to.fill('kvm=hv cpu=power9 linux=5.15 qemu=7.2')
    await expect.poll(() => held.length).toBe(3)
    expect(await page.locator('#result[aria-busy] .verdict').count(), 'the old answer is marked').toBe(1)
    await held[2]?.continue()
    await page.locator('#result:not([aria-busy])').waitFor()
    expect(await page.locator('.verdict h2').textContent()).toBe('YES')
    await page.close()
  })

  test('without the knowledge file the server is asked', async () => {
    const page = await open('/', true)
    await page.route('**/answering.json', (route) => route.abort())
    await page.goto(`${site().url}/check`)
    await page.evaluate('caches.delete("knowledge")')
    const one = ASKED[0] as Fields
    const { by } = await answered(page, async () => {
      await write(page, one)
      await submit(page)
    })
    expect(by).toBe('server')
    expect(await page.locator('.verdict h2').textContent()).toBe('NO')
    expect(decodeURIComponent(page.url())).toContain('guest=uses=scv')
    await page.close()
  })

  test('nor does who asks wait for a knowledge file that does not come', async () => {
    const page = await open('/check', true)
    await page.route('**/export/answering.json', () => undefined)
    const { by } = await answered(page, async () => {
      await write(page, ASKED[0] as Fields)
      await submit(page)
    })
    expect(by).toBe('server')
    await page.close()
  })

  test('what is chosen is asked without JavaScript, and only what was changed', async () => {
    const page = await open('/check', false)
    for (const [side, linux] of [
      ['from', '5.15'],
      ['to', '6.1'],
    ] as const) {
      await page.locator(`[id="pick.${side}.linux"]`).fill(linux)
      await page.locator(`[id="pick.${side}.qemu"]`).fill('7.2')
    }
    await page.locator('[id="pick.vm.machine"]').fill('pc-q35-7.2')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.waitForURL(/\/check\?/)
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('accel=kvm linux=5.15 qemu=7.2 machine=pc-q35-7.2')
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('accel=kvm linux=6.1 qemu=7.2')
    await page.getByLabel('From', { exact: true }).fill('accel=kvm linux=5.10 qemu=7.2')
    await page.getByText('Choose', { exact: true }).nth(1).click()
    await page.locator('[id="pick.to.linux"]').fill('')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.waitForURL(/5\.10/)
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('accel=kvm linux=5.10 qemu=7.2')
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('accel=kvm qemu=7.2')
    await page.close()
  })

  test('a pasted domain is read out, with what was not understood and where; a long one has a short address', async () => {
    const page = await open('/check', false)
    const noise = Array.from({ length: 400 }, (_, index) => `<!-- line ${index * 7919} of a long description -->`).join('\n')
    await page.getByLabel('From', { exact: true }).fill(DOMAIN.replace('<devices>', `${noise}<devices>`))
    await page.getByLabel('To', { exact: true }).fill('qemu=8.2 linux=6.6 accel=kvm')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.waitForURL(/\/check\?z=/)
    expect(page.url().length).toBeLessThan(8000)
    expect(await page.locator('#from-read').textContent()).toContain('line 408: <devices/shinything type=x>')
    expect(await page.locator('#from-read').textContent()).toContain('machine=pc-q35-7.2')
    const twin = await fetch(page.url().replace('/check?', '/check.json?'))
    expect(await twin.json()).toMatchObject({ not_understood: ['<devices/shinything type=x>', expect.stringMatching(/^the USB controller that libvirt adds/)] })
    await page.close()
  })

  test('a question that no address can hold is answered, and says so', async () => {
    const random = Array.from({ length: 3000 }, (_, index) => Math.sin(index).toString(36).slice(2)).join('\n')
    const response = await fetch(`${site().url}/check/ask`, {
      method: 'POST',
      body: new URLSearchParams({ from: `${DOMAIN}<!--${random}-->`, to: 'qemu=8.2' }),
    })
    expect(new URL(response.url).search).toMatch(/^\?kept=[0-9a-f]{16}$/)
    expect(await response.text()).toContain('too long for a link')
    expect(await (await fetch(`${site().url}/check?kept=0000000000000000`)).text()).toContain('kept no more')
    expect(await (await fetch(`${site().url}/check?z=cut`)).text()).toContain('cut or damaged')
  })

  test('a fleet is taken as a file', async () => {
    const page = await open('/fleet', false)
    const hosts = Array.from(
      { length: 500 },
      (_, index) => `  h${index}: "qemu=7.2.0 linux=${index % 3 > 0 ? '6.1.20' : '5.15.30'} kvm=hv cpu=power${index % 2 > 0 ? '9' : '10'}"`,
    )
    const buffer = Buffer.from(`hosts:\n${hosts.join('\n')}\nvms:\n  db: {definition: "machine=pseries-7.2", guest: "uses=none linux=5.10", host: h1}\n`)
    await page.getByLabel(/^Or a file/).setInputFiles({ name: 'fleet.yaml', mimeType: 'application/yaml', buffer })
    await page.getByRole('button', { name: 'Plan' }).click()
    await page.waitForURL(/\/fleet\?z=/)
    expect(await page.locator('#answer').textContent()).toContain('Kinds of hosts')
    expect(await page.locator('table.overview').count()).toBe(1)
    await page.close()
  })
}
