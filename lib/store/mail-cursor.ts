import { CursorError } from './port.ts'

/** The place after an item in an order, as opaque text. @param order names the list that it is good for */
export function writeMailCursor(order: string, date: Date, ...rest: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([order, date.toISOString(), ...rest])).toString('base64url')
}

/** @throws CursorError unless it was written for the same order with as many parts */
export function readMailCursor(cursor: string, order: string, parts: number): { date: Date; rest: (string | number)[] } {
  try {
    const read: unknown = cursor.length > 2000 ? undefined : JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(read) || read[0] !== order || read.length !== parts + 2 || typeof read[1] !== 'string') throw new CursorError()
    const date = new Date(read[1])
    const rest = read.slice(2)
    if (Number.isNaN(date.getTime()) || rest.some((part) => typeof part !== 'string' && !Number.isSafeInteger(part))) throw new CursorError()
    return { date, rest }
  } catch {
    throw new CursorError()
  }
}
