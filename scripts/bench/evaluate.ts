import { byCedar } from './by-cedar.ts'
import { byHand } from './by-hand.ts'
import { byJsonRules } from './by-json-rules.ts'
import { byRecords } from './by-records.ts'
import { latencies } from './latencies.ts'
import { type Bits, type Question, questionsOf } from './questions.ts'

const QUESTIONS = 2_000
const HOSTS = 200
/** Each way is measured for so long (ms), and the best of so many turns is taken. */
const LONG = 400
const TURNS = 3

type Answer = (question: Question) => Bits | Promise<Bits>

/** The same questions in four ways in one process, then the evaluator with all of the content. @returns whether all ways gave the same answers */
export async function evaluateBench(): Promise<boolean> {
  const questions = questionsOf(QUESTIONS, HOSTS)
  const ways: readonly (readonly [string, Answer])[] = [
    ['ifs, by hand', byHand],
    ['canimigrate, no proofs', byRecords(false)],
    ['canimigrate, proofs', byRecords(true)],
    ['Cedar (wasm)', byCedar()],
    ['json-rules-engine', byJsonRules()],
  ]
  const expected = questions.map(byHand)
  let isSame = true
  for (const [name, answer] of ways) {
    const wrong = (await Promise.all(questions.map(answer))).filter((bits, index) => bits !== expected[index]).length
    if (wrong > 0) console.error(`${name}: ${wrong} of ${QUESTIONS} answers are not those of the ifs`)
    isSame &&= wrong === 0
  }
  const kinds = new Set(expected).size
  console.log(`${QUESTIONS} questions over ${HOSTS} hosts, ${kinds} kinds of answers${isSame ? ', the same by every way' : ''}\n`)
  const micros = new Map<string, number>()
  for (const [name, answer] of ways) micros.set(name, await microseconds(answer, questions))
  const [floor, plain] = [micros.get('ifs, by hand') as number, micros.get('canimigrate, no proofs') as number]
  console.log('way                        µs/answer   answers/s   to the ifs   to canimigrate without proofs')
  for (const [name, one] of micros)
    console.log(
      `${name.padEnd(26)} ${one.toFixed(2).padStart(9)} ${Math.round(1e6 / one)
        .toLocaleString('en')
        .padStart(11)} ${ratio(one / floor)} ${ratio(one / plain)}`,
    )
  await latencies()
  return isSame
}

function ratio(times: number): string {
  return `${times.toFixed(times < 10 ? 1 : 0)}×`.padStart(12)
}

/** Mean time of an answer, in microseconds of the process's own time; the best turn. */
async function microseconds(answer: Answer, questions: readonly Question[]): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < TURNS; turn++) {
    let count = 0
    const start = process.cpuUsage()
    let spent = 0
    do {
      for (const question of questions.slice(0, 500)) {
        const result = answer(question)
        if (typeof result !== 'number') await result
      }
      count += 500
      const { user, system } = process.cpuUsage(start)
      spent = user + system
    } while (spent < LONG * 1000)
    best = Math.min(best, spent / count)
  }
  return best
}
