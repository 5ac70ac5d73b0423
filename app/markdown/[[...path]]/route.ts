import { markdownPage } from '../../../lib/api/markdown.ts'
import { twin } from '../../../lib/api/twin.ts'

export const dynamic = 'force-dynamic'

/** The markdown twin of every page; `proxy.ts` sends `.md` paths and `Accept: text/markdown` here. */
export async function GET(request: Request, { params }: { params: Promise<{ path?: string[] }> }): Promise<Response> {
  return twin(request, (await params).path, 'text/markdown; charset=utf-8', markdownPage)
}
