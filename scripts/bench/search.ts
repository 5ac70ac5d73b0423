import { find } from '../../lib/api/find/find.ts'
import { findQueryOf } from '../../lib/api/find/query.ts'
import { LATER_QUESTIONS, SEARCH_QUESTIONS } from '../../test/search/questions.ts'
import { realService } from '../../test/fixtures/service.ts'

/** Milliseconds in which results come while somebody types, by what answers. */
const GOALS = { embedded: 50, meilisearch: 30 }

/**
 * How long a search takes with all records, on the embedded index or the server that `MEILI_URL` names (whose indexes it writes): sixty searches as they are typed, a letter more each time from the third on, none of which was asked
 * before; then each whole, asked again. Passes where 95 of 100 come within the goal.
 */
export async function searchBench(): Promise<boolean> {
  const real = await realService()
  try {
    const texts = [...SEARCH_QUESTIONS, ...LATER_QUESTIONS].map(({ text }) => text)
    const ask = async (text: string): Promise<number> => {
      const start = process.cpuUsage()
      const clock = performance.now()
      await find(real.service, findQueryOf(new URLSearchParams({ q: text })), { records: 8, messages: 0 })
      const { user, system } = process.cpuUsage(start)
      cpu.push((user + system) / 1000)
      return performance.now() - clock
    }
    let cpu: number[] = []
    const { engine } = await real.service.search.about()
    console.log(`${engine}, all records; milliseconds`.padEnd(44), '   count       p50       p95       max   p95 of CPU')
    const first = await ask('warm up hypertas functoins')
    console.log(`the first search after the start (${first.toFixed(0)} ms) is not counted`)
    cpu = []
    const typed: number[] = []
    for (const text of texts) for (let length = 3; length <= text.length; length++) typed.push(await ask(text.slice(0, length)))
    line('as it is typed, letter by letter', typed, cpu)
    cpu = []
    const again: number[] = []
    for (const text of texts) again.push(await ask(text))
    line('asked again', again, cpu)
    return at(typed, 0.95) <= GOALS[engine]
  } finally {
    await real.close()
  }
}

function line(name: string, times: readonly number[], cpu: readonly number[]): void {
  const cells = [at(times, 0.5), at(times, 0.95), at(times, 1)].map((time) => time.toFixed(1).padStart(9)).join(' ')
  console.log(`${name.padEnd(44)} ${String(times.length).padStart(8)} ${cells} ${at(cpu, 0.95).toFixed(1).padStart(12)}`)
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
}
