import { z } from 'zod'
import { checksOf, citationOf, formatCitation, matrixAt, matrixOf, noSuchClaim } from '../evaluate/index.ts'
import { Answer, FleetAnswer, type Knowledge, isReleased, movedTo, nearest, parseReference } from '../model/index.ts'
import { BATCH_LIMITS, answerLines } from './batch.ts'
import { changesSince } from './changes.ts'
import { dumpOf, dumpResponse } from './dump.ts'
import { FLEET_LIMITS, FleetBody, answerFleet } from './fleet.ts'
import { searchRoute } from './find/route.ts'
import { mailRoutes } from './mail/routes.ts'
import { matrixTableRoute } from './matrix/route.ts'
import { paged } from './paged.ts'
import { HttpError } from './problem.ts'
import { QuestionBody, answerQuestion } from './question.ts'
import {
  Changes,
  CitationDocument,
  ExportInfo,
  KindName,
  KnowledgeDocument,
  MatrixFound,
  Paging,
  PolicyList,
  RecordDocument,
  RecordPage,
  RevisionList,
  listOf,
} from './records.ts'
import { type Route, route } from './route.ts'

const json = (schema: z.ZodType, description: string) => ({ schema, type: 'application/json' as const, description })
const Id = z.object({ id: z.string().min(1).max(300) })
const EXAMPLE = { from: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', to: 'kvm=pr cpu=power9 linux=5.15 qemu=7.2', guest: 'uses=scv' }
const FLEET = {
  hosts: { a1: 'kvm=hv cpu=power9 linux=5.15.30 qemu=7.2.0', a2: 'kvm=hv cpu=power9 linux=5.15.30 qemu=7.2.0' },
  vms: { web: { definition: 'machine=pseries-6.2', guest: 'uses=none linux=5.10', host: 'a1' } },
  upgrade: { a1: 'qemu=8.0.0', a2: 'qemu=8.0.0' },
}

/** Every route of `/api/v1`, in the order in which they are matched. */
export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/evaluate',
    operation: 'evaluate',
    summary: 'Can I migrate `from` to `to`?',
    body: { schema: QuestionBody, type: 'application/json', most: 1024 * 1024, example: EXAMPLE, decides: true },
    response: json(Answer, 'the answer'),
    errors: [400, 413, 415],
    handle: async ({ service, body }) => answerQuestion(await service.knowledge(), body),
  }),
  route({
    method: 'POST',
    path: '/evaluate/batch',
    operation: 'evaluateBatch',
    summary: `Questions, one JSON object a line; an answer (or error) a line, in order, as they come. At most ${BATCH_LIMITS.lines}.`,
    body: { schema: z.string(), type: 'application/x-ndjson', most: BATCH_LIMITS.line, example: `${JSON.stringify({ id: 'a', ...EXAMPLE })}\n` },
    response: { schema: z.string(), type: 'application/x-ndjson', description: 'a line per question: `{"id", …answer}` or `{"id", "error"}`' },
    errors: [400, 413, 415],
    handle: async ({ service, request }) => answerLines(await service.knowledge(), request.body),
  }),
  route({
    method: 'POST',
    path: '/evaluate/fleet',
    operation: 'evaluateFleet',
    summary: `Where may the VMs of these hosts go, and in what order can the hosts be upgraded? At most ${FLEET_LIMITS.hosts} hosts and ${FLEET_LIMITS.vms} VMs.`,
    body: { schema: FleetBody, type: 'application/json', most: FLEET_LIMITS.characters, example: FLEET },
    response: json(FleetAnswer, 'kinds of hosts, matrices of verdicts, migration domains, baselines, and the upgrade'),
    errors: [400, 413, 415],
    handle: async ({ service, body }) => answerFleet(await service.knowledge(), body),
  }),
  route({
    method: 'GET',
    path: '/records',
    operation: 'listRecords',
    summary: 'Records, a page at a time',
    query: z.object({
      kind: listOf(KindName),
      area: listOf(z.string().max(100)),
      status: listOf(z.string().max(40)),
      order: z.enum(['id', 'updated']).default('id'),
      ...Paging,
    }),
    response: json(RecordPage, 'a page; `next` is the cursor of the next one'),
    errors: [400],
    handle: async ({ service, query }) =>
      service.store.records({
        ...(query.kind ? { kinds: query.kind } : {}),
        ...(query.area ? { areas: query.area } : {}),
        ...(query.status ? { statuses: query.status } : {}),
        order: query.order,
        limit: query.limit,
        ...(query.cursor ? { cursor: query.cursor } : {}),
      }),
  }),
  route({
    method: 'GET',
    path: '/records/{id}/revisions',
    operation: 'listRevisions',
    summary: "A record's revisions, newest first",
    params: Id,
    query: z.object(Paging),
    response: json(RevisionList, 'a page; `next` is the cursor of the next one'),
    errors: [400, 404],
    handle: async ({ service, params, query }) => {
      const revisions = await service.store.revisions(params.id)
      if (revisions.length === 0) throw notFound(await service.knowledge(), params.id)
      return paged(`revisions of ${params.id}`, revisions, ({ revision }) => revision, query)
    },
  }),
  route({
    method: 'GET',
    path: '/records/{id}/cite',
    operation: 'citeRecord',
    summary: 'A citation of a record pinned to its revision, or of one claim of it or cell of its matrix; `id@revision` for an old one',
    params: Id,
    query: z.object({ claim: z.string().min(1).max(300).optional() }),
    response: json(CitationDocument, 'the citation, and its forms'),
    errors: [400, 404],
    handle: async ({ service, params, query: { claim } }) => {
      const knowledge = await service.knowledge()
      const reference = parseReference(params.id)
      const entry = reference && (await service.store.entry(reference.id, reference.revision))?.entry
      if (!entry) throw notFound(knowledge, params.id)
      const citation = citationOf(entry, service.url, claim, knowledge)
      if (!citation) throw new HttpError(404, noSuchClaim(entry, claim as string, knowledge))
      const [text, link, markdown, bibtex] = (['text', 'link', 'markdown', 'bibtex'] as const).map((format) => formatCitation(citation, format))
      return { ...citation, forms: { text, link, markdown, bibtex } }
    },
  }),
  ...mailRoutes,
  route({
    method: 'GET',
    path: '/records/{id}',
    operation: 'getRecord',
    summary: 'A record; `id@revision` for an old one',
    params: Id,
    response: json(RecordDocument, 'the record'),
    errors: [400, 404],
    handle: async ({ service, params }) => {
      const reference = parseReference(params.id)
      const found = reference && (await service.store.entry(reference.id, reference.revision))
      if (!found) throw notFound(await service.knowledge(), params.id)
      const { entry, id, revision, path, current, removed, seen, raw } = found
      const movedId = removed ? movedTo(await service.knowledge(), id) : undefined
      return {
        id,
        revision,
        path,
        current,
        removed,
        seen,
        raw,
        url: `${service.url}/r/${id}@${revision}`,
        ...(movedId ? { movedTo: movedId } : {}),
        ...(entry ? { kind: entry.data.kind, data: entry.data, body: entry.body, checked: [...checksOf(entry, await service.knowledge())] } : {}),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/policies',
    operation: 'listPolicies',
    summary: 'Policies, with their question, outcome and status',
    query: z.object({ status: z.enum(['proposed', 'agreed', 'contested', 'merged', 'superseded', 'withdrawn']).optional(), ...Paging }),
    response: json(PolicyList, 'a page, by id; `next` is the cursor of the next one'),
    errors: [400],
    handle: async ({ service, query }) => {
      const policies = (await service.knowledge()).policies.filter(({ data }) => !query.status || data.status === query.status)
      const page = paged('policies', policies, ({ data }) => data.id, query)
      return { ...page, items: page.items.map(({ data, revision }) => ({ ...data, revision })) }
    },
  }),
  searchRoute,
  route({
    method: 'GET',
    path: '/matrix',
    operation: 'matrix',
    summary: 'One feature over all versions (`feature`), every feature at one version (`component` and `version`), or one feature at one version (all three)',
    query: z.object({ feature: z.string().max(300).optional(), component: z.string().max(40).optional(), version: z.string().max(40).optional() }),
    response: json(MatrixFound, 'cells, oldest first'),
    errors: [400, 404],
    handle: async ({ service, query: { feature, component, version } }) => {
      const knowledge = await service.knowledge()
      const line = component ? knowledge.lines.get(component) : undefined
      if (feature && !version) {
        const found = matrixOf(knowledge, feature, component)
        if (!found) throw notFound(knowledge, feature)
        return found
      }
      if (!component || !version) throw new HttpError(400, 'give `feature`, or `component` and `version`', [{ path: 'feature', message: 'missing' }])
      if (!line)
        throw new HttpError(400, `\`${component}\` has no releases here; one of ${[...knowledge.lines.keys()].join(', ')}`, [
          { path: 'component', message: 'not known' },
        ])
      if (!isReleased(version, line))
        throw new HttpError(400, `\`${version}\` is not a release of ${line.title}`, [{ path: 'version', message: 'not a release' }])
      if (!feature) return { component, version, features: matrixAt(knowledge, component, version) }
      const found = matrixOf(knowledge, feature, component, version)
      if (!found) throw notFound(knowledge, feature)
      return found
    },
  }),
  matrixTableRoute,
  route({
    method: 'GET',
    path: '/export',
    operation: 'describeExport',
    summary: 'What the whole dump is now: cheap to ask',
    response: json(ExportInfo, 'the dump, and where it is'),
    errors: [],
    handle: async ({ service }) => {
      const knowledge = await service.knowledge()
      const base = `${service.url}/api/v1`
      return {
        format: 1,
        schema: `${base}/schemas/KnowledgeFile`,
        digest: knowledge.digest,
        date: knowledge.date,
        bytes: dumpOf(knowledge).text.length,
        url: `${base}/export/knowledge.json`,
        changes: `${base}/export/changes?since=${knowledge.digest}`,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/export/knowledge.json',
    operation: 'exportKnowledge',
    summary: 'Everything, to evaluate elsewhere; with gzip or brotli a tenth as long',
    response: json(KnowledgeDocument, 'the knowledge'),
    errors: [],
    handle: async ({ service, request }) => dumpResponse(await service.knowledge(), request.headers.get('accept-encoding')),
  }),
  route({
    method: 'GET',
    path: '/export/answering.json',
    operation: 'exportAnswering',
    summary: 'Only the records that answers follow from, without their bodies: a third as long, and the same answers',
    response: json(KnowledgeDocument, 'the knowledge, with the digest and the date of the whole'),
    errors: [],
    handle: async ({ service, request }) => dumpResponse(await service.knowledge(), request.headers.get('accept-encoding'), 'answering'),
  }),
  route({
    method: 'GET',
    path: '/export/changes',
    operation: 'exportChanges',
    summary: 'Records that were added, changed or removed since another dump, by its digest, or since a date',
    query: z.object({ since: z.string().min(1).max(40) }),
    response: json(Changes, 'changes, by id'),
    errors: [400, 404],
    handle: async ({ service, query }) => changesSince(await service.knowledge(), await service.store.history(), query.since),
  }),
]

function notFound(knowledge: Knowledge, id: string): HttpError {
  const near = nearest(id, knowledge.entries.keys())
  return new HttpError(404, `no record \`${id.slice(0, 80)}\`${near ? `; did you mean \`${near}\`?` : ''}`)
}
