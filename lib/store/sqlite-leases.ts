import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@libsql/client'
import type { Lease, Leases } from './leases.ts'

/**
 * Leases beside an SQLite file: each is the write lock of an empty database of its own, held by a transaction that never writes. The system frees it when
 * the process ends.
 * @param url `file:…`
 */
export function sqliteLeases(url: string): Leases {
  return {
    async take(name, { wait = true, signal, onWait } = {}) {
      const file = fileOf(url, name)
      if (file === undefined) return FREE
      for (let waiting = false; !signal?.aborted; ) {
        const lease = await takeOnce(file)
        if (lease || !wait) return lease
        if (!waiting) onWait?.()
        waiting = true
        await new Promise((resolve) => setTimeout(resolve, EVERY))
      }
      return undefined
    },
  }
}

/** How often a lease that another has is asked for, in milliseconds. */
const EVERY = 100

/** Where nobody else can be, or no file can be made: what is written does not rely on leases. */
const FREE: Lease = { lost: new AbortController().signal, release: async () => {} }

async function takeOnce(file: string): Promise<Lease | undefined> {
  const client = createClient({ url: file, timeout: 0, concurrency: 1 })
  try {
    const transaction = await client.transaction('write')
    return {
      lost: new AbortController().signal,
      release: async () => {
        transaction.close()
        client.close()
      },
    }
  } catch (error) {
    client.close()
    if (/SQLITE_BUSY|SQLITE_LOCKED|database is locked/.test(`${(error as { code?: string }).code} ${(error as Error).message}`)) return undefined
    return FREE
  }
}

function fileOf(url: string, name: string): string | undefined {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length).split('?', 1)[0]
  if (!path || path === ':memory:') return undefined
  try {
    mkdirSync(`${path}-leases`, { recursive: true })
  } catch {
    return undefined
  }
  return `file:${join(`${path}-leases`, createHash('sha256').update(name).digest('hex').slice(0, 16))}`
}
