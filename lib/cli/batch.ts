import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Recent, evaluate, validateProfile, validateQuestion } from '../evaluate/index.ts'
import { parseShorthand, parseSide, withHost } from '../input/index.ts'
import { InputError, type InputProblem, type Knowledge, type Profile } from '../model/index.ts'
import { asJson } from './output.ts'

/**
 * Answers a file of questions, one JSON object a line, one answer a line, in order and as they come; memory does not grow with
 * the file. A line that is no question gives `{"id", "error"}` and the rest goes on.
 * @param file a path, or `-` for stdin
 * @param remedies whether to look for changes that help, which takes far longer than the answer itself
 * @returns 0, or 2 if some line was bad
 */
export async function answerBatch(knowledge: Knowledge, file: string, remedies: boolean): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  const failed = new Promise<never>((_, reject) =>
    input.once('error', (error: NodeJS.ErrnoException) =>
      reject(new InputError([{ path: 'batch', message: `\`${file}\` cannot be read (${error.code}); name a file of one {"id","from","to"} per line` }])),
    ),
  )
  return Promise.race([failed, answerLines(new Batch(knowledge, remedies), createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))])
}

async function answerLines(batch: Batch, lines: AsyncIterable<string>): Promise<number> {
  let status = 0
  for await (const line of lines) {
    if (line.trim() === '') continue
    const answer = batch.answer(line)
    if ('error' in answer) status = 2
    if (!process.stdout.write(`${asJson(answer)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return status
}

/** Sides are often the same from line to line; so many are remembered, and none that is longer (characters of JSON). */
const MOST_SIDES = 1024
const LONGEST_SIDE = 16_384

/** Answers lines, remembering the sides that it read last. */
class Batch {
  readonly #knowledge: Knowledge
  readonly #remedies: boolean
  readonly #sides = new Recent<string, Profile>(MOST_SIDES)
  /** Profiles, and facts as JSON, that nothing is wrong with. */
  readonly #good = new WeakSet<Profile>()
  readonly #goodFacts = new Recent<string, true>(MOST_SIDES)

  constructor(knowledge: Knowledge, remedies: boolean) {
    this.#knowledge = knowledge
    this.#remedies = remedies
  }

  /** One line's answer. */
  answer(line: string): object {
    let id: unknown = null
    try {
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new InputError([{ path: '', message: 'a line is not a JSON object with `from` and `to`' }])
      const { from, to, guest, ...rest } = value as Record<string, unknown>
      id = rest.id ?? null
      const known = typeof guest === 'string' ? parseShorthand(guest, { options: this.#knowledge.options, name: 'guest', prefix: 'guest.' }) : undefined
      const question = { source: withHost(this.#side('from', from), known), destination: this.#side('to', to) }
      const problems = validateQuestion(this.#knowledge, question, (_, profile, path) => this.#problemsOf(profile, path))
      if (problems.length > 0) throw new InputError(problems)
      return { id, ...evaluate(this.#knowledge, { ...question, remedies: this.#remedies }) }
    } catch (error) {
      if (error instanceof InputError) return { id, error: { message: error.message, problems: error.problems } }
      if (error instanceof SyntaxError) return { id, error: { message: `a line is not JSON: ${error.message}`, problems: [] } }
      throw error
    }
  }

  #side(name: 'from' | 'to', value: unknown): Profile {
    const text = `${name} ${JSON.stringify(value)}`
    const known = this.#sides.get(text)
    if (known) return known
    const profile = parseSide(value, { options: this.#knowledge.options, name })
    if (text.length <= LONGEST_SIDE) this.#sides.set(text, profile)
    return profile
  }

  /** What is wrong with a side hangs on its facts alone, which many have alike. */
  #problemsOf(profile: Profile, path: string): InputProblem[] {
    if (this.#good.has(profile)) return []
    const text = JSON.stringify(profile.facts)
    if (this.#goodFacts.get(text)) return []
    const problems = validateProfile(this.#knowledge, profile, path)
    if (problems.length === 0) {
      this.#good.add(profile)
      if (text.length <= LONGEST_SIDE) this.#goodFacts.set(text, true)
    }
    return problems
  }
}
