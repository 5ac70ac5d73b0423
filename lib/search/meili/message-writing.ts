import type { MessageIndexState, MessageIndexStep } from '../message-port.ts'
import { listNames, messageEntry, type MessageEntry, type MessageMeta } from './message-documents.ts'
import { MeiliProblem } from './problem.ts'
import type { MeiliServer } from './server.ts'
import { MESSAGES_FORMAT, messageSettings } from './settings.ts'
import { swapIn } from './swap.ts'
import { MeiliWriter } from './writer.ts'

/**
 * Writes the index of mail. The server knows no transactions over several requests, but does one after the other what it is given: a step's messages first, and in the last
 * request of the step the document that says how far the index is. So a step that was cut off is done again, and whatever is done twice comes out the same.
 * A new index is written beside the one that is asked, and swapped with it once it has all of the log.
 */
export class MessageWriting {
  readonly #server: MeiliServer
  readonly #uid: string
  readonly #beside: string
  /** The index that is written to, and how far it is once all that was sent is done. */
  #target: Target | undefined
  /** Lists of messages that were written last. */
  readonly #lists = new Map<number, ReadonlySet<string>>()

  constructor(server: MeiliServer, uid: string) {
    this.#server = server
    this.#uid = uid
    this.#beside = `${uid}_new`
  }

  async state(): Promise<MessageIndexState> {
    // Others may write, too: what the server says counts, unless some of it is still under way.
    if (this.#target?.writer.idle) {
      const { writer } = this.#target
      this.#target = undefined
      await writer.flush()
    }
    const { arrival, last } = await this.#open()
    return { arrival, ...(last ? { last } : {}) }
  }

  async append({ from, to, documents, listed }: MessageIndexStep): Promise<'done' | 'stale'> {
    const target = await this.#open()
    if (target.arrival !== from) return 'stale'
    const fresh = new Set(documents.map(({ id }) => id))
    const lists = new Map<number, Set<string>>()
    for (const { id, list } of listed) lists.set(id, (lists.get(id) ?? new Set()).add(list))
    const entries = documents.map((document) => messageEntry(document, [...(lists.get(document.id) ?? [])]))
    const highest = documents.reduce<MessageIndexState['last']>((last, { id, messageId }) => (id > (last?.id ?? 0) ? { id, messageId } : last), target.last)
    const count = target.count + documents.length
    const meta: MessageMeta = { key: 0, meta: true, format: MESSAGES_FORMAT, arrival: to, count, ...(highest ? { last: highest } : {}) }
    return this.#write(target, async () => {
      const known = [...lists].filter(([id]) => !fresh.has(id))
      if (known.length > 0) await target.writer.change(await this.#listedAlso(target, known))
      await target.writer.add([...entries, meta])
      for (const [id, names] of lists) if (fresh.has(id)) this.#remember(id, names)
      this.#target = { ...target, arrival: to, count, ...(highest ? { last: highest } : {}) }
      return 'done' as const
    })
  }

  async relate(messages: readonly { readonly id: number; readonly records: readonly string[] }[]): Promise<void> {
    const target = await this.#open()
    await this.#write(target, async () => {
      await target.writer.change(messages.map(({ id, records }) => ({ key: id, records: [...new Set(records)] })))
      // Nothing says later that this is missing.
      await target.writer.flush()
    })
  }

  async hide(ids: readonly number[]): Promise<void> {
    const target = await this.#open()
    await this.#write(target, async () => {
      await target.writer.flush()
      const [found] = await this.#server.read<{ key: number }>([
        { indexUid: target.uid, q: '', filter: 'deleted = true', limit: ALL, attributesToRetrieve: ['key'] },
      ])
      const [wanted, hidden] = [new Set(ids), new Set((found?.hits ?? []).map(({ key }) => key))]
      const changes = [
        ...[...hidden].filter((key) => !wanted.has(key)).map((key) => ({ key, deleted: false })),
        ...[...wanted].filter((key) => !hidden.has(key)).map((key) => ({ key, deleted: true })),
      ]
      if (changes.length > 0) await target.writer.change(changes)
    })
  }

  async reset(): Promise<void> {
    this.#target = undefined
    this.#lists.clear()
    await this.#create()
  }

  async settled(): Promise<void> {
    const target = await this.#open()
    await this.#write(target, () => target.writer.flush())
    if (target.uid !== this.#beside) return
    await swapIn(this.#server, this.#uid, this.#beside)
    this.#target = undefined
  }

  async close(): Promise<void> {
    await this.#target?.writer.flush().catch(() => {})
    this.#target = undefined
  }

  /** The index that is written to: one that is being built, else the one that is asked, else a new one. */
  async #open(): Promise<Target> {
    this.#target ??= (await this.#read(this.#beside)) ?? (await this.#read(this.#uid)) ?? (await this.#create())
    return this.#target
  }

  /** undefined where there is no index, or one of another form. */
  async #read(uid: string): Promise<Target | undefined> {
    try {
      const [metas, all] = await this.#server.read<MessageMeta>([
        { indexUid: uid, q: '', filter: 'key = 0', limit: 1 },
        { indexUid: uid, q: '', filter: 'key > 0', limit: 0 },
      ])
      const meta = metas?.hits[0]
      if (meta?.format !== MESSAGES_FORMAT) return undefined
      const target = { uid, writer: new MeiliWriter(this.#server, uid), count: meta.count, arrival: meta.arrival, ...(meta.last ? { last: meta.last } : {}) }
      // Something was lost, or two wrote at once: all is written once more.
      return (all?.estimatedTotalHits ?? 0) < meta.count ? { uid, writer: target.writer, count: 0, arrival: 0 } : target
    } catch (error) {
      // An index without settings knows no such filter.
      if (error instanceof MeiliProblem && (error.kind === 'no-index' || error.kind === 'query')) return undefined
      throw error
    }
  }

  async #create(): Promise<Target> {
    const { client } = this.#server
    if (await this.#server.has(this.#beside)) await this.#server.done(client.deleteIndex(this.#beside))
    await this.#server.done(client.createIndex(this.#beside, { primaryKey: 'key' }))
    await this.#server.done(client.index(this.#beside).updateSettings(messageSettings()))
    const writer = new MeiliWriter(this.#server, this.#beside)
    const meta: MessageMeta = { key: 0, meta: true, format: MESSAGES_FORMAT, arrival: 0, count: 0 }
    await writer.add([meta])
    await writer.flush()
    this.#target = { uid: this.#beside, writer, count: 0, arrival: 0 }
    return this.#target
  }

  /** Where something fails, how far the index is has to be asked again. */
  async #write<Result>(target: Target, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      this.#target = undefined
      await target.writer.flush().catch(() => {})
      throw error
    }
  }

  /** Messages that came by another list, too, with all their lists. */
  async #listedAlso(target: Target, known: readonly (readonly [id: number, lists: ReadonlySet<string>])[]): Promise<{ key: number; lists: string[] }[]> {
    const asked = known.map(([id]) => id).filter((id) => !this.#lists.has(id))
    const stored = new Map<number, readonly string[]>()
    if (asked.length > 0) await target.writer.flush()
    for (let at = 0; at < asked.length; at += 1000) {
      const some = asked.slice(at, at + 1000)
      const [found] = await this.#server.read<MessageEntry>([
        { indexUid: target.uid, q: '', filter: `key IN [${some.join(', ')}]`, limit: some.length, attributesToRetrieve: ['key', 'lists'] },
      ])
      for (const { key, lists } of found?.hits ?? []) stored.set(key, lists)
    }
    return known.map(([id, fresh]) => {
      const before = this.#lists.get(id)
      if (before) this.#remember(id, new Set([...before, ...fresh]))
      return { key: id, lists: [...new Set([...listNames([...(before ?? []), ...fresh]), ...(stored.get(id) ?? [])])] }
    })
  }

  #remember(id: number, lists: ReadonlySet<string>): void {
    if (this.#lists.size >= MOST_REMEMBERED) for (const old of [...this.#lists.keys()].slice(0, MOST_REMEMBERED / 2)) this.#lists.delete(old)
    this.#lists.set(id, lists)
  }
}

interface Target {
  readonly uid: string
  readonly writer: MeiliWriter
  readonly arrival: number
  readonly last?: { readonly id: number; readonly messageId: string }
  readonly count: number
}

const ALL = 10_000_000
/** Messages whose lists are kept, for those that come by a second one soon after. */
const MOST_REMEMBERED = 20_000
