import { handle } from '../../../../lib/api/handle.ts'
import { openService } from '../../../../lib/api/open.ts'

export const dynamic = 'force-dynamic'

async function answer(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const path = (await params).path.map((segment) => decodeURIComponent(segment)).join('/')
  return handle(await openService(), request, `/${path}`)
}

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT }
