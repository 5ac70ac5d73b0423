import { textPage } from '../../../lib/api/text.ts'
import { twin } from '../../../lib/api/twin.ts'

export const dynamic = 'force-dynamic'

/** The plain-text twin of every page; `proxy.ts` sends `.txt` paths and `Accept: text/plain` here. */
export async function GET(request: Request, { params }: { params: Promise<{ path?: string[] }> }): Promise<Response> {
  return twin(request, (await params).path, 'text/plain; charset=utf-8', textPage)
}
