import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readKnowledge } from '../../lib/cli/context.ts'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseSide } from '../../lib/input/index.ts'
import type { Knowledge, Profile } from '../../lib/model/index.ts'
import { questionsOf } from './questions.ts'

interface Pair {
  readonly source: Profile
  readonly destination: Profile
}

const COUNT = 2_000

/** How long one answer takes with all records of `content/`: each percentile over pairs that were not asked before, after a warm-up. */
export async function latencies(): Promise<void> {
  const knowledge = await readKnowledge()
  const pairs = scenarios(knowledge) ?? questionsOf(COUNT, 400)
  console.log(`\nall ${knowledge.entries.size} records, ${pairs.length} pairs      answers/s       p50       p95       p99       max   (ms)`)
  line('no proofs', pairs, (pair) => evaluate(knowledge, { ...pair, remedies: false, proofs: false }))
  line('full proofs', pairs, (pair) => {
    for (const { because } of evaluate(knowledge, { ...pair, remedies: false }).findings) because.length
  })
  line('full proofs, as JSON', pairs, (pair) => JSON.stringify(evaluate(knowledge, { ...pair, remedies: false })))
  line(
    'with remedies',
    pairs.filter((_, index) => index % 20 === 0),
    (pair) => evaluate(knowledge, pair),
  )
}

/** Scenarios of real QEMU where the bench is told of a file (`ORACLE`), or the project's own. */
function scenarios(knowledge: Knowledge): Pair[] | undefined {
  const file = process.env.ORACLE ?? fileURLToPath(new URL('../../test/fixtures/oracle.ndjson', import.meta.url))
  if (!existsSync(file)) return undefined
  const read = { options: knowledge.options }
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as { from: unknown; to: unknown })
    .map(({ from, to }) => ({ source: parseSide(from, read), destination: parseSide(to, read) }))
}

function line(name: string, pairs: readonly Pair[], answer: (pair: Pair) => unknown): void {
  const half = Math.floor(pairs.length / 2)
  for (const pair of pairs.slice(0, half)) answer(pair)
  const times = pairs.slice(half).map((pair) => {
    const start = performance.now()
    answer(pair)
    return performance.now() - start
  })
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * share))] as number).toFixed(3).padStart(9)
  const rate = Math.round((times.length * 1000) / times.reduce((a, b) => a + b, 0))
  console.log(`${name.padEnd(34)} ${rate.toLocaleString('en').padStart(12)} ${at(0.5)} ${at(0.95)} ${at(0.99)} ${at(1)}`)
}
