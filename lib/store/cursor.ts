import { CursorError } from './port.ts'

/** The place after a record in an order, as opaque text. */
export function writeCursor(order: 'id' | 'updated', id: string, updated: string): string {
  return Buffer.from(JSON.stringify([order, id, updated])).toString('base64url')
}

/** @throws CursorError unless it was written for the same order */
export function readCursor(cursor: string, order: 'id' | 'updated'): { id: string; updated: Date } {
  try {
    const parts: unknown = cursor.length > 1000 ? undefined : JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts[0] !== order || typeof parts[1] !== 'string' || typeof parts[2] !== 'string') throw new CursorError()
    const updated = new Date(parts[2])
    if (Number.isNaN(updated.getTime())) throw new CursorError()
    return { id: parts[1], updated }
  } catch {
    throw new CursorError()
  }
}
