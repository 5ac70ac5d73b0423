import { checks } from './checks.mjs'
import { fail } from './problem.mjs'
import { Report } from './report.mjs'
import { setUp } from './setup.mjs'
import { endOnSignals } from './signals.mjs'

/** Format, lint, types, imports, unused code and records. */
export async function check() {
  endOnSignals()
  await setUp().catch(fail)
  const report = new Report()
  await report.checks(checks)
  report.end()
}
