// Every environment variable that the program reads, in one place. Plain JavaScript: `npm start` checks it before anything is installed.

/**
 * One setting, as it is read from the environment; empty is the same as not set.
 *
 * @template {SettingName} Name
 * @param {Name} name
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {ReturnType<(typeof SETTINGS)[Name]['read']>} its value, or its default
 * @throws Error, one line, if it is set to something that it cannot be
 */
export function setting(name, environment = process.env) {
  const { read, secret = false } = SETTINGS[name]
  const text = environment[name]?.trim()
  if (text === undefined || text === '') return /** @type {any} */ (read(undefined))
  try {
    return /** @type {any} */ (read(text))
  } catch (error) {
    const shown = secret ? `${name}` : `${name}=${withoutSecrets(text)}`
    throw new Error(`\`${shown}\` ${/** @type {Error} */ (error).message}`)
  }
}

/**
 * What is wrong with an environment, all of it, a line each; empty when nothing is.
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {string[]}
 */
export function mistakes(environment = process.env) {
  const names = /** @type {SettingName[]} */ (Object.keys(SETTINGS))
  const wrong = names.flatMap((name) => {
    try {
      setting(name, environment)
      return []
    } catch (error) {
      return [/** @type {Error} */ (error).message]
    }
  })
  const together = wrong.length > 0 ? [] : TOGETHER.flatMap((rule) => rule(environment) ?? [])
  return [...wrong, ...together, ...misspelt(environment)]
}

/** An address without whatever stands before its host, and without its query: nobody knows where in what is not understood a password is. @param {string} text */
export function withoutSecrets(text) {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(text) ?? []
  const host = scheme !== '' || /:.*@/s.test(rest) ? rest.replace(/^.*@/s, '') : rest
  return scheme + host.split('?', 1)[0]
}

/** @typedef {keyof typeof SETTINGS} SettingName */

/** In the order of docs/operate.md. `what` is for people; a `secret` is never shown. `read` gives the default for undefined, and throws what is wrong and what to do. */
export const SETTINGS = {
  HOST: { what: 'address to serve on', read: or('127.0.0.1', (text) => text) },
  PORT: { what: 'port to serve on; 0: any that is free', read: or(3000, port) },
  CANIMIGRATE_URL: { what: "the site's address, for permanent links", read: optional(webAddress) },
  CANIMIGRATE_DATA: { what: 'folder of all state', read: optional((text) => text) },
  CANIMIGRATE_CONTENT: { what: 'folder of the records', read: optional((text) => text) },
  CANIMIGRATE_SYNC: { what: 'whether `npm start` brings the database up to the records of its checkout', read: or(true, yesOrNo) },
  DATABASE_URL: { what: 'where the database is', read: optional(database) },
  DATABASE_REPLICA_URL: { what: 'a copy of it that follows, to read from', read: optional(postgres) },
  DATABASE_POOL: { what: 'most connections of a process to PostgreSQL', read: or(10, number(1, 1000)) },
  MEILI_URL: { what: 'where Meilisearch is', read: optional(webAddress) },
  MEILI_KEY: { what: 'key for it', secret: true, read: optional((text) => text) },
  CANIMIGRATE_RATE_LIMIT: { what: 'requests/seconds that one address may ask the API', read: optional(quota) },
  CANIMIGRATE_LONGEST_WAIT: {
    what: 'milliseconds that who asks may have to wait for others; who would wait longer is turned away',
    read: or(1000, number(10, 600_000)),
  },
  CANIMIGRATE_TRUSTED_PROXIES: { what: 'proxies in front whose headers are believed', read: or(0, number(0, 99, 'number of proxies')) },
  CANIMIGRATE_MASK_ADDRESSES: { what: 'whether mail addresses are shown without where to write to', read: or(false, yesOrNo) },
  CANIMIGRATE_REPORT_TO: { what: 'mail address for what is wrong with a record', read: optional(mailAddress) },
  CANIMIGRATE_LOG: { what: 'form of the log', read: optional(oneOf(['text', 'json'])) },
  CANIMIGRATE_LOG_LEVEL: { what: 'least that is logged', read: or('info', oneOf(['error', 'warn', 'info', 'debug'])) },
  CANIMIGRATE_HSTS: { what: 'seconds for which browsers shall come by TLS alone', read: or(0, number(0, 999_999_999, 'number of seconds')) },
  CANIMIGRATE_METRICS_TOKEN: { what: 'what asks for /metrics has to give it as its bearer token', secret: true, read: optional(token) },
  CANIMIGRATE_DRAIN: { what: 'seconds from the first signal until nothing new is taken', read: or(0, number(0, 600)) },
  CANIMIGRATE_GRACE: { what: 'seconds after that for what is under way', read: or(10, number(0, 600)) },
  CANIMIGRATE_WORKERS: { what: 'threads of `check --batch` and `ingest`', read: optional(number(0, 64)) },
  CANIMIGRATE_REPOS: { what: 'clones of upstream repositories, NAME=DIR with blanks between', read: optional((text) => text) },
}

/** What only tests and benches read. */
const OTHERS = ['CANIMIGRATE_ARCHIVE', 'CANIMIGRATE_SEEDS', 'CANIMIGRATE_SKIP_STARTUP']

/** What is wrong with several together: each gives a line, or nothing. */
const TOGETHER = [
  (environment) => {
    if (setting('DATABASE_REPLICA_URL', environment) === undefined) return undefined
    const url = setting('DATABASE_URL', environment)
    return url !== undefined && isPostgres(url)
      ? undefined
      : '`DATABASE_REPLICA_URL` is of no use without a PostgreSQL in `DATABASE_URL`: set both, or unset it'
  },
  (environment) =>
    setting('MEILI_KEY', environment) !== undefined && setting('MEILI_URL', environment) === undefined
      ? '`MEILI_KEY` is of no use without `MEILI_URL`: set both, or unset it'
      : undefined,
]

/** Names of ours that differ from a setting's by a slip; others may be for somebody else. */
function misspelt(environment) {
  const known = Object.keys(SETTINGS)
  return Object.keys(environment).flatMap((name) => {
    if (!/^(CANIMIGRATE|DATABASE|MEILI)_/.test(name) || known.includes(name) || OTHERS.includes(name)) return []
    const near = known.find((one) => isNear(name, one))
    return near ? [`\`${name}\` is no setting: did you mean \`${near}\`?`] : []
  })
}

/** At most two letters more, fewer or other: as far as slips go. */
function isNear(a, b) {
  if (Math.abs(a.length - b.length) > 2) return false
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] <= 2
}

/**
 * @template Value, Otherwise
 * @param {Otherwise} otherwise
 * @param {(text: string) => Value} read
 * @returns {(text: string | undefined) => Value | Otherwise}
 */
function or(otherwise, read) {
  return (text) => (text === undefined ? otherwise : read(text))
}

/**
 * @template Value
 * @param {(text: string) => Value} read
 * @returns {(text: string | undefined) => Value | undefined}
 */
function optional(read) {
  return (text) => (text === undefined ? undefined : read(text))
}

/** @param {string} text */
function port(text) {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new Error('is no port: give a number from 0 to 65535')
  return Number(text)
}

/** @param {number} least @param {number} most @param {string} [what] @returns {(text: string) => number} */
function number(least, most, what = 'number') {
  return (text) => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most) throw new Error(`is no ${what} from ${least} to ${most}: give one, or unset it`)
    return Number(text)
  }
}

/** @param {string} text */
function yesOrNo(text) {
  if (/^(1|yes|true|on)$/i.test(text)) return true
  if (/^(0|no|false|off)$/i.test(text)) return false
  throw new Error('is neither yes nor no: give `yes` or `no`, or unset it')
}

/** @template {string} Word @param {readonly Word[]} words @returns {(text: string) => Word} */
function oneOf(words) {
  return (text) => {
    const found = words.find((word) => word === text.toLowerCase())
    if (found === undefined) throw new Error(`is none of ${words.join(', ')}: give one, or unset it`)
    return found
  }
}

/** @param {string} text */
function webAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new Error('is no address of a site: give one such as https://can.example')
  return text.replace(/\/+$/, '')
}

/** @param {string} text */
function database(text) {
  if (isPostgres(text)) return postgres(text)
  if (/^file:./.test(text)) return text
  throw new Error('is no database that can be opened: give a `file:` or `postgres://` address, or unset it for SQLite in the data folder')
}

/** @param {string} text */
function postgres(text) {
  // Without a host it is reached by a socket: `postgres://user@/name?host=/run/postgresql`.
  if (!isPostgres(text) || !/^[a-z]+:\/\/(?:.*@)?[^/?#]*\/[^/?#]+(?:\?|$)/i.test(text))
    throw new Error('is no address of a PostgreSQL: give one such as postgres://user:password@host:5432/name')
  return text
}

/** @param {string} text */
function isPostgres(text) {
  return /^postgres(ql)?:\/\//i.test(text)
}

/** @param {string} text @returns {{readonly requests: number, readonly seconds: number}} */
function quota(text) {
  const [, requests, seconds] = /^(\d{1,9})\/(\d{1,6})$/.exec(text) ?? []
  if (!Number(requests) || !Number(seconds)) throw new Error('is not requests/seconds: set it to e.g. 600/60, or unset it for no limit')
  return { requests: Number(requests), seconds: Number(seconds) }
}

/** @param {string} text */
function mailAddress(text) {
  if (!/^[^\s<>@?&]+@[^\s<>@?&]+$/.test(text)) throw new Error('is no mail address: give one such as records@can.example')
  return text
}

/** @param {string} text */
function token(text) {
  if (!/^[\x21-\x7e]{16,200}$/.test(text)) throw new Error('is no token: give 16 to 200 letters, digits and signs, such as `openssl rand -hex 32` makes')
  return text
}
