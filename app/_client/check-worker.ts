import { type AnyComponent, h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { linkable, unpacked } from '../../lib/api/address.ts'
import { ask } from '../../lib/api/ask.ts'
import { type Fields, fieldsOf, queryOf } from '../../lib/api/fields.ts'
import { type Picked, pickedIn, withPicked } from '../../lib/api/pickers.ts'
import { additionsOf, refined } from '../../lib/api/refine.ts'
import { buildKnowledge } from '../../lib/evaluate/index.ts'
import { type Answer, InputError, type Knowledge, type KnowledgeFile, type LinkResolver, buildLinks } from '../../lib/model/index.ts'
import { AnswerView } from '../_components/answer.tsx'
import { KnownWords, Problems, ReadOut } from '../_components/check-form.tsx'
import { knowledgeFile } from './parts/knowledge-file.ts'

/** What the page asks; one at a time. */
export interface CheckRequest {
  /** Names the knowledge that the page was made from. */
  readonly digest: string
  /** The form's fields, or a query as a link of the answer has it. */
  readonly query: string
  /** The form's fields as they are, for a query that stands for a question too long for an address. */
  readonly form: string
}

/** The same as the server would show, or why there is nothing. */
export type CheckReply =
  | {
      readonly ok: true
      readonly fields: Fields
      readonly picked: Picked
      /** What goes into the page's elements, by their ids. */
      readonly parts: Readonly<Record<string, string>>
      /** The question's query; undefined where it is too long for an address. */
      readonly address: string | undefined
      readonly answer: Answer | undefined
      readonly problems: number
    }
  | { readonly ok: false; readonly why: string }

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  reply(data).then(
    (one) => self.postMessage(one),
    (error: unknown) => self.postMessage({ ok: false, why: String(error) } satisfies CheckReply),
  )
})

let opened: Promise<{ knowledge: Knowledge; links: LinkResolver }> | undefined

/** The knowledge, loaded once; after a failure the next question tries again. */
function open(digest: string): Promise<{ knowledge: Knowledge; links: LinkResolver }> {
  opened ??= knowledgeFile(digest).then((file: KnowledgeFile) => {
    const knowledge = buildKnowledge(file.entries, file)
    return { knowledge, links: buildLinks(knowledge.entries.values()) }
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

async function reply({ digest, query, form }: CheckRequest): Promise<CheckReply> {
  const { knowledge, links } = await open(digest)
  const fields = await asked(query, form)
  const { answer, problems } = ask(knowledge, fields)
  const address = await linkable(queryOf(fields))
  const shown = { asked: { problems }, knowledge }
  return {
    ok: true,
    fields,
    picked: pickedIn(knowledge, fields),
    parts: {
      'form-problems': html(Problems, { ...shown, field: '' }),
      ...Object.fromEntries(
        ['from', 'to', 'guest', ...fields.via.map((_, index) => `via.${index}`)].map((field) => [`${field}-problems`, html(Problems, { ...shown, field })]),
      ),
      'from-read': html(ReadOut, { text: fields.from, knowledge }),
      'to-read': html(ReadOut, { text: fields.to, knowledge }),
      'known-words': html(KnownWords, { fields, knowledge }),
      ...(answer ? { result: html(AnswerView, { answer, fields, query: address ?? 'kept=', knowledge, links }) } : problems.length > 0 ? { result: '' } : {}),
    },
    address,
    answer,
    problems: problems.length,
  }
}

/** The question of a query, as the server reads it: packed, chosen, added to. */
async function asked(query: string, form: string): Promise<Fields> {
  const given = new URLSearchParams(query)
  const whole = given.has('kept')
    ? new URLSearchParams([...new URLSearchParams(form), ...[...given].filter(([name]) => name !== 'kept')])
    : await packedIn(given)
  const fields = withPicked(fieldsOf(whole), whole)
  return refined(fields, additionsOf(whole)) ?? fields
}

async function packedIn(query: URLSearchParams): Promise<URLSearchParams> {
  try {
    return await unpacked(query)
  } catch (error) {
    if (error instanceof InputError) return query
    throw error
  }
}

/** A component as HTML. React's and this renderer's elements are alike; its own is a fraction of the size. */
function html<Props extends object>(component: (props: Props) => unknown, props: Props): string {
  return renderToString(h(component as unknown as AnyComponent<Props>, props))
}
