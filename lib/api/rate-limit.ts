/** How many requests one client may make in a window. */
export interface Quota {
  readonly requests: number
  readonly seconds: number
}

/** What became of a request. */
export interface Spent {
  readonly isAllowed: boolean
  /** Requests that are left. */
  readonly remaining: number
  /** Seconds until there are more, rounded up. */
  readonly reset: number
}

/**
 * Counts requests by client, as a bucket that fills evenly: a client that waited may ask `requests` at once, and then as many as the window gives. What is kept
 * is bounded: of the clients that have not asked for longest the count is forgotten.
 * @param now milliseconds
 */
export function createRateLimit({ requests, seconds }: Quota, now: () => number = () => performance.now()): (client: string) => Spent {
  const perMillisecond = requests / (seconds * 1000)
  const buckets = new Map<string, { left: number; at: number }>()
  return (client) => {
    const time = now()
    const known = buckets.get(client)
    const left = known ? Math.min(requests, known.left + (time - known.at) * perMillisecond) : requests
    const isAllowed = left >= 1
    const after = isAllowed ? left - 1 : left
    buckets.delete(client)
    buckets.set(client, { left: after, at: time })
    if (buckets.size > MOST_CLIENTS) buckets.delete(buckets.keys().next().value as string)
    const wait = isAllowed && after >= 1 ? requests - after : 1 - after
    return { isAllowed, remaining: Math.floor(after), reset: Math.max(1, Math.ceil(wait / perMillisecond / 1000)) }
  }
}

const MOST_CLIENTS = 100_000
