import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { Message } from '../../lib/model/index.ts'
import type { BatchArrival, MailBatch } from '../../lib/store/mail-port.ts'

export interface Sketch
  extends Partial<Pick<Message, 'subject' | 'references' | 'date' | 'patch' | 'spam'>>,
    Partial<Pick<BatchArrival, 'mentions' | 'positions' | 'proposals' | 'list'>> {
  readonly id: string
  /** Stands for the bytes. Default: the id. */
  readonly content?: string
  readonly place?: string
}

/** An arrival of an invented message. */
export function arrivalOf(sketch: Sketch): BatchArrival {
  const {
    id,
    content = id,
    place = content,
    list = 'list.example',
    subject = `About ${id}`,
    references = [],
    date = '2024-03-01T10:00:00.000Z',
    patch,
    spam = [],
  } = sketch
  const raw = Buffer.from(content)
  return {
    message: {
      messageId: id,
      hash: createHash('sha256').update(raw).digest('hex'),
      subject,
      from: { name: 'Ada', address: 'ada@example.org' },
      date,
      references,
      attachments: [],
      ...(patch ? { patch } : {}),
      size: raw.length,
      spam,
    },
    compressed: deflateRawSync(raw),
    list,
    place,
    arrived: '2024-03-01T11:00:00.000Z',
    rebuilt: false,
    mentions: sketch.mentions ?? [],
    positions: sketch.positions ?? [],
    proposals: sketch.proposals ?? [],
  }
}

/** A batch of a source from one position to another. */
export function batchOf(
  from: string,
  to: string,
  sketches: readonly Sketch[],
  more: Partial<Pick<MailBatch, 'deleted' | 'end'>> & { source?: string } = {},
): MailBatch {
  const { source = 'one', deleted = [], end = false } = more
  return { source: { id: source, kind: 'test', location: source, list: 'list.example' }, from, to, arrivals: sketches.map(arrivalOf), deleted, end }
}
