import { type CallToolResult, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { problemOf } from '../api/problem.ts'
import { QuestionBody, answerQuestion } from '../api/question.ts'
import { CITATION_FORMATS, citationOf, formatCitation, matrixAt, noSuchClaim, reportRecord, reportText } from '../evaluate/index.ts'
import {
  Answer,
  type Entry,
  KINDS,
  type Kind,
  type Knowledge,
  type Policy,
  RemedyOffer,
  aliasName,
  isReleased,
  nearest,
  parseCitation,
} from '../model/index.ts'
import type { SearchPort } from '../search/port.ts'
import { matrixInRuns } from './matrix-runs.ts'

/** What the tools work with. */
export interface Sources {
  /** The site's address, for citations; no slash at its end. */
  readonly url: string
  knowledge(): Promise<Knowledge>
  readonly search: Pick<SearchPort, 'query'>
  /** A record's body as plain text. */
  text(entry: Entry): Promise<string>
  /** A revision that is not the current one; undefined where it is not to be had. */
  revision(id: string, revision: string): Promise<Entry | undefined>
}

/** The tools for assistants (Model Context Protocol), over what the API answers with. One per connection or request. */
export function createMcp(sources: Sources): McpServer {
  const server = new McpServer(
    { name: 'canimigrate', version: '1' },
    {
      instructions:
        'Whether virtual machines can be migrated between hosts (Linux/KVM, QEMU, Xen, libvirt), from records in which every claim is cited. Ask `check` with what is known of both sides; where it answers unknown, it names the facts that would settle it. Cite records as `cite` gives them.',
    },
  )
  const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false }

  server.registerTool(
    'check',
    {
      title: 'Can I migrate?',
      description:
        'Can a guest be migrated from one host to another, and what would it see? Sides are facts such as `qemu=7.2 linux=5.15 kvm=hv cpu=power9 machine=pseries-6.2`, a QEMU command line, or libvirt XML. Without `from`: does the guest work on `to`?',
      inputSchema: QuestionBody,
      outputSchema: CheckResult,
      annotations,
    },
    async (question) =>
      answered(async () => {
        const knowledge = await sources.knowledge()
        const answer = answerQuestion(knowledge, question)
        const findings = answer.findings.map(({ record, revision, stage, effect, summary, certain }) => ({ record, revision, stage, effect, certain, summary }))
        return told(reportText(answer, knowledge, { proof: 'short' }), { ...answer, findings })
      }),
  )

  server.registerTool(
    'search',
    {
      title: 'Search records',
      description: 'Finds features, policies, rules and release lines by words, identifiers or names, misspelt ones too.',
      inputSchema: z.object({
        query: z.string().min(1).max(400),
        kind: z.enum(KINDS as readonly [Kind, ...Kind[]]).optional(),
        limit: z.number().int().min(1).max(50).default(10),
      }),
      outputSchema: z.object({
        total: z.number(),
        hits: z.array(z.object({ id: z.string(), kind: z.string(), title: z.string(), summary: z.string(), snippet: z.string(), url: z.string() })),
      }),
      annotations,
    },
    async ({ query, kind, limit }) => answered(() => found(sources, query, kind, limit)),
  )

  server.registerTool(
    'show',
    {
      title: 'Show a record',
      description:
        'One record, whole, as text: what it is, since which release, what happens to it on migration, and the evidence. Takes `id`, `id@revision`, or another name of it.',
      inputSchema: z.object({ id: z.string().min(1).max(300) }),
      annotations,
    },
    async ({ id }) =>
      answered(async () => {
        const knowledge = await sources.knowledge()
        const entry = await entryOf(sources, knowledge, id)
        return told(`${reportRecord(entry, await sources.text(entry), knowledge)}\n${sources.url}/r/${entry.data.id}@${entry.revision}`)
      }),
  )

  server.registerTool(
    'matrix',
    {
      title: 'Feature by version',
      description:
        'What versions have of a feature (`feature`, maybe of one `component`: linux, qemu, xen, libvirt), or what one release has of every feature (`component` and `version`, maybe of one `area`).',
      inputSchema: z.object({
        feature: z.string().max(300).optional(),
        component: z.string().max(40).optional(),
        version: z.string().max(40).optional(),
        area: z.string().max(100).optional(),
      }),
      annotations,
    },
    async ({ feature, component, version, area }) =>
      answered(async () => {
        const knowledge = await sources.knowledge()
        if (feature) return told(matrixInRuns(knowledge, (await entryOf(sources, knowledge, feature)).data.id, component))
        const line = component === undefined ? undefined : knowledge.lines.get(component)
        if (!component || !version || !line)
          throw new Refusal(`give \`feature\`, or \`component\` (one of ${[...knowledge.lines.keys()].join(', ')}) and \`version\``)
        if (!isReleased(version, line)) throw new Refusal(`\`${version}\` is not a release of ${line.title}`)
        const features = matrixAt(knowledge, component, version).filter(({ feature: id }) => !area || id.startsWith(`${area}/`))
        return told(
          features.map(({ feature: id, cells }) => `${id}: ${[...new Set(cells.map(({ state }) => state))].join(' or ')}`).join('\n') ||
            'nothing is recorded there',
        )
      }),
  )

  server.registerTool(
    'policy',
    {
      title: 'What was decided',
      description: 'Finds what maintainers decided on the mailing lists, with its status and whether it is in force, by words or by the id of a policy.',
      inputSchema: z.object({ query: z.string().min(1).max(400), limit: z.number().int().min(1).max(20).default(5) }),
      annotations,
    },
    async ({ query, limit }) =>
      answered(async () => {
        const knowledge = await sources.knowledge()
        const { hits } = await sources.search.query({ text: query, kinds: ['policy'], limit })
        const policies = hits.flatMap(({ id }) => knowledge.policies.find(({ data }) => data.id === id) ?? [])
        return told(policies.map((entry) => policyText(entry, sources.url)).join('\n\n') || `no policy about \`${query}\` is recorded`)
      }),
  )

  server.registerTool(
    'cite',
    {
      title: 'Cite a record',
      description:
        'A permanent citation of a record, or of one claim in it (`id@revision#claim`) or cell of its matrix (`id#cell.qemu.7.2`), pinned to its revision.',
      inputSchema: z.object({ id: z.string().min(1).max(400), format: z.enum(CITATION_FORMATS as unknown as [string, ...string[]]).default('text') }),
      annotations,
    },
    async ({ id, format }) =>
      answered(async () => {
        const knowledge = await sources.knowledge()
        const entry = await entryOf(sources, knowledge, id)
        const fragment = parseCitation(id)?.fragment
        const citation = citationOf(entry, sources.url, fragment, knowledge)
        if (!citation) throw new Refusal(noSuchClaim(entry, fragment as string, knowledge))
        return told(formatCitation(citation, format as (typeof CITATION_FORMATS)[number]))
      }),
  )
  return server
}

const { verdict, start, stream, guest, missing, assumptions, conflicts, not_understood, knowledge } = Answer.shape
/** An answer without its proofs: `show` tells what a finding's record rests on. */
const CheckResult = z.object({
  ...{ verdict, start, stream, guest, missing, assumptions, conflicts, not_understood, knowledge },
  remedies: z.array(RemedyOffer),
  findings: z.array(z.object({ record: z.string(), revision: z.string(), stage: z.string(), effect: z.string(), certain: z.string(), summary: z.string() })),
})

/** Something that the caller can put right. */
class Refusal extends Error {}

function told(text: string, structuredContent?: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], ...(structuredContent ? { structuredContent } : {}) }
}

/** What is wrong with the input is told to the assistant, which can put it right; anything else says no more than that. */
async function answered(work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return { ...told(error.message), isError: true }
    const { status, detail, errors } = problemOf(error)
    if (status >= 500) console.error(error)
    return { ...told(errors ? errors.map(({ path, message }) => `${path}: ${message}`).join('\n') : detail), isError: true }
  }
}

async function found({ search, url }: Sources, text: string, kind: Kind | undefined, limit: number): Promise<CallToolResult> {
  const { hits, total } = await search.query({ text, limit, ...(kind ? { kinds: [kind] } : {}) })
  const items = hits.map(({ id, kind: of, title, summary, snippet }) => ({ id, kind: of, title, summary, snippet, url: `${url}/r/${id}` }))
  return told(items.map((item) => `${item.id} (${item.kind}): ${item.title}\n  ${item.summary}`).join('\n') || `nothing for \`${text}\``, {
    total,
    hits: items,
  })
}

async function entryOf(sources: Sources, all: Knowledge, text: string): Promise<Entry> {
  const { id = text, revision } = parseCitation(text) ?? {}
  const current = all.entries.get(id) ?? [...all.entries.values()].find(({ data }) => data.aliases.some((alias) => aliasName(alias) === text))
  if (current && (revision === undefined || revision === current.revision)) return current
  const old = revision === undefined ? undefined : await sources.revision(id, revision)
  if (old) return old
  const near = nearest(id.slice(0, 200), all.entries.keys())
  throw new Refusal(`no record \`${text.slice(0, 80)}\` here${near && near !== id ? `; did you mean \`${near}\`?` : '; `search` finds records'}`)
}

function policyText({ data, revision }: Entry<Policy>, url: string): string {
  return `${data.id}: ${data.title}\nstatus ${data.status}; in force: ${data['in-force']}\n${data.summary}\n${url}/r/${data.id}@${revision}`
}
