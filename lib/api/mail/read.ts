import { blocksOf, parseMessage } from '../../mail/index.ts'
import type { Block, Message } from '../../model/index.ts'

/** What a message is read from. */
export interface Readable {
  readonly raw: Uint8Array
  readonly list: string
  readonly arrived?: string
  readonly rebuilt: boolean
}

/** A message as it is shown. */
export interface ReadMessage {
  readonly message: Message
  /** Every line of the text, once, in order. */
  readonly blocks: readonly Block[]
}

/**
 * Reads stored bytes again.
 * @param parent what it answers, where that is here: names the authors of its quotes
 */
export async function readMessage({ raw, list, arrived, rebuilt }: Readable, lookup?: Parameters<typeof blocksOf>[1]): Promise<ReadMessage> {
  const message = await parseMessage({ raw, list, place: '', rebuilt, ...(arrived ? { arrived } : {}) })
  return { message, blocks: blocksOf(message, lookup) }
}
