import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { questions } from '../contract/questions.ts'
import { type Site, startSite } from './site.ts'

describe('the site answers as the API and the command line do', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site?.close())

  it.each(questions.map((question) => [question.name, question] as const))(
    '%s',
    { timeout: 30_000 },
    async (_name, { from, to, guest, via, verdict, record, cites }) => {
      const query = new URLSearchParams([['from', from], ['to', to], ...(guest ? [['guest', guest]] : []), ...(via ?? []).map((one) => ['via', one])] as [
        string,
        string,
      ][])
      const response = await fetch(`${site.url}/check?${query}`)
      expect(response.status).toBe(200)
      const html = await response.text()
      const shown = /class="verdict is-(\w+)"/.exec(html)?.[1]
      if (verdict === 'not yes') expect(shown).toMatch(/^(no|conditional|unknown)$/)
      else expect(shown).toBe(verdict)
      if (record) expect(html).toMatch(new RegExp(`href="/(features|r)/${record}"`))
      for (const cite of cites ?? []) expect(html).toContain(cite)
    },
  )
})
