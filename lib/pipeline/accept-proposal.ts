import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LoadedContent, loadContent, parseContent } from '../content/load.ts'
import { lint } from '../lint/index.ts'
import type { Entry, Problem, Proposal } from '../model/index.ts'
import type { MessageSummary, WritableMailStore } from '../store/mail-port.ts'
import { withItem, withValue } from './edit-front-matter.ts'

export interface AcceptOptions {
  readonly store: WritableMailStore
  readonly contentDir: string
  /** Where drafts go: what nobody reads but people. */
  readonly draftsDir: string
  /** The reviewer. */
  readonly by: string
  /** ISO 8601. */
  readonly now: string
}

/** What accepting a proposal did: a record was changed, or a draft says what is left to do and why. */
export interface Accepted {
  readonly did: 'edited' | 'draft' | 'nothing'
  /** Path of the file that was written; empty for `nothing`. */
  readonly file: string
  readonly what: string
}

/**
 * Accepts a proposal. What can be done mechanically and passes lint is written into `content/`, for the reviewer to look at and commit:
 * `cite` a message that is in the archive (an entry in `history` of a feature, `later` of a policy), `supersede` one policy by another.
 * All else leaves a draft. Killed midway it may be called again.
 * @throws Error if it is not pending
 */
export async function acceptProposal(proposal: Proposal, options: AcceptOptions): Promise<Accepted> {
  const { store, contentDir, draftsDir, by, now } = options
  if (proposal.status !== 'pending') throw new Error(`proposal \`${proposal.id}\` is ${proposal.status}: only one that is pending can be accepted`)
  const loaded = await loadContent(contentDir)
  const edit = await editOf(proposal, loaded, options)
  const done = 'why' in edit ? await draft(proposal, edit.why, draftsDir) : await written(edit, contentDir)
  if (!(await store.decideProposal(proposal.id, { status: 'accepted', by, reason: done.what, date: now })))
    throw new Error(`proposal \`${proposal.id}\` was decided by somebody else meanwhile; look at ${done.file || 'it'} again`)
  return done
}

/** A change of a file below `content/`, or why there is none. */
type Edit = { readonly path: string; readonly text: string; readonly what: string } | { readonly there: string } | { readonly why: string }

async function written(edit: Exclude<Edit, { why: string }>, contentDir: string): Promise<Accepted> {
  if ('there' in edit) return { did: 'nothing', file: '', what: edit.there }
  const file = join(contentDir, edit.path)
  await writeFile(file, edit.text)
  return { did: 'edited', file, what: edit.what }
}

async function editOf(proposal: Proposal, loaded: LoadedContent, options: AcceptOptions): Promise<Edit> {
  const entry = loaded.entries.find(({ data }) => data.id === proposal.record)
  const file = entry && loaded.files.find(({ path }) => path === entry.path)
  if (proposal.verb !== 'introduce' && (!entry || !file)) return { why: `no record \`${proposal.record}\` is in content/ now, or it has problems` }
  if (entry && file && proposal.verb === 'cite') return checked(await citing(proposal, entry, file.text, loaded, options), loaded, entry, options)
  if (entry && file && proposal.verb === 'supersede') return checked(superseding(proposal, entry, file.text, loaded), loaded, entry, options)
  return { why: WORDS[proposal.verb] ?? 'a person has to do it' }
}

/** Why nothing is done mechanically, and what to do. */
const WORDS: Readonly<Record<string, string>> = {
  record: 'nothing in a record follows from this alone: cite the message where it backs a claim, or add the name that it uses for the record to `aliases`',
  introduce: 'a new record needs evidence and a reviewer who read it: `canimigrate draft MESSAGE-ID` writes a draft from the thread to start with',
  decide: 'a decision needs its positions and citations read: `canimigrate draft MESSAGE-ID` finds them; then set `status` and `outcome`',
  correct: 'what is wrong is said in words: look at the record and its evidence',
}

async function citing(
  proposal: Proposal,
  { data }: Entry,
  text: string,
  loaded: LoadedContent,
  { store, now }: AcceptOptions,
): Promise<{ text: string; what: string } | { why: string } | 'there'> {
  const { message: id, commit, note } = proposal.values
  if (id === undefined) return { why: `the repository of commit ${commit} is not said: find it, and the claim that it backs` }
  if (text.includes(JSON.stringify(id))) return 'there'
  const key = data.kind === 'feature' ? 'history' : data.kind === 'policy' ? 'later' : undefined
  if (key === undefined) return { why: `a ${data.kind} has no place for a citation by itself: put it under the claim that it backs` }
  const [summary] = await store.summaries([id])
  if (!summary) return { why: `message <${id}> is not in the archive: ingest its list, or look it up and cite it by hand` }
  const day = summary.date.slice(0, 10)
  const list = listOf(summary, loaded)
  const edited = withItem(text, key, [
    `date: ${JSON.stringify(day)}`,
    `text: ${JSON.stringify(note ?? `Discussed on ${list}.`)}`,
    `evidence: [{kind: mail, list: ${list}, message-id: ${JSON.stringify(id)}, author: ${JSON.stringify(summary.from.name || summary.from.address)}, date: ${day}, checked: ${JSON.stringify(now.slice(0, 10))}}]`,
  ])
  if (edited === undefined) return { why: `\`${key}\` is not written one item a line: add the citation by hand` }
  return { text: edited, what: `cites <${id}> in \`${key}\` of \`${data.id}\`` }
}

function superseding(
  proposal: Proposal,
  { data }: Entry,
  text: string,
  { entries }: LoadedContent,
): { text: string; what: string } | { why: string } | 'there' {
  const by = proposal.values.by ?? ''
  const other = entries.find((entry) => entry.data.id === by)
  if (data.kind !== 'policy' || other?.data.kind !== 'policy')
    return { why: 'only a policy is marked as superseded, by another: between features set `relations.supersedes` of the newer one' }
  if (data.status === 'superseded' && data['superseded-by'] === by) return 'there'
  const marked = withValue(text, 'status', 'superseded')
  const edited = marked && withValue(marked, 'superseded-by', by)
  return edited ? { text: edited, what: `\`${data.id}\` is superseded by \`${by}\`` } : { why: 'its front matter could not be read: edit it by hand' }
}

/** The edit if no problem comes with it. */
function checked(edit: { text: string; what: string } | { why: string } | 'there', loaded: LoadedContent, { path, data }: Entry, { now }: AcceptOptions): Edit {
  if (edit === 'there') return { there: `\`${data.id}\` says so already` }
  if ('why' in edit) return edit
  const today = now.slice(0, 10)
  const before = new Set(lint(loaded, { today }).map(keyOf))
  const files = loaded.files.map((file) => (file.path === path ? { ...file, text: edit.text } : file))
  const fresh = lint(parseContent(files), { today }).find((problem) => !before.has(keyOf(problem)))
  return fresh ? { why: `the change would not pass lint (${fresh.message}): do it by hand` } : { path, ...edit }
}

function keyOf({ file, rule, message }: Problem): string {
  return `${file} ${rule} ${message}`
}

/** The name that a source record gives the message's list: whole, or its first part (`kvm-ppc` of `kvm-ppc.vger.kernel.org`). */
function listOf({ lists }: MessageSummary, { entries }: LoadedContent): string {
  const known = new Set(entries.flatMap(({ data }) => (data.kind === 'source' ? data.names : [])))
  const names = lists.flatMap((list) => [list, list.split('.')[0] as string])
  return names.find((name) => known.has(name)) ?? names[1] ?? 'unknown'
}

async function draft(proposal: Proposal, why: string, draftsDir: string): Promise<Accepted> {
  const { id, verb, record, author, date, messageId, text, values } = proposal
  const file = join(draftsDir, `${id}-${verb}-${record.replace(/\//g, '-')}.md`.slice(0, 150))
  const said = (words: string): string => words.replace(/\s+/g, ' ').replace(/[<>&]/g, (mark) => ({ '<': '&lt;', '>': '&gt;' })[mark] ?? '&amp;')
  await mkdir(draftsDir, { recursive: true })
  await writeFile(
    file,
    [
      `# TO DO: ${verb} ${said(record)}`,
      '',
      `Accepted, not done: ${said(why)}.`,
      '',
      `- proposal: ${id}`,
      `- by: ${said(author.name)} &lt;${said(author.address)}&gt;, ${date.slice(0, 10)}, in message ${said(messageId)}`,
      `- command: ${said(text)}`,
      ...Object.entries(values).map(([name, value]) => `- ${name}: ${said(value)}`),
      '',
    ].join('\n'),
  )
  return { did: 'draft', file, what: `a draft was left: ${why}` }
}
