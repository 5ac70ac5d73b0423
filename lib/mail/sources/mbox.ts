import { createHash, type Hash } from 'node:crypto'
import { readBytes } from './files.ts'
import { listIdOf } from './list-id.ts'
import { splitMbox } from './mbox-split.ts'
import type { Source, SourceItem } from './source.ts'

/**
 * Messages of an mbox (mboxrd, mboxo, mboxcl, mboxcl2), packed by gzip or not.
 * A position is an offset and a hash of all before it: an mbox that has grown is read on, one that was changed is read again from the start.
 * @param list of all its messages; default: what each says, else `name`
 */
export function mboxSource(location: string, name: string, list?: string): Source {
  return {
    id: `mbox:${location}`,
    kind: 'mbox',
    location,
    list: list ?? name,
    watched: [location],
    count: async () => undefined,
    read: (position) => read(location, position, name, list),
  }
}

async function* read(location: string, position: string, name: string, list: string | undefined): AsyncGenerator<SourceItem> {
  const [offset = '0', before = ''] = position.split(':')
  let start = Number(offset)
  let hash = createHash('sha256')
  if (start > 0) {
    hash = await hashOf(location, start)
    if (digest(hash) !== before) {
      start = 0
      hash = createHash('sha256')
      yield { position: '', note: `\`${location}\` was changed before the place that it was read to: it is read again from the start` }
    }
  }
  let hashed = start
  const kept: Buffer[] = []
  // The hash runs along with what is given out, not with what is read ahead.
  const tap = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      kept.push(chunk)
      yield chunk
    }
  }
  for await (const { raw, start: place, end } of splitMbox(tap(from(await readBytes(location), start)), start)) {
    for (let need = end - hashed; need > 0; ) {
      const chunk = kept[0]
      if (!chunk) break
      const part = chunk.subarray(0, need)
      hash.update(part)
      need -= part.length
      if (part.length === chunk.length) kept.shift()
      else kept[0] = chunk.subarray(part.length)
    }
    hashed = end
    if (raw.length === 0) continue
    yield { position: `${end}:${digest(hash)}`, message: { raw, list: list ?? listIdOf(raw) ?? name, place: String(place) } }
  }
}

async function* from(chunks: AsyncIterable<Buffer>, start: number): AsyncGenerator<Buffer> {
  let skip = start
  for await (const chunk of chunks) {
    if (skip < chunk.length) yield skip > 0 ? chunk.subarray(skip) : chunk
    skip = Math.max(0, skip - chunk.length)
  }
}

async function hashOf(location: string, length: number): Promise<Hash> {
  const hash = createHash('sha256')
  let left = length
  for await (const chunk of await readBytes(location)) {
    hash.update(chunk.subarray(0, left))
    left -= chunk.length
    if (left <= 0) break
  }
  return hash
}

function digest(hash: Hash): string {
  return hash.copy().digest('hex').slice(0, 32)
}
