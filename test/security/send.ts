import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import type { HostileRequest } from './requests.ts'

/** What came of a request: status 0 where nothing was answered, and the longest that nothing came, in milliseconds. */
export interface Sent {
  readonly status: number
  readonly silence: number
}

/** Sends a request as it is, with no help of a client that means well. */
export function send(url: string, { method, path, headers, body, wire }: HostileRequest): Promise<Sent> {
  const { hostname, port, host } = new URL(url)
  if (wire !== undefined) return sendBytes(hostname, Number(port), wire)
  return new Promise((done) => {
    let last = performance.now()
    let silence = 0
    let status = 0
    const heard = (): void => {
      const now = performance.now()
      silence = Math.max(silence, now - last)
      last = now
    }
    const end = (): void => {
      heard()
      done({ status, silence })
    }
    try {
      const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const asked = httpRequest(
        { hostname, port, method, path, headers: { host, ...length, ...headers }, agent: false, setHost: false, insecureHTTPParser: true },
        (response) => {
          heard()
          status = response.statusCode ?? 0
          response.on('data', heard)
          response.on('close', end)
        },
      )
      asked.on('upgrade', (response, socket) => {
        status = response.statusCode ?? 0
        socket.destroy()
        end()
      })
      asked.on('error', end)
      asked.end(body)
    } catch {
      // Not even this client sends it: as bytes then.
      const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries({ host, connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`)]
      sendBytes(hostname, Number(port), `${lines.join('\r\n')}\r\n\r\n`).then(done)
    }
  })
}

/** What is not answered is let be after a while: the server waits longer for the rest. */
function sendBytes(host: string, port: number, bytes: string): Promise<Sent> {
  return new Promise((done) => {
    const began = performance.now()
    let text = ''
    let first = 0
    const socket = connect(port, host, () => socket.write(Buffer.from(bytes, 'latin1')))
    const timer = setTimeout(() => socket.destroy(), 400)
    socket.setEncoding('latin1').on('data', (part) => {
      first ||= performance.now() - began
      text += part
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      done({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), silence: first })
    })
  })
}
