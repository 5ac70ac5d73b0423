import { resolve } from 'node:path'
import { setting } from '../config/settings.mjs'
import { FallbackMessages } from './fallback-messages.ts'
import { meiliOfEnvironment } from './meili/config.ts'
import { gateOf } from './meili/gate.ts'
import { MeiliMessages } from './meili/messages.ts'
import type { WritableMessageSearch } from './message-port.ts'
import { EmbeddedMessages } from './messages.ts'
import type { SearchConfig } from './open.ts'

/** Opens the index of messages. @param config as of `openSearch` */
export function openMessages({ dataDir, meili = meiliOfEnvironment() ?? false, say }: Omit<SearchConfig, 'source'> = {}): WritableMessageSearch {
  const folder = resolve(dataDir ?? setting('CANIMIGRATE_DATA') ?? '.data')
  const embedded = new EmbeddedMessages(resolve(folder, 'messages.db'))
  if (meili === false) return embedded
  const gate = gateOf(meili, say)
  return new FallbackMessages({ gate, server: new MeiliMessages(gate.server), embedded, missed: resolve(folder, 'meilisearch-missed') })
}
