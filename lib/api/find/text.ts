import { wrap } from '../../evaluate/index.ts'
import type { Service } from '../service.ts'
import { find, groupsOf } from './find.ts'
import { KIND_NAMES } from './href.ts'
import { FILTERS, findQueryOf } from './query.ts'

const WIDTH = 78

/** The plain-text twin of the search page: lines of at most 78 columns where words allow. */
export async function findText(service: Service, params: URLSearchParams): Promise<string[]> {
  const query = findQueryOf(params)
  if (query.text === '') return ['Search: /search.txt?q=WORDS', wrap(`Narrow with ${FILTERS.join(', ')}, after, before; in=mail for messages`, WIDTH)]
  const { direct, records, about, mail } = await find(service, query, { records: 50, messages: 5 })
  const { hits, total, corrected, relaxed, unknown, unfiltered, near } = records
  return [
    ...(direct
      ? [
          wrap(direct.title, WIDTH),
          ...(direct.href ? [`  ${direct.href.startsWith('/') ? service.url : ''}${direct.href}`] : []),
          ...('says' in direct ? [wrap(direct.says, WIDTH, '  ')] : []),
          '',
        ]
      : []),
    ...corrected.map(({ from, to }) => wrap(`Searched for ${to} instead of ${from}.`, WIDTH)),
    ...(unknown.length > 0 ? [wrap(`Left out, as no record has it: ${unknown.join(', ')}`, WIDTH)] : []),
    ...(relaxed && hits.length > 0 ? ['No record has all of these words; these have most.'] : []),
    `${total} found${about ? ` about ${about}` : ''}${unfiltered > total ? `, ${unfiltered} without filters` : ''}`,
    ...groupsOf(hits, 50).flatMap(({ kind, hits: some }) => [
      '',
      (KIND_NAMES[kind] ?? kind).toUpperCase(),
      ...some.flatMap(({ id, title, snippet, summary }) => ['', wrap(id, WIDTH, '', '  '), wrap(title, WIDTH, '  '), wrap(snippet || summary, WIDTH, '    ')]),
    ]),
    ...(near.length > 0 ? ['', 'NAMES THAT LOOK LIKE IT', ...near.flatMap(({ id, title }) => [wrap(id, WIDTH, '', '  '), wrap(title, WIDTH, '  ')])] : []),
    ...(mail && mail.total > 0 ? ['', `MESSAGES: ${mail.total}, with /search.txt?in=mail&q=…`] : []),
  ]
}
