import { z } from 'zod'
import { type Question, evaluate, validateQuestion } from '../evaluate/index.ts'
import { parseShorthand, parseSide, withHost } from '../input/index.ts'
import { type Answer, InputError, type Knowledge } from '../model/index.ts'

const Side = z
  .union([
    z.string().max(256 * 1024),
    z.object({ cmdline: z.union([z.string(), z.array(z.string())]), host: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() }),
    z.record(z.string(), z.unknown()),
  ])
  .meta({ id: 'Side', description: 'shorthand text, a pasted command line or libvirt domain, `{"cmdline": …, "host": …}`, or a mapping of facts' })

/** A question as JSON has it. Without `from`, it asks whether the guest works on `to` alone. */
export const QuestionBody = z
  .strictObject({
    from: Side.optional(),
    to: Side,
    /** Shorthand about the guest, without the `guest.` prefix. */
    guest: z
      .string()
      .max(64 * 1024)
      .optional(),
    via: z.array(Side).max(20).optional(),
    remedies: z.boolean().optional(),
  })
  .meta({ id: 'Question' })
export type QuestionBody = z.infer<typeof QuestionBody>

/** Reads and checks a question. @throws InputError with every problem and its field's path */
export function readQuestion(knowledge: Knowledge, body: QuestionBody): Question {
  const read = (value: unknown, name: string) => parseSide(value, { options: knowledge.options, name })
  const guest = body.guest?.trim() ? parseShorthand(body.guest, { options: knowledge.options, name: 'guest', prefix: 'guest.' }) : undefined
  const destination = read(body.to, 'to')
  const source = body.from === undefined ? destination : read(body.from, 'from')
  const question: Question = {
    source: withHost(source, guest),
    destination,
    ...(body.via ? { via: body.via.map((side, index) => read(side, `via.${index}`)) } : {}),
    ...(body.remedies === undefined ? {} : { remedies: body.remedies }),
  }
  const problems = validateQuestion(knowledge, question)
  if (problems.length > 0) throw new InputError(problems)
  return question
}

/** Reads, checks and answers. */
export function answerQuestion(knowledge: Knowledge, body: QuestionBody): Answer {
  return evaluate(knowledge, readQuestion(knowledge, body))
}

/** A question as a page's address has it; undefined when nothing is asked. */
export function questionOf(query: URLSearchParams): QuestionBody | undefined {
  const text = (name: string): string | undefined => query.get(name)?.trim() || undefined
  const [from, to, guest] = [text('from'), text('to'), text('guest')]
  const via = query.getAll('via').filter((one) => one.trim() !== '')
  if (!to && !from) return undefined
  return QuestionBody.parse({ to: to ?? from, ...(from && to ? { from } : {}), ...(guest ? { guest } : {}), ...(via.length > 0 ? { via } : {}) })
}
