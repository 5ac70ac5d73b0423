import { connect, type Socket } from 'node:net'

/** An answer that is an error. `kind` is QMP's class. */
export class QmpError extends Error {
  readonly kind: string
  constructor(kind: string, message: string) {
    super(message)
    this.kind = kind
  }
}

/** A connection to QEMU's monitor. */
export interface Qmp {
  /** Runs a command. @throws QmpError; Error if QEMU goes away or `seconds` (default 20) pass */
  run(command: string, words?: object, seconds?: number): Promise<unknown>
  /** A command of the human monitor; what it prints. */
  human(line: string): Promise<string>
  close(): void
}

/** Connects to a QMP socket that is there. @throws Error if nobody answers */
export async function connectQmp(path: string): Promise<Qmp> {
  const socket = await open(path)
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = []
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    const lines = (text + chunk).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line)
      if ('return' in message) waiting.shift()?.resolve(message.return)
      else if (message.error) waiting.shift()?.reject(new QmpError(message.error.class, message.error.desc))
    }
  })
  const end = () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('QEMU went away'))
  }
  socket.on('close', end).on('error', end)
  const qmp: Qmp = {
    run: (command, words, seconds = 20) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('QEMU went away'))
        const timer = setTimeout(() => reject(new Error(`no answer to ${command} in ${seconds} s`)), seconds * 1000)
        const settled =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer)
            then(value)
          }
        waiting.push({ resolve: settled(resolve), reject: settled(reject) })
        socket.write(`${JSON.stringify({ execute: command, ...(words && { arguments: words }) })}\n`)
      }),
    human: async (line) => String(await qmp.run('human-monitor-command', { 'command-line': line })),
    close: () => socket.destroy(),
  }
  await qmp.run('qmp_capabilities')
  return qmp
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket)).once('error', reject)
  })
}
