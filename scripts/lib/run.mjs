import { spawn } from 'node:child_process'
import { ROOT, environment } from './places.mjs'

const leash = new URL('./die-with-parent.mjs', import.meta.url).href
const running = new Set()
let ending = false

/**
 * Runs a JavaScript program with this Node, in the project's folder, until it ends.
 * @param {string[]} words path of the program and its arguments
 * @param {{env?: Record<string, string>, onText?: (text: string) => void}} [options] `onText` gets stdout and stderr as they come
 * @returns {Promise<{code: number, stdout: string, text: string}>} `text`: stdout and stderr as they came; code 128+n after signal n
 */
export function runNode(words, options = {}) {
  return run(process.execPath, ['--import', leash, ...words], options)
}

/** The same for any program. */
export function run(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, words, options)
    let text = ''
    let stdout = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
        if (stream === child.stdout) stdout += chunk
        options.onText?.(chunk)
      })
    }
    child.on('error', reject)
    // When we are being ended, nothing goes on after what was ended.
    child.on('close', (code) => ending || resolve({ code: code ?? 128, stdout, text }))
  })
}

/** Starts a JavaScript program with this Node; it is ended with us. */
export function startNode(words, options = {}) {
  return start(process.execPath, ['--import', leash, ...words], options)
}

/** Whether endAll was called. */
export function isEnding() {
  return ending
}

/** Ends everything that runs and waits for it, so many milliseconds; then it is killed. */
export async function endAll(signal = 'SIGTERM', patience = 5_000) {
  ending = true
  const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)))
  for (const child of running) child.kill(signal)
  const timer = setTimeout(() => {
    for (const child of running) child.kill('SIGKILL')
  }, patience)
  await Promise.all(ended)
  clearTimeout(timer)
}

function start(command, words, { env = {} }) {
  const child = spawn(command, words, { cwd: ROOT, env: { ...environment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  running.add(child)
  child.on('close', () => running.delete(child))
  child.on('error', () => running.delete(child))
  return child
}
