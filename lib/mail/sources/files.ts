import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

/** Bytes of a file as a stream; what gzip has packed is unpacked. */
export async function readBytes(path: string): Promise<AsyncIterable<Buffer>> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  if (!(await isGzip(path))) return file
  const unpacked = createGunzip()
  file.on('error', (problem) => unpacked.destroy(problem))
  return file.pipe(unpacked)
}

/** The first bytes of a file, unpacked. @param size at most so many */
export async function firstBytes(path: string, size: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  for await (const chunk of await readBytes(path)) {
    chunks.push(chunk)
    total += chunk.length
    if (total >= size) break
  }
  return Buffer.concat(chunks).subarray(0, size)
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}
