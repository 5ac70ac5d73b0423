import type { ServerResponse } from 'node:http'

/** A whole answer that was written to a response and not sent yet. */
export interface Captured {
  readonly status: number
  readonly body: Buffer
}

export interface Capture {
  /** Undefined when the answer went or goes out by itself, or nobody waits for it any more. */
  readonly captured: Promise<Captured | undefined>
  /** Gives the response back as it was; what was held is forgotten. */
  release(): void
}

/**
 * Holds back what is written to a response, if it is wanted, until it ends: then nothing was sent yet and the headers are still those of the response.
 * @param wants asked at the first write, when status and headers are known
 * @param most bytes to hold back; from there on what was held, and the rest, goes out as it comes
 */
export function capture(response: ServerResponse, wants: (response: ServerResponse) => boolean, most: number): Capture {
  let release = () => {}
  const captured = new Promise<Captured | undefined>((resolve) => {
    const original = { writeHead: response.writeHead, write: response.write, end: response.end, flushHeaders: response.flushHeaders }
    const chunks: Buffer[] = []
    let size = 0
    let holding: boolean | undefined
    release = () => {
      Object.assign(response, original)
      response.off('close', gone)
    }
    const pass = () => {
      holding = false
      release()
      for (const chunk of chunks) response.write(chunk)
      resolve(undefined)
    }
    const gone = () => {
      release()
      resolve(undefined)
    }
    /** Whether it is held back, decided once. */
    const holds = () => {
      if (holding === undefined) {
        holding = wants(response)
        if (!holding) pass()
      }
      return holding
    }
    const keep = (chunk: unknown, encoding: unknown) => {
      const bytes = bytesOf(chunk, encoding)
      if (!bytes) return
      chunks.push(bytes)
      size += bytes.length
    }
    response.on('close', gone)
    response.writeHead = (status: number, ...rest: unknown[]) => {
      response.statusCode = status
      const headers = rest.at(-1)
      if (Array.isArray(headers)) for (let index = 0; index + 1 < headers.length; index += 2) response.setHeader(String(headers[index]), headers[index + 1])
      else if (typeof headers === 'object' && headers !== null) for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      return response
    }
    response.flushHeaders = () => {
      if (!holds()) response.flushHeaders()
    }
    response.write = ((chunk: unknown, encoding: unknown, done: unknown) => {
      if (!holds()) return response.write(chunk as Buffer, encoding as BufferEncoding, done as () => void)
      keep(chunk, encoding)
      const callback = typeof encoding === 'function' ? encoding : done
      if (typeof callback === 'function') queueMicrotask(() => callback())
      if (size > most) pass()
      return true
    }) as typeof response.write
    response.end = ((chunk: unknown, encoding: unknown, done: unknown) => {
      if (!holds()) return response.end(chunk as Buffer, encoding as BufferEncoding, done as () => void)
      if (typeof chunk !== 'function') keep(chunk, encoding)
      release()
      const callback = [chunk, encoding, done].find((one) => typeof one === 'function') as (() => void) | undefined
      if (callback) response.once('finish', callback)
      resolve({ status: response.statusCode, body: Buffer.concat(chunks) })
      return response
    }) as typeof response.end
  })
  return { captured, release }
}

function bytesOf(chunk: unknown, encoding: unknown): Buffer | undefined {
  if (typeof chunk === 'string') return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  return undefined
}
