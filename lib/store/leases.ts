/**
 * The right to be the only one, of all processes on a database, who does some job: so that two do not do the same work. It ends with the process that has it,
 * however that ends. What a job writes does not rely on it: whoever is second writes nothing.
 */
export interface Leases {
  /**
   * Takes the lease of a job.
   * @param name of the job: `sync`, `ingest SOURCE`
   * @returns undefined where another process has it and `wait` is false, or `signal` ended the wait
   * @throws Error, one line, if the database cannot be reached
   */
  take(name: string, options?: LeaseOptions): Promise<Lease | undefined>
}

export interface LeaseOptions {
  /** Wait until it is free. Default: true. */
  readonly wait?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Called once when another process has it and there is a wait. */
  readonly onWait?: (() => void) | undefined
}

export interface Lease {
  /** Aborted when the lease was lost: another process may have it. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** Does a job under its lease, waiting for it. @returns undefined if `signal` ended the wait */
export async function underLease<Result>(
  leases: Leases | undefined,
  name: string,
  work: () => Promise<Result>,
  options: Pick<LeaseOptions, 'signal' | 'onWait'> = {},
): Promise<Result | undefined> {
  if (!leases) return work()
  const lease = await leases.take(name, options)
  if (!lease) return undefined
  try {
    return await work()
  } finally {
    await lease.release()
  }
}
