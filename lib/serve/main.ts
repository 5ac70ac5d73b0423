import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import next from 'next'
import { openService } from '../api/open.ts'
import { parseHops, parseQuota } from '../api/rate-limit.ts'
import { mcpOverHttp } from '../mcp/http.ts'
import { apiViewer } from './api-viewer.ts'
import { answerApi, answerWeb, isForApi, isForMcp } from './api.ts'
import { clientScripts } from './client-scripts.ts'
import { sendAnswer } from './answer.ts'
import { errorPage } from './error-page.ts'
import { setDefaults } from './headers.ts'
import { createLimit } from './limit.ts'
import { createPages } from './pages.ts'
import { createVersions } from './version.ts'

/**
 * Serves the built site until a signal. Configuration: `CANIMIGRATE_RATE_LIMIT` (requests/seconds for one address, default none) and
 * `CANIMIGRATE_TRUSTED_PROXIES` (proxies in front whose `X-Forwarded-For` is believed, default 0).
 * @param address where
 * @param root the project's folder
 */
export async function serve({ host, port, root }: { readonly host: string; readonly port: number; readonly root: string }): Promise<void> {
  const quota = parseQuota(process.env.CANIMIGRATE_RATE_LIMIT)
  const isTooMuch = quota && createLimit(quota, parseHops(process.env.CANIMIGRATE_TRUSTED_PROXIES))
  const files = new Map([...clientScripts(join(resolve(root), '.next', 'js')), ...apiViewer()])
  const app = next({ dev: false, dir: root, hostname: host, port })
  await app.prepare()
  const versions = createVersions(async () => (await openService()).store.version())
  // Before anything is read: a version that is first seen later may be newer than what was read.
  await versions()
  let mcp: ReturnType<typeof mcpOverHttp> | undefined
  const pages = createPages(app.getRequestHandler(), versions)
  const server = createServer(async (request, response) => {
    try {
      if (isTooMuch?.(request, response)) return
      const file = files.get(request.url ?? '')
      if (file) setDefaults(response)
      if (file) await sendAnswer(request, response, file)
      else if (isForApi(request)) await answerApi(openService, request, response)
      else if (isForMcp(request)) {
        mcp ??= mcpOverHttp(await openService())
        await answerWeb(mcp, request, response)
      } else await pages(request, response)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return
      console.error(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(errorPage())
    }
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => server.close(() => process.exit(0)))
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, host, listening))
}
