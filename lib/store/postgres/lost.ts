import { StoreUnavailable } from '../unavailable.ts'

/** Whether an error says that the server, or the connection to it, is not there (now), rather than that it refused what was asked. */
export function isLost(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  // Class 08: connection exceptions; 57P01–57P03: shut down, crashed, starting up; 53300: no connection left.
  if (/^(08...|57P0[123]|53300)$/.test(code)) return true
  if (/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOENT)$/.test(code)) return true
  return /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(message)
}

/** Whether PostgreSQL undid a transaction for the sake of another: it may simply be done again. */
export function isConflict(error: unknown): boolean {
  return /^40(001|P01)$/.test((error as { code?: string } | undefined)?.code ?? '')
}

/** The one line that people see. @param shown the address without secrets */
export function unavailable(error: unknown, shown: string): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error
  const { code, message } = error as { code?: string; message: string }
  const why = code === undefined || /^[A-Z]+$/.test(code) ? (code ?? message) : message
  return new StoreUnavailable(`the database \`${shown}\` cannot be reached (${why}): see that PostgreSQL runs there and that DATABASE_URL is right`, error)
}

/** An error of opening a database, in one line that says what to do; others as they are. */
export function explained(error: unknown, shown: string): Error {
  if (isLost(error)) return unavailable(error, shown)
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  const says = (what: string, todo: string): Error => new Error(`the database \`${shown}\` ${what}: ${todo}`, { cause: error })
  if (/^28/.test(code)) return says('refuses the user or password', 'give the right ones in DATABASE_URL')
  if (code === '3D000') return says('does not exist', 'make it with `createdb`, or give another in DATABASE_URL')
  if (code === '42501') return says(`may not be changed by this user (${message})`, 'make the user its owner, or apply migrations with one who is')
  if (code === '25006') return says('is read-only', 'give the primary in DATABASE_URL; a replica belongs in DATABASE_REPLICA_URL')
  if (code === '55P03') return says('is held by another process that applies migrations', 'try again when it is done')
  if (/SSL|certificate|self.signed/i.test(message)) return says(`cannot be spoken with over TLS (${message})`, 'set `sslmode` in DATABASE_URL')
  return error instanceof Error ? error : new Error(message)
}
