import { plainMarkdown, recordMarkdown, reportMarkdown } from '../evaluate/index.ts'
import { type Entry, type Kind, type Knowledge, type LinkResolver, buildLinks, pageOf } from '../model/index.ts'
import { areaPage } from './areas.ts'
import { fieldsOf, questionOf } from './fields.ts'
import { wholeQuery } from './kept.ts'
import { listFeatures, listPolicies } from './listing.ts'
import { HttpError } from './problem.ts'
import { answerQuestion } from './question.ts'
import { recordPage } from './record-page.ts'
import { patchOf } from './revision-diff.ts'
import type { Service } from './service.ts'
import { textPage } from './text.ts'

/**
 * The markdown twin of a page. Records, lists of them and answers are laid out; any other page is its plain-text twin in a fence.
 * @param path the page's path without `.md`
 * @throws as `textPage` does
 */
export async function markdownPage(service: Service, path: string, query: URLSearchParams): Promise<string> {
  const knowledge = await service.knowledge()
  const [, area = '', rest = ''] = /^\/?([^/]*)\/?(.*)$/.exec(path) ?? []
  if (rest !== '' && Object.hasOwn(KINDS_OF, area)) return record(service, knowledge, rest, query, KINDS_OF[area])
  if (area === 'areas' && rest !== '') return areaMarkdown(service, knowledge, rest)
  if (area === 'features' && rest === '') return lists(service, 'Features', [...listFeatures(knowledge, query).groups])
  if (area === 'policies' && rest === '') return lists(service, 'Policies', [['', listPolicies(knowledge, query).found]])
  const question = area === 'check' && rest === '' ? questionOf(fieldsOf(await wholeQuery(query))) : undefined
  if (question) return reportMarkdown(answerQuestion(knowledge, question), knowledge)
  return fenced(await textPage(service, path, query))
}

const KINDS_OF: Readonly<Record<string, Kind | undefined>> = { features: 'feature', policies: 'policy', r: undefined }

async function record(service: Service, knowledge: Knowledge, reference: string, query: URLSearchParams, kind: Kind | undefined): Promise<string> {
  const page = await recordPage(service, reference, kind, query.get('diff') ?? undefined)
  if (!page) throw new HttpError(404, `no record \`${reference.slice(0, 80)}\``)
  const { stored, now, diff, asked } = page
  if (asked && diff) return fenced(patchOf(diff.from, diff.to) || 'no difference', 'diff')
  const notice = stored.current
    ? []
    : [`> ${stored.removed ? 'This record was removed.' : 'An old revision.'}${now ? ` Now: ${service.url}/r/${now.data.id}@${now.revision}` : ''}`, '']
  if (!stored.entry) return `${notice.join('\n')}\n${fenced(stored.raw)}`
  return `${[...notice, recordMarkdown(stored.entry, { knowledge, links: linksOf(knowledge), url: service.url })].join('\n')}`
}

async function areaMarkdown(service: Service, knowledge: Knowledge, area: string): Promise<string> {
  const found = areaPage(knowledge, area)
  if (!found) throw new HttpError(404, `no area \`${area.slice(0, 80)}\``)
  const { introduction, wholes, others, rules, policies } = found
  const head = introduction ? recordMarkdown(introduction, { knowledge, links: linksOf(knowledge), url: service.url }) : `# ${area}\n`
  const parts: [string, readonly Entry[]][] = [
    ['Begin with', introduction?.data.begin.flatMap((id) => knowledge.entries.get(id) ?? []) ?? []],
    ...wholes.map(({ entry, parts: of }): [string, readonly Entry[]] => [entry.data.title, [entry, ...of]]),
    ...others,
    ['Rules', rules],
    ['What was decided', policies],
  ]
  return `${head}\n${sections(service, parts)}`
}

function lists(service: Service, title: string, parts: readonly (readonly [string, readonly Entry[]])[]): string {
  return `# ${title}\n\n${sections(service, parts)}`
}

function sections({ url }: Service, parts: readonly (readonly [string, readonly Entry[]])[]): string {
  return `${parts
    .filter(([, entries]) => entries.length > 0)
    .flatMap(([title, entries]) => [
      ...(title === '' ? [] : [`## ${plainMarkdown(title)}`, '']),
      ...entries.map(({ data }) => {
        const said =
          data.kind === 'feature' ? data.rely : data.kind === 'policy' ? `${data.status}, in force: ${data['in-force']}. ${data.question}` : data.summary
        return `- [${plainMarkdown(data.title)}](${url}${pageOf(data.id, data.kind)}) (\`${data.id}\`): ${plainMarkdown(said)}`
      }),
      '',
    ])
    .join('\n')
    .trim()}\n`
}

/** Text as it is; a fence that it cannot end. */
function fenced(text: string, kind = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${kind}\n${text.trimEnd()}\n${fence}\n`
}

const resolvers = new WeakMap<Knowledge, LinkResolver>()

function linksOf(knowledge: Knowledge): LinkResolver {
  const links = resolvers.get(knowledge) ?? buildLinks(knowledge.entries.values())
  resolvers.set(knowledge, links)
  return links
}
