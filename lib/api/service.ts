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
  /** The knowledge as the database has it now; the same value until a sync changes it. */
  knowledge(): Promise<Knowledge>
}

/** How long a knowledge is used before the database is asked whether it is still the newest, in milliseconds. */
const FRESH_FOR = 1000

/** A service over an open store and its indexes. */
export function createService(store: Store, search: SearchPort, messages: MessageSearch, url: string): Service {
  let current: { sync: number; knowledge: Promise<Knowledge> } | undefined
  let checked = 0
  return {
    store,
    search,
    mail: store.mail,
    messages,
    url,
    async knowledge() {
      if (current && performance.now() - checked < FRESH_FOR) return current.knowledge
      // Not the digest: what was verified is no part of that.
      const sync = (await store.lastSync())?.id ?? 0
      checked = performance.now()
      if (current?.sync !== sync) {
        const knowledge = store.entries().then((entries) => buildKnowledge(entries))
        current = { sync, knowledge }
        knowledge.catch(() => {
          current = undefined
        })
      }
      return current.knowledge
    },
  }
}
