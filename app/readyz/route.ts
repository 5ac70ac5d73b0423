import { openService } from '../../lib/api/open.ts'

export const dynamic = 'force-dynamic'

/** The database is open and holds knowledge. */
export async function GET(): Promise<Response> {
  try {
    const { digest, entries } = await (await openService()).knowledge()
    if (entries.size === 0) return new Response('no records: run `canimigrate sync`\n', { status: 503, headers: { 'content-type': 'text/plain' } })
    return new Response(`ready ${digest}\n`, { headers: { 'content-type': 'text/plain' } })
  } catch (error) {
    console.error(error)
    return new Response('not ready\n', { status: 503, headers: { 'content-type': 'text/plain' } })
  }
}
