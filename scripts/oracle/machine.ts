import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectQmp, type Qmp } from './qmp.ts'

/** A running QEMU that is stopped before its first instruction. */
export interface Machine {
  readonly qmp: Qmp
  /** What it printed to stderr, warnings taken out, without the program's name; lines joined by `; `. */
  words(): string
  /** Whether the process has ended. */
  ended(): boolean
  /** Resolves when the process has ended, or `seconds` have passed. */
  wait(seconds: number): Promise<void>
}

/** QEMU ended, or said nothing, before its monitor answered. */
export class RefusedToStart extends Error {}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Starts a machine, gives it to `use` and kills it, whatever happens.
 * @param cmdline program and options; the program is looked for in `programs` first, then in PATH
 * @param options.more further options, e.g. `-incoming defer`
 * @param options.seconds how long it may take until its monitor answers; default 30
 * @throws RefusedToStart with QEMU's words; whatever `use` throws
 */
export async function withMachine<T>(
  cmdline: readonly string[],
  options: { programs?: string | undefined; more?: readonly string[]; seconds?: number },
  use: (machine: Machine) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'))
  const [name = '', ...words] = cmdline
  const socket = join(folder, 'qmp')
  const program = options.programs ? join(options.programs, name) : name
  const child = spawn(program, [...words, '-S', '-qmp', `unix:${socket},server=on,wait=off`, ...(options.more ?? [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
  })
  running.add(child)
  let text = ''
  let isEnded = false
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  const ending = new Promise<void>((resolve) => {
    const end = () => {
      isEnded = true
      resolve()
    }
    child.once('close', end).once('error', (error) => {
      text += `${error.message}\n`
      end()
    })
  })
  const machine = { words: () => clean(text), ended: () => isEnded, wait: (seconds: number) => Promise.race([ending, sleep(seconds)]) }
  let qmp: Qmp | undefined
  try {
    const deadline = Date.now() + (options.seconds ?? 30) * 1000
    while (!qmp && !isEnded && Date.now() < deadline) {
      qmp = await connectQmp(socket).catch(() => undefined)
      if (!qmp) await machine.wait(0.03)
    }
    if (!qmp) throw new RefusedToStart(isEnded ? machine.words() : 'no answer from the monitor')
    return await use({ ...machine, qmp })
  } finally {
    qmp?.close()
    child.kill('SIGKILL')
    await ending
    running.delete(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}

function clean(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^qemu-system-[a-z0-9_]+: ?/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('warning:') && !line.startsWith('terminating on signal'))
    .join('; ')
}
