// Migrates pairs of real QEMU processes and writes down what they did; see docs/oracle.md.
import { readFileSync } from 'node:fs'
import { migrate } from './migrate.ts'
import { inOrder } from './pool.ts'
import { readOptions, refuse } from './options.ts'
import { type Outcome, parseScenario, type Scenario } from './scenario.ts'

const USAGE = `usage: node scripts/oracle/run.ts SCENARIOS.ndjson [--programs FOLDER] [--parallel 2] [--group PREFIX] [--every N] [--check]
  --programs  folder with the qemu-system-… programs; default $QEMU_PROGRAMS, then PATH
  --group     only groups that begin so
  --every     only every Nth of them
  --check     compare with the outcomes that are in the file; prints what differs and a summary instead`

const { values, positionals } = readOptions(USAGE, {
  allowPositionals: true,
  options: {
    programs: { type: 'string' },
    parallel: { type: 'string', default: '2' },
    group: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    check: { type: 'boolean', default: false },
  },
})
const [file] = positionals
if (!file) refuse(USAGE, 'the file of scenarios is missing')
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
const programs = values.programs ?? process.env.QEMU_PROGRAMS
const scenarios = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => parseScenario(line) as Scenario & Partial<Outcome> & { guest_outcome?: string })
  .filter((scenario) => scenario.group.startsWith(values.group))
  .filter((_, index) => index % Number(values.every) === 0)
await (values.check ? check() : run())

async function run() {
  for await (const outcome of inOrder(scenarios, Number(values.parallel), attempt)) console.log(JSON.stringify(outcome))
}

/** A scenario whose run goes wrong (not the migration) is written with its `problem` and no outcome. */
async function attempt(scenario: (typeof scenarios)[number]) {
  const { id, group, from, to } = scenario
  // Firmware is in its menu or its boot loop by then.
  const boot = scenario.boot ?? (/-boot$/.test(group) ? 4 : undefined)
  const pair = { id, group, from, to, ...(boot && { boot }) }
  try {
    return { ...pair, ...(await migrate(pair, { programs })) }
  } catch (error) {
    return { ...pair, problem: error instanceof Error ? error.message : String(error) }
  }
}

async function check() {
  // What ran in a guest is not in the file.
  const known = scenarios.filter((scenario) => scenario.outcome !== undefined && scenario.guest_outcome === undefined && !scenario.group.includes('-guest-'))
  let [outcomes, reasons, measured, differences, lines] = [0, 0, 0, 0, 0]
  let index = 0
  for await (const now of inOrder(known, Number(values.parallel), attempt)) {
    const was = known[index++] as (typeof known)[number]
    const ran = now as Partial<Outcome> & { id: string; problem?: string }
    const isSame = ran.outcome === was.outcome
    const [before, after] = [was.guest_visible_difference, ran.guest_visible_difference]
    const isDifferent = Boolean(before && after && before.length > 0 !== after.length > 0)
    outcomes += Number(isSame)
    reasons += Number(isSame && ran.reason === was.reason)
    if (isSame && before) {
      measured++
      differences += Number(!isDifferent)
      lines += Number(JSON.stringify([...before].sort()) === JSON.stringify([...(after ?? [])].sort()))
    }
    if (!isSame || isDifferent || ran.reason !== was.reason) {
      const text = (what: Partial<Outcome> & { problem?: string }) => [
        what.problem,
        what.outcome,
        what.reason,
        what.error,
        what.guest_visible_difference?.slice(0, 4),
      ]
      console.log(JSON.stringify({ id: was.id, was: text(was), now: text(ran) }))
    }
  }
  console.log(
    `${known.length} run: outcome agrees in ${outcomes}, reason in ${reasons}; of ${measured} measured, whether anything differs agrees in ${differences}, every line in ${lines}`,
  )
}
