import { MeiliMessages } from './messages.ts'
import { MeiliRecords } from './records.ts'
import { MeiliProblem } from './problem.ts'
import { type MeiliConfig, MeiliServer } from './server.ts'

export interface MeiliStatus {
  readonly url: string
  /** Why the server cannot be asked; nothing else is known then. */
  readonly problem?: string
  /** Told with the master key only. */
  readonly version?: string
  readonly records?: MeiliIndexStatus & {
    /** What it was built from; empty for no index. */
    readonly digest: string
  }
  readonly messages?: MeiliIndexStatus & {
    /** The last arrival of mail that is in it. */
    readonly arrival: number
  }
  readonly tasks?: {
    /** That wait or are being done, of this project's indexes. */
    readonly waiting: number
    /** Seconds since the oldest of these was given. */
    readonly lag: number
    /** That failed within a day, the newest first. */
    readonly failed: readonly string[]
  }
}

export interface MeiliIndexStatus {
  readonly documents: number
}

/** How a server does, with the index key. Never throws. */
export async function meiliStatus(config: MeiliConfig): Promise<MeiliStatus> {
  const server = new MeiliServer(config)
  try {
    const { client, prefix } = server
    const uids = [`${prefix}_records`, `${prefix}_messages`, `${prefix}_messages_new`]
    const [version, records, messages, digest, state] = [
      await server.say(client.getVersion()).catch(() => undefined),
      await documentsOf(server, uids[0] as string),
      await documentsOf(server, uids[1] as string),
      await new MeiliRecords(server).digest(),
      await new MeiliMessages(server).arrival(),
    ]
    const waiting = await server.say(client.tasks.getTasks({ indexUids: uids, statuses: ['enqueued', 'processing'], limit: 1, reverse: true }))
    const day = new Date(Date.now() - 86_400_000).toISOString()
    const failed = await server.say(client.tasks.getTasks({ indexUids: uids, statuses: ['failed'], afterEnqueuedAt: day, limit: 20 }))
    const oldest = waiting.results[0]?.enqueuedAt
    return {
      url: server.url,
      ...(version ? { version: version.pkgVersion } : {}),
      records: { documents: records, digest },
      messages: { documents: messages, arrival: state },
      tasks: {
        waiting: waiting.total,
        lag: oldest === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(String(oldest))) / 1000),
        failed: failed.results.map(({ uid, type, error }) => `task ${uid} (${type}): ${error?.message ?? 'no reason given'}`),
      },
    }
  } catch (error) {
    return { url: server.url, problem: (error as Error).message }
  }
}

async function documentsOf(server: MeiliServer, uid: string): Promise<number> {
  try {
    return (await server.say(server.client.index(uid).getStats())).numberOfDocuments
  } catch (error) {
    if (error instanceof MeiliProblem && error.kind === 'no-index') return 0
    throw error
  }
}
