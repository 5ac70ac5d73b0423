import type { Server } from 'node:http'

export interface DrainOptions {
  /** Seconds for which requests are still taken, while `/readyz` sends them elsewhere. */
  readonly drain: number
  /** Seconds for those that are under way then. */
  readonly grace: number
}

/**
 * Ends a server without breaking off an answer: goes on for `drain` seconds, then takes no more connections and waits for what is under way, `grace` seconds at most.
 * @returns how many connections had to be broken off
 */
export async function drainServer(server: Server, { drain, grace }: DrainOptions): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, drain * 1000))
  let broken = 0
  await new Promise<void>((resolve) => {
    const patience = setTimeout(() => {
      server.getConnections((_, count) => {
        broken = count
        server.closeAllConnections()
      })
    }, grace * 1000)
    // An answer that is given from now on leaves a connection that waits for a next request.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP)
    server.close(() => {
      clearTimeout(patience)
      clearInterval(sweep)
      resolve()
    })
  })
  return broken
}

/** In milliseconds. */
const SWEEP = 50
