import { CursorError } from '../store/port.ts'

/** A page of a list that is at hand as a whole. */
export interface Paged<Item> {
  readonly items: Item[]
  readonly total: number
  /** The cursor of the next page; absent on the last. */
  readonly next?: string
}

/**
 * @param list names the list that a cursor is good for
 * @param keyOf names an item; a page begins after the one that its cursor names, wherever that now stands
 * @throws CursorError for a cursor that no page of this list gave
 */
export function paged<Item>(
  list: string,
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Paged<Item> {
  const start = cursor === undefined ? 0 : all.findIndex((item) => cursorOf(list, keyOf(item)) === cursor) + 1
  if (cursor !== undefined && start === 0) throw new CursorError()
  const items = all.slice(start, start + limit)
  const last = items.at(-1)
  return { items, total: all.length, ...(last !== undefined && start + limit < all.length ? { next: cursorOf(list, keyOf(last)) } : {}) }
}

/** Opaque text. */
function cursorOf(list: string, key: string): string {
  return Buffer.from(JSON.stringify([list, key])).toString('base64url')
}
