import type { Settings } from 'meilisearch'
import { JOINERS } from './tokens.ts'

/** Go up when settings or documents change their form: an index of another form is built anew. */
export const RECORDS_FORMAT = '2'
export const MESSAGES_FORMAT = '1'

/** Searched attributes of a record, the weightiest first, with what a word in them counts (as in `WEIGHTS` of the embedded index). */
export const RECORD_WEIGHTS: readonly (readonly [attribute: string, weight: number])[] = [
  ['exact', 6],
  ['names', 6],
  ['title', 6],
  ['summary', 3],
  ['keywords', 2],
  ['identifiers', 2],
  ['text', 1],
]

/** Records that one question can name. */
export const MOST_RECORDS = 100_000

/** Attributes that weigh as much say what a record is about. */
export const HEAD_WEIGHT = 3

/** Searched attributes of a message by the field that people name, the weightiest first. A long text goes on in the next one: each has room for 65,536 words. */
export const MESSAGE_ATTRIBUTES = {
  subject: ['subject'],
  from: ['from'],
  body: ['body', 'body2', 'body3'],
  quoted: ['quoted', 'quoted2', 'quoted3'],
} as const

/**
 * Settings of the index of records. A query there holds one word or one name, so `attributeRank` is its one rule: a record's own identifiers come first, then names,
 * and so on. A weight is read back from it, and `rank.ts` weighs the words of a search together as it does those of the embedded index. Identifiers hold together over what
 * joins them, so that `a_b_c`, `a-b-4.2` and `0x0a1b` are one word each: none has to be in a dictionary.
 * @param synonyms identifiers that name the same record, each with the others
 */
export function recordSettings(synonyms: Readonly<Record<string, string[]>>): Settings {
  return {
    ...WORDS,
    nonSeparatorTokens: [...JOINERS],
    searchableAttributes: RECORD_WEIGHTS.map(([attribute]) => attribute),
    filterableAttributes: ['build', 'part', 'row'].map(equal),
    sortableAttributes: [],
    faceting: { maxValuesPerFacet: MOST_RECORDS },
    rankingRules: ['attributeRank'],
    synonyms: { ...synonyms },
    pagination: { maxTotalHits: MOST_RECORDS },
  }
}

/**
 * Settings of the index of mail. `sort` comes first, so that what is asked for by date is in the order of dates; then the best attribute, words near each other, and of
 * equally good messages the newest. `marks` holds the words of subject and sender once more, each with a mark before it, for `subject:` and `from:`.
 */
export function messageSettings(): Settings {
  return {
    ...WORDS,
    searchableAttributes: [...Object.values(MESSAGE_ATTRIBUTES).flat(), 'marks'],
    filterableAttributes: [...['lists', 'records', 'patch', 'attachments', 'spam', 'deleted', 'meta'].map(equal), compared('date'), compared('key')],
    sortableAttributes: ['date', 'key'],
    rankingRules: ['sort', 'attributeRank', 'proximity', 'date:desc', 'key:desc'],
    synonyms: {},
    pagination: { maxTotalHits: 10_000_000 },
  }
}

/**
 * What both share. Words come ready (`tokens.ts`), of mail as letters and digits only: there a minus is the server's own operator. Nothing is corrected by the server: a slip
 * is corrected, and said, from the words that the index holds (`vocabulary.ts`), where digits must be the same, so that no identifier is bent into another.
 */
const WORDS: Settings = {
  nonSeparatorTokens: [],
  separatorTokens: [],
  dictionary: [],
  stopWords: [],
  typoTolerance: { enabled: false, disableOnNumbers: true },
  proximityPrecision: 'byWord',
  prefixSearch: 'indexingTime',
  facetSearch: false,
  faceting: { maxValuesPerFacet: 100 },
  searchCutoffMs: 500,
}

function equal(attribute: string) {
  return { attributePatterns: [attribute], features: { facetSearch: false, filter: { equality: true, comparison: false } } }
}

function compared(attribute: string) {
  return { attributePatterns: [attribute], features: { facetSearch: false, filter: { equality: true, comparison: true } } }
}
