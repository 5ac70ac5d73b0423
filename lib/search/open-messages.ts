import { resolve } from 'node:path'
import type { WritableMessageSearch } from './message-port.ts'
import { EmbeddedMessages } from './messages.ts'

/** Opens the index of messages. @param config `dataDir`: default $CANIMIGRATE_DATA, else .data */
export function openMessages({ dataDir }: { readonly dataDir?: string | undefined } = {}): WritableMessageSearch {
  return new EmbeddedMessages(resolve(dataDir ?? (process.env.CANIMIGRATE_DATA || '.data'), 'messages.db'))
}
