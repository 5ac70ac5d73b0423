import { wrap } from '../evaluate/index.ts'
import type { AskedInWords } from '../input/index.ts'
import type { SearchResult } from '../search/port.ts'
import type { FoundMail } from './search-mail.ts'

/** What was found, to read in a terminal. */
export function listing({ hits, total, corrected, relaxed, unknown, near }: SearchResult, mail: FoundMail | undefined, text: string): string {
  if (hits.length === 0 && (mail?.hits.length ?? 0) === 0)
    return [
      ...(mail?.notes ?? []),
      `nothing for \`${text}\`; try fewer words, or \`canimigrate list\``,
      ...(near.length > 0 ? ['names that look like it:', ...near.map(({ id }) => `  ${id}`)] : []),
    ].join('\n')
  return [
    ...corrected.map(({ from, to }) => `(searched for ${to} instead of ${from})`),
    ...(unknown.length > 0 ? [`(left out, as no record has it: ${unknown.join(', ')})`] : []),
    ...(relaxed && unknown.length === 0 ? ['(no record has all of these words; these have most)'] : []),
    ...hits.flatMap((hit) => [`${hit.id}  (${hit.kind})`, wrap(hit.title, 78, '  '), wrap(hit.snippet || hit.summary, 78, '    ')]),
    ...(total > hits.length ? [`… ${total - hits.length} more`] : []),
    ...(mail && mail.hits.length > 0 ? mailListing(mail, hits.length > 0) : []),
  ].join('\n')
}

/** The command that answers a question which was typed as a search. */
export function checkLine({ from, via, to, guest }: AskedInWords): string {
  const parts = [`--from "${from}"`, ...via.map((one) => `--via "${one}"`), `--to "${to}"`, ...(guest === '' ? [] : [`--guest "${guest}"`])]
  return `To ask this: canimigrate check ${parts.join(' ')}`
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
