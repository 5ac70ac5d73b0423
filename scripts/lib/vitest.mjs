import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { program } from './places.mjs'
import { runNode } from './run.mjs'

/**
 * Runs one of the test projects of vitest.config.ts.
 * @param {string} project
 * @returns {Promise<{passed: number, failed: number, skipped: number, text: string, note?: string}>} `note`: what was not run and why
 */
export async function vitest(project) {
  const directory = mkdtempSync(join(tmpdir(), 'canimigrate-vitest-'))
  const file = join(directory, 'results.json')
  try {
    const words = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { code, text } = await runNode([program('vitest/vitest.mjs'), ...words], { env: { NO_COLOR: '1' } })
    return { ...count(file, code), text, ...notes(text) }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** What tests say of what this machine lacks, once each. */
function notes(text) {
  const lines = new Set(text.match(/^(?:skipped|not run): .*$|^\S+ is not installed\b.*$/gm))
  return lines.size > 0 ? { note: [...lines].join('; ') } : {}
}

function count(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length
  const failed = numFailedTests + broken
  // An error outside of any test fails the run, too.
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: numPendingTests + numTodoTests }
}
