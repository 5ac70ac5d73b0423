import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { openMessages } from '../../lib/search/open-messages.ts'
import { tableRows } from './rows.ts'

export interface Run {
  readonly status: number | null
  readonly result?: { readonly messages: number; readonly new: number; readonly threads: number; readonly ghosts: number; readonly mentions: number }
  readonly stderr: string
  readonly milliseconds: number
}

/** Runs `ingest` as a process of its own. @param killAfter milliseconds after which it is killed */
export function runIngest(
  dataDir: string,
  words: readonly string[],
  { killAfter, env = {} }: { killAfter?: number; env?: Record<string, string> } = {},
): Promise<Run> {
  const start = performance.now()
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [resolve('bin/canimigrate.mjs'), 'ingest', '--json', ...words], {
      env: { ...process.env, ...env, CANIMIGRATE_DATA: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
    child.on('error', fail)
    child.on('close', (status) => {
      clearTimeout(timer)
      done({ status, stderr, milliseconds: performance.now() - start, ...(status === 0 ? { result: JSON.parse(stdout) } : {}) })
    })
  })
}

const QUERIES = [
  'kvm',
  'guest migrate',
  '"page table"',
  'from:p1',
  'subject:re host',
  'option -guest',
  'after:2020 before:2022 value',
  'has:patch register',
  'is:spam',
  'list:list kernel',
]

/**
 * Everything that an ingest wrote: a digest of each table's rows, and what queries of the index give.
 * @param url of the database; default: the file in the folder
 */
export async function dump(dataDir: string, url = `file:${join(dataDir, 'canimigrate.db')}`): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {}
  for (const [name, rows] of Object.entries(await tableRows(url)))
    found[name] = `${rows.length} rows ${createHash('sha256').update(rows.join('\n')).digest('hex')}`
  const index = openMessages({ dataDir })
  found.index = await index.state()
  for (const text of QUERIES) found[text] = await index.query({ text, limit: 100 })
  await index.close()
  return found
}
