import { UNFINISHED } from '../../model/index.ts'
import type { DraftOptions } from './draft-of.ts'
import { evidenceOf, quoted } from './evidence.ts'
import { nameOf, type Said } from './statements.ts'

/** A policy whose texts are to be written; the outcome cites the message that the draft is about. */
export function writePolicy(id: string, said: readonly Said[], features: readonly string[], { today }: Pick<DraftOptions, 'today'>): string {
  const decided = said.filter(({ decides }) => decides)
  return [
    '---',
    'kind: policy',
    `id: ${/^[a-z]+[-/]/.test(id) ? id : quoted(id)}`,
    `title: ${UNFINISHED}`,
    `summary: ${UNFINISHED}`,
    `question: ${UNFINISHED}`,
    'options: []',
    'positions:',
    ...said.flatMap((one) => [
      `  - id: ${one.id}`,
      `    person: ${quoted(nameOf(one.author))}`,
      `    date: ${quoted(one.message.date.slice(0, 10))}`,
      `    stance: ${one.stance}`,
      `    text: ${UNFINISHED}`,
      `    evidence: [${evidenceOf(one, today)}]`,
    ]),
    'status: proposed',
    'outcome:',
    `  text: ${UNFINISHED}`,
    '  evidence:',
    ...(decided.length > 0 ? decided : said.slice(-1)).map((one) => `    - ${evidenceOf(one, today)}`),
    `scope: ${UNFINISHED}`,
    'in-force: unknown',
    `features: [${features.join(', ')}]`,
    '---',
    '',
    UNFINISHED,
    '',
  ].join('\n')
}
