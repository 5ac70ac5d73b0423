import { wrap } from '../evaluate/index.ts'
import type { SearchResult } from '../search/port.ts'
import type { FoundMail } from './search-mail.ts'

/** What was found, to read in a terminal. */
export function listing({ hits, total, corrected, relaxed }: SearchResult, mail: FoundMail | undefined, text: string): string {
  if (hits.length === 0 && (mail?.hits.length ?? 0) === 0)
    return [...(mail?.notes ?? []), `nothing for \`${text}\`; try fewer words, or \`canimigrate list\``].join('\n')
  return [
    ...corrected.map(({ from, to }) => `(searched for ${to} instead of ${from})`),
    ...(relaxed ? ['(no record has all of these words; these have some)'] : []),
    ...hits.flatMap((hit) => [`${hit.id}  (${hit.kind})`, wrap(hit.title, 78, '  '), ...(hit.snippet ? [wrap(hit.snippet, 78, '    ')] : [])]),
    ...(total > hits.length ? [`… ${total - hits.length} more`] : []),
    ...(mail && mail.hits.length > 0 ? mailListing(mail, hits.length > 0) : []),
  ].join('\n')
}

function mailListing({ hits, total, notes }: FoundMail, after: boolean): string[] {
  return [
    ...(after ? ['', 'Messages:'] : []),
    ...notes.map((note) => `(${note})`),
    ...hits.flatMap(({ messageId, subject, from, date, snippet }) => [
      `<${messageId}>`,
      wrap(`${date.slice(0, 10)}  ${from.name || from.address}: ${subject}`, 78, '  '),
      ...(snippet.text === '' ? [] : [wrap(snippet.text, 78, '    ')]),
    ]),
    ...(total > hits.length ? [`… ${total - hits.length} more`] : []),
  ]
}
