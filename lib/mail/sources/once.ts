import { createHash } from 'node:crypto'
import type { RawMessage } from '../../model/index.ts'
import type { Source, SourceItem } from './source.ts'

/** A source that is read whole: one file with a message, a page, a paste. Its position is a hash of it: read once, it gives nothing more until it changes. */
export function onceSource(
  kind: Source['kind'],
  location: string,
  list: string,
  content: Uint8Array,
  messages: () => readonly RawMessage[] | Promise<readonly RawMessage[]>,
): Source {
  const done = createHash('sha256').update(content).digest('hex').slice(0, 32)
  return {
    id: `${kind}:${location}`,
    kind,
    location,
    list,
    watched: [location],
    count: async (position) => (position === done ? 0 : undefined),
    read: (position) => read(position, done, messages),
  }
}

async function* read(position: string, done: string, messages: () => readonly RawMessage[] | Promise<readonly RawMessage[]>): AsyncGenerator<SourceItem> {
  if (position === done) return
  const found = await messages()
  // Left in between, all is read again: the position moves only with the last.
  for (const [index, message] of found.entries()) yield { position: index === found.length - 1 ? done : '', message }
  if (found.length === 0) yield { position: done }
}
