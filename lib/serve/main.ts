import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import next from 'next'
import { openService } from '../api/open.ts'
import { setting } from '../config/settings.mjs'
import { mcpOverHttp } from '../mcp/http.ts'
import { createAdmit } from './admit.ts'
import { apiViewer } from './api-viewer.ts'
import { answerApi, answerWeb, isForApi, isForMcp } from './api.ts'
import { clientScripts } from './client-scripts.ts'
import { sendAnswer } from './answer.ts'
import { drainServer } from './drain.ts'
import { errorPage } from './error-page.ts'
import { PATIENCE, refuse } from './guard.ts'
import { setDefaults } from './headers.ts'
import { createHealth } from './health.ts'
import { createLimit } from './limit.ts'
import { createLog, takeConsole } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createPages } from './pages.ts'
import { observed } from './requests.ts'
import { createVersions } from './version.ts'

/**
 * Serves the built site until a signal, then answers what is under way and ends the process. What it is set up by is in `lib/config/settings.mjs`, which is to be
 * checked before.
 * @param address where
 * @param root the project's folder
 */
export async function serve({ host, port, root }: { readonly host: string; readonly port: number; readonly root: string }): Promise<void> {
  const log = createLog(setting('CANIMIGRATE_LOG'), setting('CANIMIGRATE_LOG_LEVEL'))
  takeConsole(log)
  const quota = setting('CANIMIGRATE_RATE_LIMIT')
  const hops = setting('CANIMIGRATE_TRUSTED_PROXIES')
  const isTooMuch = quota && createLimit(quota, hops)
  const files = new Map([...clientScripts(join(resolve(root), '.next', 'js')), ...apiViewer()])
  const transport = setting('CANIMIGRATE_HSTS')
  // By this name it knows itself: a rewrite to another it would ask for over the network. Nobody reaches the server that it is given: it would hang a handler of
  // upgrades to the one that is reached, and nothing here is upgraded.
  const app = next({ dev: false, dir: root, hostname: 'localhost', port, httpServer: createServer() })
  await app.prepare()
  const versions = createVersions(async () => (await openService()).store.version())
  // Before anything is read: a version that is first seen later may be newer than what was read.
  await versions()
  let draining = false
  const metrics = createMetrics(openService)
  const health = createHealth({ open: openService, metrics, token: setting('CANIMIGRATE_METRICS_TOKEN'), isDraining: () => draining })
  let mcp: ReturnType<typeof mcpOverHttp> | undefined
  let taken = 0
  const admit = createAdmit({ longest: setting('CANIMIGRATE_LONGEST_WAIT'), turnedAway: metrics.turnedAway, connections: () => taken })
  const pages = createPages(app.getRequestHandler(), versions, async () => (await openService()).settle(), admit)
  const server = createServer(
    PATIENCE,
    observed(
      async (request, response) => {
        try {
          // So that who asked goes elsewhere with the next.
          if (draining) response.setHeader('connection', 'close')
          if (transport > 0) response.setHeader('strict-transport-security', `max-age=${transport}`)
          if (refuse(request, response)) return
          if (await health(request, response)) return
          if (isTooMuch?.(request, response)) return
          const file = files.get(request.url ?? '')
          if (file) setDefaults(response, String(file.headers['content-type']))
          if (file) await sendAnswer(request, response, file)
          else if ((isForApi(request) || isForMcp(request)) && !(await admit(request, response))) return
          else if (isForApi(request)) await answerApi(openService, request, response)
          else if (isForMcp(request)) {
            mcp ??= mcpOverHttp(await openService())
            await answerWeb(mcp, request, response)
          } else await pages(request, response)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE' || request.errored) return
          console.error(error)
          if (response.headersSent) response.destroy()
          else response.writeHead(500, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(errorPage())
        }
      },
      { log, metrics, behindProxy: hops > 0 },
    ),
  )
  server.on('connection', () => taken++)
  // A proxy keeps connections for a minute and would send a request just when this end is closed.
  server.keepAliveTimeout = KEPT_OPEN
  server.timeout = PATIENCE.idle
  server.maxConnections = PATIENCE.connections
  const end = async (signal: string): Promise<void> => {
    // Whoever says so twice at a terminal means it.
    if (draining && signal === 'SIGINT') process.exit(130)
    if (draining) return
    draining = true
    metrics.draining(true)
    log.info({ signal }, 'ending: what is under way is answered')
    const broken = await drainServer(server, { drain: setting('CANIMIGRATE_DRAIN'), grace: setting('CANIMIGRATE_GRACE') })
    if (broken > 0) log.warn({ connections: broken }, 'broke off what took too long')
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(signal))
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, host, listening))
  log.info({ host, port }, 'listening')
  // Who asks first does not wait for all records.
  openService()
    .then((service) => service.knowledge())
    .catch((error: unknown) => console.error(error))
}

/** In milliseconds. */
const KEPT_OPEN = 75_000
