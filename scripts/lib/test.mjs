import { browserProblem } from './browser.mjs'
import { build } from './build.mjs'
import { checks } from './checks.mjs'
import { postgresProblem } from './postgres.mjs'
import { Report } from './report.mjs'
import { setUp } from './setup.mjs'
import { endOnSignals } from './signals.mjs'
import { vitest } from './vitest.mjs'

/** Every check and test. The last line is `N passed, N failed, N skipped`. */
export async function test() {
  endOnSignals()
  const report = new Report()
  await report.check({ name: 'set-up', run: () => setUp().then(() => ({ code: 0, text: '' })) })
  if (report.failed > 0) report.end()
  await report.checks(checks)
  await report.check({ name: 'build', run: () => setUp(build).then(() => ({ code: 0, text: '' })) })
  await report.step('tests', unitTests)
  await report.step('browser tests', browserTests)
  await report.step('start-up tests', startUpTests)
  report.end()
}

async function unitTests() {
  const note = await postgresProblem()
  const result = await vitest('unit')
  return note === undefined ? result : { ...result, note }
}

async function browserTests() {
  const note = await browserProblem()
  const result = await vitest('browser')
  return note === undefined ? result : { ...result, note }
}

async function startUpTests() {
  const result = await vitest('startup')
  return process.env.CANIMIGRATE_SKIP_STARTUP === '1' ? { ...result, note: 'CANIMIGRATE_SKIP_STARTUP is 1' } : result
}
