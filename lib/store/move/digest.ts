import { createHash } from 'node:crypto'
import type { Value } from '../mail-sql.ts'
import { storable } from '../storable.ts'
import type { Row } from './end.ts'

/** What a table holds, in short: the same for the same rows in any database. */
export interface TableDigest {
  readonly rows: number
  /** SHA-256, hex, over all values in the order of the key. */
  readonly digest: string
}

/** Takes the rows of a table in their order. */
export class TableHash {
  readonly #hash = createHash('sha256')
  #rows = 0

  add(rows: readonly Row[]): void {
    for (const row of rows) for (const value of row) this.#add(value)
    this.#rows += rows.length
  }

  end(): TableDigest {
    return { rows: this.#rows, digest: this.#hash.digest('hex') }
  }

  /** Each value with its kind and length, so that no two rows look like one another. */
  #add(value: Value): void {
    if (value instanceof Uint8Array) this.#hash.update(`b${value.length}:`).update(value)
    else if (typeof value === 'string') this.#text(storable(value))
    else if (value instanceof Date) this.#hash.update(`d${value.getTime()};`)
    else this.#hash.update(`${value};`)
  }

  #text(text: string): void {
    this.#hash.update(`s${text.length}:`).update(text)
  }
}
