import { decoded } from '../../../lib/api/find-record.ts'
import { mailFile } from '../../../lib/api/mail/files.ts'
import { openService } from '../../../lib/api/open.ts'
import { problemOf } from '../../../lib/api/problem.ts'

export const dynamic = 'force-dynamic'

/** Bytes, mbox files and feeds of the archives; `proxy.ts` sends `…/raw`, `….mbox.gz` and `….atom` here. */
export async function GET(_request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  try {
    const { type, body, name } = await mailFile(await openService(), (await params).path.map(decoded).join('/'))
    return new Response(body as BodyInit, {
      headers: {
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        ...(name ? { 'content-disposition': `attachment; filename="${name}"` } : {}),
      },
    })
  } catch (error) {
    const { status, detail } = problemOf(error)
    if (status >= 500) console.error(error)
    return new Response(`${detail}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
}
