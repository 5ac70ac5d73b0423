import { lists, sql } from './mail-sql.ts'
import type { MailWriter } from './mail-writer.ts'

export interface Linked {
  readonly id: number
  readonly messageId: string
  readonly references: readonly string[]
}

/**
 * Threads of new messages: all that hangs together by references, whether those are here or not. A thread's number is its smallest message's, so a
 * message that joins two threads renames the later one, here and at once.
 * @param fresh messages that are not stored yet
 * @param known threads of stored messages among those that are referred to, by Message-ID
 * @returns the thread of each of `fresh`
 */
export async function joinThreads(transaction: MailWriter, fresh: readonly Linked[], known: ReadonlyMap<string, number>): Promise<Map<number, number>> {
  const groups = new Groups()
  for (const { id, messageId, references } of fresh) {
    groups.join(messageId, '', id)
    for (const target of references) groups.join(messageId, target, known.get(target))
  }
  // Messages that refer to what was not here until now, or still is not.
  const absent = [...new Set(fresh.flatMap(({ messageId, references }) => [messageId, ...references]))].filter((name) => !known.has(name))
  for (const query of lists(
    'SELECT r."target" AS "target", MIN(m."thread") AS "thread" FROM "MailReference" r JOIN "Message" m ON m."id" = r."message" WHERE r."target" IN (?) GROUP BY r."target"',
    absent,
  )) {
    for (const { target, thread } of await transaction.$queryRaw<{ target: string; thread: number }[]>(query)) groups.join(target, '', Number(thread))
  }
  for (const [from, to] of groups.renamed(new Set(fresh.map(({ id }) => id))))
    await transaction.$executeRaw(sql('UPDATE "Message" SET "thread" = ? WHERE "thread" = ?', to, from))
  return new Map(fresh.map(({ id, messageId }) => [id, groups.numberOf(messageId)]))
}

/** Disjoint sets of Message-IDs and thread numbers, each with its smallest number. */
class Groups {
  readonly #parents = new Map<string | number, string | number>()
  readonly #least = new Map<string | number, number>()

  /** @param other joined too, unless empty @param number likewise, unless absent */
  join(name: string, other: string, number: number | undefined): void {
    if (other !== '') this.#unite(name, other)
    if (number !== undefined) {
      if (!this.#parents.has(number)) {
        this.#parents.set(number, number)
        this.#least.set(number, number)
      }
      this.#unite(name, number)
    }
  }

  numberOf(name: string): number {
    return this.#least.get(this.#root(name)) as number
  }

  /** Stored threads that are now part of one with a smaller number. */
  renamed(fresh: ReadonlySet<number>): [number, number][] {
    const found: [number, number][] = []
    for (const number of this.#parents.keys()) {
      if (typeof number !== 'number' || fresh.has(number)) continue
      const least = this.#least.get(this.#root(number)) as number
      if (least !== number) found.push([number, least])
    }
    return found.sort((a, b) => a[0] - b[0])
  }

  #root(name: string | number): string | number {
    let root = name
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root)) root = next
    for (let at = name; at !== root; ) {
      const next = this.#parents.get(at) ?? root
      this.#parents.set(at, root)
      at = next
    }
    return root
  }

  #unite(a: string | number, b: string | number): void {
    for (const name of [a, b]) if (!this.#parents.has(name)) this.#parents.set(name, name)
    const [left, right] = [this.#root(a), this.#root(b)]
    if (left === right) return
    this.#parents.set(right, left)
    const [one, two] = [this.#least.get(left), this.#least.get(right)]
    if (two !== undefined) this.#least.set(left, one === undefined ? two : Math.min(one, two))
  }
}
