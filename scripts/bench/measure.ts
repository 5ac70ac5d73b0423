import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface Measured {
  readonly seconds: number
  /** User and system, of the process and its children. */
  readonly cpu: number
  /** Most memory that one of its processes held; NaN where `/usr/bin/time` is not there. */
  readonly megabytes: number
}

export interface Command {
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Exit statuses that are no failure. Default: 0 alone. */
  readonly statuses?: readonly number[]
}

/** Runs a command as a whole process. @throws Error if it fails */
export function measure({ words, env = {}, statuses = [0] }: Command): Promise<Measured> {
  const timed = existsSync(TIME) ? [TIME, '-f', '%e %U %S %M', ...words] : ['bash', '-c', `TIMEFORMAT='%R %U %S NaN'; time "$@"`, 'bash', ...words]
  return new Promise((resolve, reject) => {
    const child = spawn(timed[0] as string, timed.slice(1), { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
    let text = ''
    child.stderr.on('data', (chunk) => (text += chunk))
    child.on('error', reject)
    child.on('close', (status) => {
      const [seconds, user, system, kilobytes] = (text.trim().split('\n').at(-1) ?? '').split(' ').map(Number) as [number, number, number, number]
      if (status !== null && statuses.includes(status)) resolve({ seconds, cpu: user + system, megabytes: kilobytes / 1024 })
      else reject(new Error(`\`${words.join(' ')}\` failed:\n${text.slice(-2000)}`))
    })
  })
}

const TIME = '/usr/bin/time'
