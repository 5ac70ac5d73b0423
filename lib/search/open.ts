import { resolve } from 'node:path'
import { type EmbeddedOptions, EmbeddedSearch } from './embedded.ts'
import type { SearchPort } from './port.ts'

export interface SearchConfig extends Pick<EmbeddedOptions, 'heal'> {
  /** Default: $CANIMIGRATE_DATA, else .data. */
  readonly dataDir?: string | undefined
}

/** Opens search; nothing is read before the first question. */
export function openSearch({ dataDir, heal }: SearchConfig = {}): SearchPort {
  return new EmbeddedSearch({ file: resolve(dataDir ?? (process.env.CANIMIGRATE_DATA || '.data'), 'search.db'), heal })
}
