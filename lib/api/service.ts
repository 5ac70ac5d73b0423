import { buildKnowledge } from '../evaluate/index.ts'
import type { Knowledge } from '../model/index.ts'
import type { MessageSearch } from '../search/message-port.ts'
import type { SearchPort } from '../search/port.ts'
import type { MailStore } from '../store/mail-port.ts'
import type { Store } from '../store/port.ts'

/** What handlers and pages work with. */
export interface Service {
  readonly store: Store
  readonly search: SearchPort
  /** The archives that were read in. */
  readonly mail: MailStore
  /** Search over them. */
  readonly messages: MessageSearch
  /** The site's address, for permanent links; no slash at its end. */
  readonly url: string
  /**
   * The knowledge as the database had it a second ago at most; the same value until a sync changes it. Where the database does not answer, the last that was read:
   * answers name it by its digest.
   */
  knowledge(): Promise<Knowledge>
  /**
   * Waits until `knowledge()` is as new as all that the store is asked for from then on.
   * @returns names the newest sync: the same before and after something was read, all of it is of one sync
   */
  settle(): Promise<string>
}

/** How long a knowledge is used before the database is asked whether it is still the newest, in milliseconds. */
const FRESH_FOR = 1000
/** How long who has a knowledge waits for a database that is slow to say so, in milliseconds. */
const PATIENCE = 1000

/** A service over an open store and its indexes. */
export function createService(store: Store, search: SearchPort, messages: MessageSearch, url: string): Service {
  const current = createCurrent(store)
  let checked = Number.NEGATIVE_INFINITY
  return {
    store,
    search,
    mail: store.mail,
    messages,
    url,
    async knowledge() {
      const known = current.known()
      if (known && performance.now() - checked < FRESH_FOR) return known
      checked = performance.now()
      const asked = current.look().then(({ knowledge }) => knowledge)
      return known ? orAtLeast(known, asked) : asked
    },
    settle: async () => (await current.look()).sync,
  }
}

interface Current {
  /** What was read last. */
  known(): Knowledge | undefined
  /** Asks the store anew, after it was called. */
  look(): Promise<{ readonly sync: string; readonly knowledge: Knowledge }>
}

function createCurrent(store: Store): Current {
  let last: { readonly sync: string; readonly knowledge: Knowledge } | undefined
  const read = async (): Promise<NonNullable<typeof last>> => {
    for (;;) {
      const sync = await newest(store)
      if (last?.sync === sync) return last
      const entries = await store.entries()
      // What was read while another sync finished may be of either.
      if ((await newest(store)) !== sync) continue
      last = { sync, knowledge: buildKnowledge(entries) }
      return last
    }
  }
  let running: ReturnType<typeof read> | undefined
  let following: ReturnType<typeof read> | undefined
  const run = (): ReturnType<typeof read> => {
    const begun = read().finally(() => {
      if (running === begun) running = undefined
    })
    running = begun
    return begun
  }
  return {
    known: () => last?.knowledge,
    look() {
      if (!running) return run()
      // It may have asked before what the caller wants to know of: all who come meanwhile share the next.
      following ??= running
        .catch(() => undefined)
        .then(() => {
          following = undefined
          return run()
        })
      return following
    },
  }
}

/** Not the digest: what was verified is no part of that; nor its number alone, which a restored database may give to another. */
async function newest(store: Store): Promise<string> {
  const sync = await store.lastSync()
  return sync ? `${sync.id} ${sync.digest}` : ''
}

/** The new one, unless it takes too long or cannot be had. */
function orAtLeast(known: Knowledge, asked: Promise<Knowledge>): Promise<Knowledge> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(known), PATIENCE)
    asked
      .catch((error: unknown) => {
        console.error(error)
        return known
      })
      .then((knowledge) => {
        clearTimeout(timer)
        resolve(knowledge)
      })
  })
}
