import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs open-child.ts in a process of its own. */
export function openChild(dataDir: string, contentDir = '') {
  const words = ['--import', 'tsx', fileURLToPath(new URL('./open-child.ts', import.meta.url)), dataDir, contentDir]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => { output += chunk })
  child.stderr.on('data', (chunk) => { errors += chunk })
  const done = new Promise<{ digest: string; search: string; entries: number }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`exit ${code}: ${errors}`))))
  })
  return { child, done }
}
