import { matrixDownload } from '../../lib/api/matrix/download.ts'
import { openService } from '../../lib/api/open.ts'

export const dynamic = 'force-dynamic'

/** The matrix of `/matrix` under the same query. */
export async function GET(request: Request): Promise<Response> {
  return matrixDownload(await openService(), request, 'csv')
}
