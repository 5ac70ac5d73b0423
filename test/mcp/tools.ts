import { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** What an assistant gets, over one transport. */
export function mcpTools(name: string, transport: () => Parameters<Client['connect']>[0]): void {
  describe(`MCP over ${name}`, () => {
    let client: Client
    beforeAll(async () => {
      client = new Client({ name: 'test', version: '1' })
      await client.connect(transport())
    }, 180_000)
    afterAll(() => client.close())
    const call = async (name: string, given: Record<string, unknown>) => {
      const { content, isError, structuredContent } = await client.callTool({ name, arguments: given })
      return { text: (content as { text: string }[])[0]?.text ?? '', isError: isError === true, structured: structuredContent as Record<string, unknown> }
    }

    it('lists its tools', async () => {
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name).sort()).toEqual(['check', 'cite', 'matrix', 'policy', 'search', 'show'])
    })

    it('checks, and says what is wrong with a question', async () => {
      const { text, structured } = await call('check', { from: 'qemu=7.2 machine=pc-q35-6.2', to: 'qemu=7.2 machine=q35' })
      expect(text).toMatch(/^NO\./)
      expect(structured).toMatchObject({ verdict: 'no', stream: 'refused' })
      expect(await call('check', { to: 'cpu=power99' })).toMatchObject({ isError: true, text: expect.stringContaining('did you mean `power9`?') })
    })

    it('finds, shows, cites', { timeout: 120_000 }, async () => {
      const { structured } = await call('search', { query: 'XENFEAT_grant_map_identiy' })
      const { id } = (structured.hits as { id: string }[])[0] as { id: string }
      expect((await call('show', { id })).text).toContain('XENFEAT_grant_map_identity')
      expect((await call('cite', { id, format: 'link' })).text).toMatch(new RegExp(`${id}@[0-9a-f]{8}`))
      expect((await call('matrix', { feature: id })).text).toMatch(/supported|absent/)
      expect((await call('policy', { query: 'feature flag withdrawn' })).text).toContain('in force')
      expect(await call('show', { id: `${id}x` })).toMatchObject({ isError: true, text: expect.stringContaining(`did you mean \`${id}\`?`) })
      expect(await call('matrix', { component: 'qemu', version: '99' })).toMatchObject({ isError: true })
    })
  })
}
