import { reportFleet, reportRecord, reportText, wrap } from '../evaluate/index.ts'
import { type Entry, type Kind, type Knowledge, nearest } from '../model/index.ts'
import { fieldsOf, questionOf } from './fields.ts'
import { areaPage } from './areas.ts'
import { findRecord } from './find-record.ts'
import { answerFleetText } from './fleet.ts'
import { findText } from './find/text.ts'
import { wholeQuery } from './kept.ts'
import { datesOf, listFeatures, listPolicies } from './listing.ts'
import { changesOf } from './feeds/changes.ts'
import { grouped } from './mail/grouped.ts'
import { matrixText } from './matrix/text.ts'
import { mailHits, mailText } from './mail/text.ts'
import { HttpError } from './problem.ts'
import { answerQuestion } from './question.ts'
import { recordPage } from './record-page.ts'
import { patchOf } from './revision-diff.ts'
import { allRoutes } from './all-routes.ts'
import type { Service } from './service.ts'

/**
 * The plain-text twin of a page, no line over 78 columns where words allow.
 * @param path the page's path without `.txt`
 * @throws HttpError 404 for a path that has no page, InputError for a question that is none
 */
export async function textPage(service: Service, path: string, query: URLSearchParams): Promise<string> {
  const knowledge = await service.knowledge()
  const [, area = '', rest = ''] = /^\/?([^/]*)\/?(.*)$/.exec(path) ?? []
  if (area === 'lists' || area === 'mentions' || (area === 'proposals' && rest === '')) return mailText(service, area, rest, query)
  if (rest === '') {
    switch (area) {
      case '':
      case 'index':
        return page(home(service, knowledge))
      case 'check':
        return check(service, knowledge, await wholeQuery(query))
      case 'fleet':
        return fleet(service, knowledge, await wholeQuery(query))
      case 'features':
        return page(features(knowledge, query))
      case 'policies':
        return page(policies(knowledge, query))
      case 'matrix':
        return page([matrixText(knowledge, query)])
      case 'search':
        return page(await search(service, query))
      case 'changes':
        return page(await changes(service))
      case 'api':
        return page(api())
    }
  }
  if (area === 'areas') return areaText(service, knowledge, rest)
  const asked = query.get('diff') ?? undefined
  if (area === 'features') return record(service, knowledge, rest, asked, 'feature')
  if (area === 'policies') return record(service, knowledge, rest, asked, 'policy')
  if (area === 'r') return record(service, knowledge, rest, asked)
  throw new HttpError(404, `nothing at \`/${path.slice(0, 80)}\``)
}

const WIDTH = 78

function page(lines: readonly string[]): string {
  return `${lines.join('\n').trim()}\n`
}

function home({ url }: Service, knowledge: Knowledge): string[] {
  return [
    'CANIMIGRATE: can I migrate?',
    '',
    wrap(
      'What a guest can see of its host, since which release, what maintainers decided about it, and whether a guest survives the move. Every claim ends in a message, a commit, a tag or a test run.',
      WIDTH,
    ),
    '',
    wrap(`${knowledge.features.length} features, ${knowledge.policies.length} policies. Knowledge ${knowledge.digest} of ${knowledge.date}.`, WIDTH),
    '',
    'Ask:       /check.txt?from=…&to=…&guest=…',
    'Fleet:     /fleet.txt?fleet=…',
    'Search:    /search.txt?q=…',
    'Features:  /features.txt     one of them: /features/<id>.txt',
    'Areas:     /areas/<area>.txt',
    'Policies:  /policies.txt     one of them: /policies/<id>.txt',
    'Matrix:    /matrix.txt?component=qemu',
    'Changes:   /changes.txt      Atom: /changes.atom, <page>.atom; /calendar.ics',
    'Lists:     /lists.txt        a message: /lists/<list>/<message-id>.txt',
    'API:       /api.txt',
    '',
    `  curl -sG ${url}/check.txt -d from=kvm=hv+cpu=power9 \\`,
    '    -d to=kvm=pr+cpu=power9 -d guest=uses=scv',
  ]
}

function check(service: Service, knowledge: Knowledge, query: URLSearchParams): string {
  const question = questionOf(fieldsOf(query))
  if (!question)
    return page([
      'Give `to`, and `from`, `guest`, `via`, as /check has them; `proof` draws the',
      'whole proofs. Facts, a QEMU command line, or a libvirt domain:',
      '',
      `  curl -sG ${service.url}/check.txt -d from=kvm=hv+cpu=power9 \\`,
      '    -d to=kvm=pr+cpu=power9 -d guest=uses=scv',
    ])
  return reportText(answerQuestion(knowledge, question), knowledge, { proof: query.has('proof') ? 'full' : 'short' })
}

function fleet(service: Service, knowledge: Knowledge, query: URLSearchParams): string {
  const text = query.get('fleet') ?? ''
  if (text.trim() !== '') return reportFleet(answerFleetText(knowledge, text))
  return page([
    'Give `fleet`: hosts, VMs and upgrades as /fleet has them, in YAML or JSON.',
    '',
    `  curl -sG ${service.url}/fleet.txt --data-urlencode fleet@fleet.yaml`,
  ])
}

function features(knowledge: Knowledge, query: URLSearchParams): string[] {
  const { groups, matched, isNarrowed } = listFeatures(knowledge, query)
  return [
    `FEATURES${isNarrowed ? `: ${matched} of ${knowledge.features.length}` : ''}`,
    ...[...groups].flatMap(([area, entries]) => [
      '',
      ...(area === '' ? [] : [area.toUpperCase()]),
      ...entries.flatMap(({ data }) => item(data.id, data.title, data.rely)),
    ]),
  ]
}

/** An area's introduction, then its records. */
async function areaText(service: Service, knowledge: Knowledge, area: string): Promise<string> {
  const found = areaPage(knowledge, area)
  if (!found) throw new HttpError(404, `no area \`${area.slice(0, 80)}\`; /features.txt lists them`)
  const { introduction, wholes, others, rules, policies } = found
  const stored = introduction && (await findRecord(service, introduction.data.id))
  const list = (title: string, entries: readonly Entry[]): string[] =>
    entries.length === 0 ? [] : ['', title.toUpperCase(), ...entries.flatMap(({ data }) => [wrap(data.id, WIDTH, '', '  '), wrap(data.title, WIDTH, '    ')])]
  return page([
    ...(introduction && stored ? [reportRecord(introduction, stored.text, knowledge)] : [area.toUpperCase()]),
    ...list('Begin with', introduction?.data.begin.flatMap((id) => knowledge.entries.get(id) ?? []) ?? []),
    ...wholes.flatMap(({ entry, parts }) => list(entry.data.title, [entry, ...parts])),
    ...[...others].flatMap(([folder, entries]) => list(folder, entries)),
    ...list('Rules', rules),
    ...list('What was decided', policies),
  ])
}

function policies(knowledge: Knowledge, query: URLSearchParams): string[] {
  const { found, isNarrowed } = listPolicies(knowledge, query)
  return [
    `POLICIES${isNarrowed ? `: ${found.length} of ${knowledge.policies.length}` : ''}`,
    '',
    ...found.flatMap(({ data }) => [
      ...item(`${data.id}: ${data.status}; in force: ${data['in-force']}; ${datesOf(data).first} to ${datesOf(data).last}`, data.title, data.summary),
      '',
    ]),
  ]
}

function item(head: string, title: string, text: string): string[] {
  return [wrap(head, WIDTH, '', '  '), wrap(title, WIDTH, '  '), wrap(text, WIDTH, '    ')]
}

async function record(service: Service, knowledge: Knowledge, reference: string, asked?: string, kind?: Kind): Promise<string> {
  const found = await recordPage(service, reference, kind, asked)
  if (!found) {
    const near = nearest(reference.slice(0, 200).replace(/@.*$/, ''), knowledge.entries.keys())
    throw new HttpError(404, `no record \`${reference.slice(0, 80)}\`${near ? `; did you mean \`${near}\`?` : ''}`)
  }
  const { stored, now, diff } = found
  // As it is: a patch is fed to programs.
  if (found.asked && diff) return patchOf(diff.from, diff.to) || 'no difference\n'
  if (!stored.entry) return stored.raw
  const current = now ? `${now.data.id}@${now.revision}` : ''
  return page([
    ...(stored.removed ? [wrap(now ? `This record is now ${current}; this is what it was.` : 'This record was removed; this is what it was.', WIDTH), ''] : []),
    ...(stored.current || stored.removed ? [] : [`An old revision; the current one is ${current}`, '']),
    ...(stored.current || !now || !diff
      ? []
      : [
          `Since then ${diff.added} lines came and ${diff.removed} went:`,
          `  ${service.url}/r/${stored.id}.txt?diff=${stored.revision}..${now.data.id === stored.id ? now.revision : current}`,
          '',
        ]),
    reportRecord(stored.entry, stored.text, knowledge),
    ...(stored.entry.data.kind === 'release-line' ? releases(stored.entry) : []),
    '',
    `${service.url}/r/${stored.id}@${stored.revision}`,
  ])
}

function releases({ data }: Entry): string[] {
  if (data.kind !== 'release-line') return []
  return [
    'BRANCHES',
    ...[...data.branches].reverse().map(({ name, releases: all, eol }) => {
      const [first, last] = [all[0], all.at(-1)]
      return `  ${name.padEnd(8)}${(first?.date ?? '').padEnd(12)}${`newest known ${last?.version} ${last?.date ?? ''}`.padEnd(36)}${eol ? `until ${eol}` : ''}`.trimEnd()
    }),
  ]
}

function search(service: Service, query: URLSearchParams): Promise<string[]> {
  return query.get('in') === 'mail' ? mailHits(service, query.get('q')?.slice(0, 400) ?? '', query) : findText(service, query)
}

async function changes(service: Service): Promise<string[]> {
  return [
    'CHANGES of records, newest first (Atom: /changes.atom)',
    ...[...grouped(await changesOf(service, { kind: 'all' }, 200), ({ date }) => date.slice(0, 10))].flatMap(([day, all]) => [
      '',
      day,
      ...all.map(({ id, revision, kind, moved, title }) =>
        wrap(`${kind === 'removed' ? `${moved ? `now ${moved}` : 'removed'}: ${id}` : `${kind}: ${id}@${revision}`}  ${title}`, WIDTH, '  ', '    '),
      ),
    ]),
  ]
}

function api(): string[] {
  return [
    'API, below /api/v1 (OpenAPI 3.1: /api/v1/openapi.json)',
    '',
    ...allRoutes.flatMap(({ method, path, summary }) => [`${method} ${path}`, wrap(summary, WIDTH, '    ')]),
  ]
}
