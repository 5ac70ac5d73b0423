import { Recent, evaluate, validateProfile, validateQuestion } from '../evaluate/index.ts'
import { parseShorthand, parseSide, withHost } from '../input/index.ts'
import { InputError, type InputProblem, type Knowledge, type Profile } from '../model/index.ts'
import { asJson } from './output.ts'

/** Sides are often the same from line to line; so many are remembered, and none that is longer (characters of JSON). */
const MOST_SIDES = 3072
const LONGEST_SIDE = 16_384

/** What a few lines come to. */
export interface BatchReply {
  /** The answers, a line each, as UTF-8 in a buffer of their own. */
  readonly bytes: Uint8Array
  /** Whether some line was no question. */
  readonly failed: boolean
}

/** Answers lines, remembering the sides that it read last. */
export class LineAnswerer {
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

  /** The answers of lines; blank ones have none. */
  answer(lines: readonly string[]): BatchReply {
    let text = ''
    let failed = false
    for (const line of lines) {
      if (line.trim() === '') continue
      const { json, isAnswer } = this.#line(line)
      failed ||= !isAnswer
      text += `${json}\n`
    }
    return { bytes: new TextEncoder().encode(text), failed }
  }

  #line(line: string): { json: string; isAnswer: boolean } {
    const answer = this.#answer(line)
    try {
      return { json: asJson(answer), isAnswer: !('error' in answer) }
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      return { json: asJson({ id: answer.id, error: { message: error.message, problems: error.problems } }), isAnswer: false }
    }
  }

  #answer(line: string): { readonly id: unknown; readonly error?: object } {
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
