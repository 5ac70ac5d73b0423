import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Runs open-child.ts in a process of its own.
 * @param place where the index is, and the address of the database
 * @param killAt kill it (-9) as soon as it has printed this
 */
export function openChild({ dataDir, url }: { readonly dataDir: string; readonly url: string }, contentDir = '', killAt?: string) {
  const words = ['--import', 'tsx', fileURLToPath(new URL('./open-child.ts', import.meta.url)), dataDir, url, contentDir]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
    if (killAt !== undefined && output.includes(killAt)) child.kill('SIGKILL')
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const done = new Promise<{ digest: string; search: string; entries: number }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(output.trim().split('\n').at(-1) as string)) : reject(new Error(`exit ${code}: ${errors}`))))
  })
  return done
}
