import { conditionInWords, matrixOf, reportRecord, reportText, showValue, wrap } from '../evaluate/index.ts'
import { type Entry, type Knowledge, nearest, parseReference } from '../model/index.ts'
import { fieldsOf, questionOf } from './fields.ts'
import { HttpError } from './problem.ts'
import { answerQuestion } from './question.ts'
import type { Service } from './service.ts'

/**
 * The plain-text twin of a page, no line over 78 columns where words allow.
 * @param path the page's path without `.txt`
 * @throws HttpError 404 for a path that has no page, InputError for a question that is none
 */
export async function textPage(service: Service, path: string, query: URLSearchParams): Promise<string> {
  const knowledge = await service.knowledge()
  const [, area = '', rest = ''] = /^\/?([^/]*)\/?(.*)$/.exec(path) ?? []
  if (area === '' || area === 'index') return home(knowledge)
  if (area === 'check') return check(knowledge, query)
  if (area === 'features' && rest === '') return listing('FEATURES', knowledge.features)
  if (area === 'policies' && rest === '')
    return listing('POLICIES', knowledge.policies, ({ data }) => (data.kind === 'policy' ? `${data.status}; in force: ${data['in-force']}` : ''))
  if (area === 'features' || area === 'policies' || area === 'r') return record(service, knowledge, rest)
  if (area === 'matrix') return matrix(knowledge, query)
  if (area === 'search') return search(service, query.get('q') ?? '')
  throw new HttpError(404, `nothing at \`/${path.slice(0, 80)}\``)
}

function home(knowledge: Knowledge): string {
  return `${[
    'CANIMIGRATE: can I migrate?',
    '',
    wrap(`${knowledge.features.length} features, ${knowledge.policies.length} policies. Knowledge ${knowledge.digest} of ${knowledge.date}.`, 78),
    '',
    'Ask:      /check.txt?from=…&to=…&guest=…',
    'Search:   /search.txt?q=…',
    'Features: /features.txt   Policies: /policies.txt   Matrix: /matrix.txt',
    'API:      /api/v1/openapi.json',
  ].join('\n')}\n`
}

function check(knowledge: Knowledge, query: URLSearchParams): string {
  const question = questionOf(fieldsOf(query))
  if (!question) return 'Give `to` (and `from`, `guest`, `via`): /check.txt?from=kvm%3Dhv+cpu%3Dpower9&to=kvm%3Dpr+cpu%3Dpower9\n'
  return reportText(answerQuestion(knowledge, question), knowledge, { proof: query.has('proof') ? 'full' : 'short' })
}

function listing(title: string, entries: readonly Entry[], extra: (entry: Entry) => string = () => ''): string {
  const lines = entries.flatMap((entry) => [
    entry.data.id,
    wrap(entry.data.title, 78, '  '),
    ...(extra(entry) ? [`  ${extra(entry)}`] : []),
    wrap(entry.data.summary, 78, '    '),
    '',
  ])
  return `${[title, '', ...lines].join('\n').trimEnd()}\n`
}

async function record(service: Service, knowledge: Knowledge, text: string): Promise<string> {
  const reference = parseReference(text)
  const found = reference && (await service.store.entry(reference.id, reference.revision))
  if (!found) {
    const near = nearest(text, knowledge.entries.keys())
    throw new HttpError(404, `no record \`${text.slice(0, 80)}\`${near ? `; did you mean \`${near}\`?` : ''}`)
  }
  return found.entry ? reportRecord(found.entry, found.text, knowledge) : found.raw
}

function matrix(knowledge: Knowledge, query: URLSearchParams): string {
  const feature = query.get('feature')
  const found = feature ? matrixOf(knowledge, feature, query.get('component') ?? undefined) : undefined
  if (!found) return listing('MATRIX of a feature: /matrix.txt?feature=ID', knowledge.features)
  const lines = found.cells.map(
    (cell) =>
      `${cell.component} ${cell.version}`.padEnd(18) +
      ` ${cell.state.padEnd(10)} ${showValue(cell.value)}${cell.reserved ? ' (number reserved)' : ''}`.padEnd(26) +
      conditionInWords(cell.when),
  )
  return `${[found.feature, '', ...lines.map((line) => wrap(line.replaceAll('  ', ' '), 78, '', '    '))].join('\n')}\n`
}

async function search(service: Service, text: string): Promise<string> {
  if (text.trim() === '') return 'Search: /search.txt?q=WORDS\n'
  const { hits, total } = await service.search.query({ text })
  if (hits.length === 0) return `nothing for ${text.slice(0, 80)}\n`
  return `${hits.flatMap((hit) => [`${hit.id}  (${hit.kind})`, wrap(hit.title, 78, '  '), ...(hit.snippet ? [wrap(hit.snippet, 78, '    ')] : [])]).join('\n')}\n\n${total} found\n`
}
