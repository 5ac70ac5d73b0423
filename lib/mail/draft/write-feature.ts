import { UNFINISHED } from '../../model/index.ts'
import type { DraftOptions } from './draft-of.ts'
import { evidenceOf, quoted } from './evidence.ts'
import type { Said } from './statements.ts'

/**
 * A feature of which nothing is known but where it was spoken of: a boolean with one statement that says that its support was not looked for.
 * What was said is its history.
 */
export function writeFeature(id: string, said: readonly Said[], features: readonly string[], { today }: Pick<DraftOptions, 'today'>): string {
  const decided = said.find(({ decides }) => decides) ?? said[0]
  return [
    '---',
    'kind: feature',
    `id: ${/^[a-z]+[-/]/.test(id) ? id : quoted(id)}`,
    `title: ${UNFINISHED}`,
    `summary: ${UNFINISHED}`,
    `rely: ${UNFINISHED}`,
    'aliases: []',
    `surface: {kind: other, text: ${UNFINISHED}}`,
    `control: {by: host, text: ${UNFINISHED}}`,
    'values: {type: boolean}',
    'support:',
    '  - component: linux',
    '    status: unknown',
    `    note: ${UNFINISHED}`,
    `    evidence: [${decided ? evidenceOf(decided, today) : ''}]`,
    ...(features.length > 0 ? ['relations:', `  see-also: [${features.join(', ')}]`] : []),
    'history:',
    ...said.flatMap((one) => [`  - date: "${one.message.date.slice(0, 10)}"`, `    text: ${UNFINISHED}`, `    evidence: [${evidenceOf(one, today)}]`]),
    '---',
    '',
    UNFINISHED,
    '',
  ].join('\n')
}
