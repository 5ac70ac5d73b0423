import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { InputError } from '../model/index.ts'
import { linkable, unpacked } from './address.ts'

/** Characters of questions that are kept, in all; the longest unused go. */
const MOST_KEPT = 32 * 1024 * 1024

/** Pages and handlers are joined into modules of their own; what is kept is one for the process. */
const store = globalThis as { canimigrateKept?: LRUCache<string, string> }

/** The query with which a question is asked: `linkable`'s, or `kept=…` where it is too long for an address; that is kept here for a while. */
export async function addressOf(query: string): Promise<string> {
  const short = await linkable(query)
  if (short !== undefined) return short
  const key = createHash('sha256').update(query).digest('hex').slice(0, 16)
  store.canimigrateKept ??= new LRUCache({ maxSize: MOST_KEPT, sizeCalculation: (text) => text.length })
  store.canimigrateKept.set(key, query)
  return `kept=${key}`
}

/** The query that an address stands for, with what it has packed or kept in its place. @throws InputError where that is gone or damaged */
export async function wholeQuery(query: URLSearchParams): Promise<URLSearchParams> {
  const key = query.get('kept')
  if (key === null) return unpacked(query)
  const text = store.canimigrateKept?.get(key)
  if (text === undefined)
    throw new InputError([
      { path: 'kept', message: 'this question was too long for an address and is kept no more; give it again, or as a file to the API or the command line' },
    ])
  return new URLSearchParams([...new URLSearchParams(text), ...[...query].filter(([name]) => name !== 'kept')])
}

/** The same for pages, which show what is wrong with an address. */
export async function readable(query: URLSearchParams): Promise<{ readonly query: URLSearchParams; readonly problem?: string }> {
  try {
    return { query: await wholeQuery(query) }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { query: new URLSearchParams(), problem: error.message }
  }
}
