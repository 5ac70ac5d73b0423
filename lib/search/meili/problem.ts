/**
 * What went wrong with the server. `away`: it cannot be reached, is too slow, or fails; `refused`: the key has not the right; `no-index`: it has no such index;
 * `task`: it failed to do what it was given; `query`: it does not understand what it was asked.
 */
export class MeiliProblem extends Error {
  readonly kind: 'away' | 'refused' | 'no-index' | 'task' | 'query'

  constructor(kind: MeiliProblem['kind'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'MeiliProblem'
    this.kind = kind
  }
}

/** What an answer that is no success says. */
export function problemOfStatus(status: number, said: { readonly code?: string; readonly message?: string } | undefined): MeiliProblem {
  const { code, message } = said ?? {}
  if (code === 'index_not_found') return new MeiliProblem('no-index', 'it has no index yet')
  if (status === 401 || status === 403) return new MeiliProblem('refused', `it refuses the key of MEILI_KEY (${code ?? status})`)
  if (status === 400) return new MeiliProblem('query', message ?? 'it does not understand what it was asked')
  if (status >= 200 && status < 300) return new MeiliProblem('away', 'what answers is no Meilisearch')
  return new MeiliProblem('away', `it answers ${status}${code ? ` (${code})` : ''}`)
}
