import { z } from 'zod'
import { type Question, evaluate, validateQuestion, withoutProofs } from '../evaluate/index.ts'
import { parseShorthand, parseSide, withHost } from '../input/index.ts'
import { type Answer, EMPTY_PROFILE, InputError, type InputProblem, type Knowledge, type Profile } from '../model/index.ts'
import { LARGEST_GUEST, LARGEST_SIDE, MOST_HOPS } from './limits.ts'
import { HttpError } from './problem.ts'
import { proofSize } from './proof-size.ts'
import { makeReady } from './ready.ts'
import { LONGEST_ANSWER, LONGEST_PROVING, LONGEST_SEARCH, withinTime } from './within-time.ts'

const Side = z
  .union([
    z.string().max(LARGEST_SIDE),
    z.object({ cmdline: z.union([z.string(), z.array(z.string())]), host: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() }),
    z.object({ text: z.string().max(LARGEST_SIDE), host: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
    z.record(z.string(), z.unknown()),
  ])
  .meta({
    id: 'Side',
    description:
      'shorthand text, a pasted QEMU command line, libvirt domain or capabilities, xl configuration, QMP dump or report of a host, `{"cmdline": …, "host": …}`, `{"text": …, "host": …}`, or a mapping of facts',
  })

/** A question as JSON has it. Without `from`, it asks whether the guest works on `to` alone. */
export const QuestionBody = z
  .strictObject({
    from: Side.optional(),
    to: Side,
    /** Shorthand about the guest, without the `guest.` prefix. */
    guest: z.string().max(LARGEST_GUEST).optional(),
    via: z.array(Side).max(MOST_HOPS).optional(),
    remedies: z.boolean().optional(),
  })
  .meta({ id: 'Question' })
export type QuestionBody = z.infer<typeof QuestionBody>

/** Reads and checks a question. @throws InputError with every problem and its field's path */
export function readQuestion(knowledge: Knowledge, body: QuestionBody): Question {
  const unreadable: InputProblem[] = []
  const reading = (name: string, parse: () => Profile): Profile => {
    try {
      return parse()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      unreadable.push(...error.problems.map(({ path, message }) => ({ path: path.startsWith(name) ? path : path ? `${name}.${path}` : name, message })))
      return EMPTY_PROFILE
    }
  }
  const read = (value: unknown, name: string) => reading(name, () => parseSide(value, { options: knowledge.options, name }))
  const { guest } = body
  const known = guest?.trim() ? reading('guest', () => parseShorthand(guest, { options: knowledge.options, name: 'guest', prefix: 'guest.' })) : undefined
  const destination = read(body.to, 'to')
  const source = body.from === undefined ? destination : read(body.from, 'from')
  const via = body.via?.map((side, index) => read(side, `via.${index}`))
  if (unreadable.length > 0) throw new InputError(unreadable)
  const question: Question = {
    source: withHost(source, known),
    destination,
    ...(via ? { via } : {}),
    ...(body.remedies === undefined ? {} : { remedies: body.remedies }),
  }
  const problems = validateQuestion(knowledge, question)
  if (problems.length > 0) throw new InputError(problems)
  return question
}

/**
 * Reads, checks and answers. Where it takes too long to find what would help, or the proofs are too large, the answer goes without, and says so.
 * @throws InputError for bad input, HttpError 413 for what takes too long all the same
 */
export function answerQuestion(knowledge: Knowledge, body: QuestionBody): Answer {
  const question = readQuestion(knowledge, body)
  makeReady(knowledge)
  const without: string[] = []
  const plain = (): Answer => withinTime(() => evaluate(knowledge, { ...question, remedies: false }), LONGEST_ANSWER)
  const answer =
    question.remedies === false
      ? plain()
      : unlessTooMuch(
          () => searched(knowledge, question),
          () => {
            without.push(NO_REMEDIES)
            return plain()
          },
        )
  // Proofs are made when they are first looked at.
  const whole = unlessTooMuch(
    () => withinTime(() => bounded(answer), LONGEST_PROVING),
    () => {
      without.push(NO_PROOFS)
      return withoutProofs(answer)
    },
  )
  return without.length === 0 ? whole : { ...whole, assumptions: [...whole.assumptions, ...without] }
}

/** An answer with what would help. @throws HttpError, for machines of hundreds of devices at once: both attempts would take too long together */
function searched(knowledge: Knowledge, question: Question): Answer {
  const sides = [question.source, ...(question.via ?? []), question.destination]
  if (sides.reduce((sum, { devices }) => sum + devices.length, 0) > MOST_DEVICES) throw new HttpError(413, NO_REMEDIES)
  return withinTime(() => evaluate(knowledge, question), LONGEST_SEARCH)
}

function unlessTooMuch(run: () => Answer, instead: () => Answer): Answer {
  try {
    return run()
  } catch (error) {
    if (error instanceof HttpError) return instead()
    throw error
  }
}

/** An answer whose proofs were made, and are not more than can be sent. @throws HttpError */
function bounded(answer: Answer): Answer {
  if (proofSize(answer) > LARGEST_PROOFS) throw new HttpError(413, `the proofs of this answer are over ${LARGEST_PROOFS} characters`)
  return answer
}

/** Most devices on all sides together for which what would help is looked for. */
const MOST_DEVICES = 1000
const LARGEST_PROOFS = 16_000_000
const NO_REMEDIES = 'what would help was not looked for, as it takes longer than one answer is given here'
const NO_PROOFS = 'proofs were left out, as they take longer, or are larger, than one answer may be here'
