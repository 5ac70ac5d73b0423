import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export interface EmptyNext {
  /** Without a slash at its end; `/` is a page, `POST /echo` reads JSON. */
  readonly url: string
  close(): void
}

/** Builds and serves the smallest Next.js application that there is: what `next build && next start` make of one page and one route. */
export async function startEmptyNext(): Promise<EmptyNext> {
  // Inside the project, so that it is the same Next.js, and its bundler finds it.
  const data = join(ROOT, '.data')
  mkdirSync(data, { recursive: true })
  const folder = mkdtempSync(join(data, 'empty-next-'))
  try {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    await ended(run(folder, ['build']))
    const port = await freePort()
    const server = run(folder, ['start', '--hostname', '127.0.0.1', '--port', String(port)])
    const url = `http://127.0.0.1:${port}`
    while (!(await fetch(url).catch(() => undefined))) {
      if (server.exitCode !== null) throw new Error('the empty application ended before it answered')
      await new Promise((done) => setTimeout(done, 100))
    }
    return {
      url,
      close() {
        server.kill()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

const FILES = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': `export default { typescript: { ignoreBuildErrors: true }, turbopack: { root: ${JSON.stringify(ROOT)} } }`,
  'app/layout.js': 'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }',
  'app/page.js': 'export default function Page() { return <p>Empty</p> }',
  'app/echo/route.js': 'export async function POST(request) { await request.json(); return Response.json({}) }',
}

function run(folder: string, words: readonly string[]): ChildProcess {
  const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')
  return spawn(process.execPath, [next, ...words], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: 'ignore',
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => child.once('close', (code) => (code === 0 ? done() : failed(new Error(`\`next build\` ended with ${code}`)))))
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
