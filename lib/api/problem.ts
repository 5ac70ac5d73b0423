import { z } from 'zod'
import { CursorError } from '../store/port.ts'
import { StoreUnavailable } from '../store/unavailable.ts'
import { InputError, type InputProblem } from '../model/index.ts'

/** Errors as RFC 9457 problem documents; `errors` names each bad field by its path. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** With 429: the policies of `RateLimit-Policy` that it was too much for. */
    'violated-policies': z.array(z.string()).optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.infer<typeof ProblemDocument>

const TITLES: Readonly<Record<number, string>> = {
  400: 'bad input',
  404: 'not found',
  405: 'method not allowed',
  406: 'not acceptable',
  413: 'too large',
  415: 'unsupported media type',
  429: 'too many requests',
  500: 'internal error',
  503: 'not ready',
}

/** An error with an HTTP status, and headers that go with it. */
export class HttpError extends Error {
  readonly status: number
  readonly errors: readonly InputProblem[]
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, detail: string, errors: readonly InputProblem[] = [], headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

/** Maps any error to its problem document. What is not the caller's fault says no more than that. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof HttpError) return documentOf(error.status, error.message, error.errors)
  if (error instanceof InputError) return documentOf(400, error.problems[0]?.message ?? 'bad input', error.problems)
  if (error instanceof CursorError) return documentOf(400, error.message, [{ path: 'cursor', message: error.message }])
  if (error instanceof z.ZodError) {
    const errors = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message.toLowerCase() }))
    return documentOf(400, errors[0] ? `${errors[0].path ? `\`${errors[0].path}\`: ` : ''}${errors[0].message}` : 'bad input', errors)
  }
  // The line itself, which names the database, is for the log.
  if (error instanceof StoreUnavailable) return documentOf(503, 'the database does not answer now: try again in a few seconds')
  return documentOf(500, 'something went wrong here; it was logged')
}

function documentOf(status: number, detail: string, errors: readonly InputProblem[] = []): ProblemDocument {
  return { type: 'about:blank', title: TITLES[status] ?? 'error', status, detail, ...(errors.length > 0 ? { errors: [...errors] } : {}) }
}
