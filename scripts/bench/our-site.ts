import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export interface OurSite {
  /** Without a slash at its end. */
  readonly url: string
  /** Of the process whose descendants are all that serves; undefined where it is somebody else's. */
  readonly pid?: number
  close(): Promise<void>
}

/**
 * Starts the site as `npm start` does, on a free port.
 * @param env besides that of this process; an empty text unsets
 * @throws Error when it ends before it answers
 */
export async function startOurs(env: Readonly<Record<string, string>> = {}): Promise<OurSite> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const url = await new Promise<string>((found, failed) => {
    let said: string | undefined = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      // What is logged later is read all the same: nobody waits for a full pipe.
      if (said === undefined) return
      said += text
      const [, at] = /canimigrate is on (http:[^\s"]+)/.exec(said) ?? []
      if (!at) return
      said = undefined
      found(at)
    })
    void ended.then(() => failed(new Error('the site did not start')))
  })
  return {
    url,
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    async close() {
      child.kill()
      await ended
    },
  }
}
