import pg from 'pg'
import type { Value } from '../mail-sql.ts'

/** A value as the tables have it: times are without a zone, in UTC. */
export function bound(value: Value): unknown {
  return value instanceof Date ? value.toISOString().replace('Z', '') : value
}

/** How answers are read: counts as numbers, times in UTC. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => {
    if (id === pg.types.builtins.INT8) return Number
    if (id === pg.types.builtins.TIMESTAMP) return (text: string) => new Date(`${text.replace(' ', 'T')}Z`)
    return pg.types.getTypeParser(id, format as 'text')
  },
}
