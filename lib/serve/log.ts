import { AsyncLocalStorage } from 'node:async_hooks'
import pino, { type Logger } from 'pino'
import type { setting } from '../config/settings.mjs'

/** What this process has to say: to machines as a JSON object a line (`level`, `time`, `msg`, `request`, …), to people as a line. */
export type Log = Logger

/**
 * Logs to stdout, with the id of the request during which something is logged.
 * @param form `text` for people; default: that on a terminal, else `json`
 * @param write where lines go, with their ends
 */
export function createLog(
  form: ReturnType<typeof setting<'CANIMIGRATE_LOG'>>,
  level: string,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  const forPeople = (form ?? (process.stdout.isTTY ? 'text' : 'json')) === 'text'
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const request = requests.getStore()
      return request === undefined ? {} : { request }
    },
  }
  return pino(options, { write: (line: string) => write(withoutPasswords(forPeople ? lineFor(line) : line)) })
}

/** Runs what answers a request; what is logged meanwhile names it. */
export function duringRequest<Result>(id: string, work: () => Result): Result {
  return requests.run(id, work)
}

const requests = new AsyncLocalStorage<string>()

/** What Next.js, libraries and handlers print goes to the log from now on. */
export function takeConsole(log: Log): void {
  const levels = { log: 'info', info: 'info', debug: 'debug', warn: 'warn', error: 'error' } as const
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, 'info'][]) {
    console[method] = (...words: unknown[]) => {
      const err = words.find((word) => word instanceof Error)
      const text = words.filter((word) => !(word instanceof Error)).map((word) => (typeof word === 'string' ? word : JSON.stringify(word)))
      if (err) log[level]({ err }, [...text, err.message].join(' ').trim())
      else log[level](text.join(' ').trim())
    }
  }
}

/** Of `postgres://name:password@host`, in errors of drivers. */
function withoutPasswords(line: string): string {
  return line.includes('://') ? line.replace(/(\b[a-z]+:\/\/[^\s:@/"]*):[^\s@/"]+@/gi, '$1:…@') : line
}

/** `12:03:41 error something went wrong (request 3f2a…)`, then the stack of an error. */
function lineFor(json: string): string {
  const { level, time, msg = '', request, err, pid: _pid, ...more } = JSON.parse(json) as Record<string, unknown> & { err?: { stack?: string } }
  const label = level === 'info' ? '' : `${level} `
  const rest = Object.entries(more).map(([name, value]) =>
    name in PLAIN ? `${value}${PLAIN[name]}` : `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const named = request !== undefined && level !== 'info' ? [`(request ${request})`] : []
  const line = harmless(`${String(time).slice(11, 19)} ${label}${[msg === 'request' ? [] : msg, ...rest, ...named].flat().join(' ')}`.replaceAll('\n', ' '))
  return err?.stack ? `${line}\n${harmless(err.stack)}\n` : `${line}\n`
}

/** What is clear without its name, with its unit. */
const PLAIN: Readonly<Record<string, string>> = { method: '', path: '', status: '', ms: ' ms' }

/** Nothing that a terminal would obey: addresses and errors hold what others wrote. */
function harmless(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
