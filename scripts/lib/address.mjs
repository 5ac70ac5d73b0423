import { createServer } from 'node:net'
import { setting } from '../../lib/config/settings.mjs'
import { Problem } from './problem.mjs'

/**
 * Where to serve, from HOST (default 127.0.0.1) and PORT (default 3000; 0 picks a free one).
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<{host: string, port: number, url: string}>}
 * @throws Problem when nothing can listen there
 */
export async function readAddress(env = process.env) {
  const host = setting('HOST', env)
  const port = await requireFree(host, setting('PORT', env))
  return { host, port, url: `http://${urlHost(host)}:${port}` }
}

/**
 * @param {string} host
 * @param {number} port 0: any
 * @returns {Promise<number>} the port
 */
export function requireFree(host, port) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => reject(new Problem(explain(error.code, host, port))))
    server.listen({ host, port, exclusive: true }, () => {
      const { port: found } = server.address()
      server.close(() => resolve(found))
    })
  })
}

function explain(code, host, port) {
  if (code === 'EADDRINUSE')
    return `port ${port} of ${host} is in use: stop what uses it, or choose another, as in \`PORT=${port === 65535 ? 3000 : port + 1} npm start\``
  if (code === 'EACCES') return `port ${port} may not be used by you: choose one above 1023, as in \`PORT=3000 npm start\``
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST=\`${host}\` is no address of this machine: leave it out for 127.0.0.1, or give 0.0.0.0 for all`
  return `cannot listen on port ${port} of ${host} (${code}): choose another with PORT and HOST`
}

/** As a URL has it; a server on all addresses is reached on this machine. */
function urlHost(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
