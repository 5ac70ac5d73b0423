import { NOTHING, type SearchHit, type SearchResult } from '../../search/port.ts'
import { type MailHits, searchMail } from '../mail/search.ts'
import type { Service } from '../service.ts'
import { type Direct, directOf } from './direct.ts'
import { type FindQuery, isNarrowed } from './query.ts'

export interface Found {
  /** What answers the text itself. */
  readonly direct?: Direct
  /** Records, best first. */
  readonly records: SearchResult
  /** Of records: what was searched for, where it is not all of the text. */
  readonly about?: string
  readonly mail?: MailHits
}

export interface FindLimits {
  /** Records and messages at most; 0 for none. */
  readonly records: number
  readonly messages: number
  readonly offset?: number
}

/** Finds records, messages, and what answers the text itself: the one way in which pages, routes and twins search. */
export async function find(service: Service, query: FindQuery, { records, messages, offset = 0 }: FindLimits): Promise<Found> {
  const { text, filters, after, before, mail, newest } = query
  if (text === '') return { records: NOTHING }
  const direct = mail ? undefined : await directOf(service, text)
  // Of a question the facts are for the evaluator; records are looked for by what is left.
  const about = direct?.kind === 'check' && direct.about !== '' ? direct.about : undefined
  const { kind, area, ...tags } = filters
  const [result, messagesFound] = await Promise.all([
    mail || records === 0
      ? NOTHING
      : service.search.query({
          text: about ?? text,
          kinds: kind,
          areas: area,
          tags: tags as Record<string, readonly string[]>,
          after,
          before,
          limit: records,
          offset,
        }),
    messages === 0 || (!mail && isNarrowed(query))
      ? undefined
      : searchMail(service, about ?? text, { limit: messages, ...(mail ? { offset } : {}), ...(newest ? { order: 'date' as const } : {}) }),
  ])
  return {
    ...(direct ? { direct } : {}),
    records: result,
    ...(about === undefined ? {} : { about }),
    ...(messagesFound ? { mail: messagesFound } : {}),
  }
}

/** Hits by their kind, in the order in which kinds first come; of each at most `most`. */
export function groupsOf(hits: readonly SearchHit[], most: number): readonly { readonly kind: string; readonly hits: readonly SearchHit[] }[] {
  const kinds = [...new Set(hits.map(({ kind }) => kind))]
  return kinds.map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind).slice(0, most) }))
}
