import { resolve } from 'node:path'
import { setting } from '../config/settings.mjs'
import { type EmbeddedOptions, EmbeddedSearch } from './embedded.ts'
import { FallbackSearch } from './fallback.ts'
import { meiliOfEnvironment } from './meili/config.ts'
import { gateOf } from './meili/gate.ts'
import { MeiliRecords } from './meili/records.ts'
import type { MeiliConfig } from './meili/server.ts'
import type { SearchPort } from './port.ts'

export interface SearchConfig extends Pick<EmbeddedOptions, 'heal'> {
  /** Default: $CANIMIGRATE_DATA, else .data. */
  readonly dataDir?: string | undefined
  /** Names what `heal` would build from: an index of something else is outdated. */
  readonly wanted?: (() => Promise<string>) | undefined
  /** A server to search on; false for none. Default: that of $MEILI_URL and $MEILI_KEY. */
  readonly meili?: MeiliConfig | false | undefined
  /** Takes a line when the server goes away or is back. Default: stderr. */
  readonly say?: ((line: string) => void) | undefined
}

/** Opens search; nothing is read before the first question. */
export function openSearch({ dataDir, heal, wanted, meili = meiliOfEnvironment() ?? false, say }: SearchConfig = {}): SearchPort {
  const file = resolve(dataDir ?? setting('CANIMIGRATE_DATA') ?? '.data', 'search.db')
  const embedded = new EmbeddedSearch({ file, heal, wanted: meili === false ? wanted : undefined })
  if (meili === false) return embedded
  const gate = gateOf(meili, say)
  return new FallbackSearch({ gate, server: new MeiliRecords(gate.server), embedded, heal, wanted })
}
