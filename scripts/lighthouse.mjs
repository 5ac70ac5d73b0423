// `npm run lighthouse [-- URL]`: Lighthouse over the main pages of a served site, by default http://127.0.0.1:3000. Fails where a score is under 98.
// Lighthouse comes through npx: nothing else needs it, and it brings more packages than all the rest.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './lib/chromium.mjs'

const LIGHTHOUSE = 'lighthouse@12.8.2'
const WANTED = 98
const PAGES = ['/', '/features/ppc/ail-modes', '/matrix', '/check']
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']
/** As its report means it: a slow phone, or a desktop. */
const FORMS = { phone: [], desktop: ['--preset=desktop'] }
/** Of the first column. */
const WIDTH = 38

const url = (process.argv[2] ?? 'http://127.0.0.1:3000').replace(/\/$/, '')
const chromium = findChromium()
if (chromium === undefined) {
  console.error('no Chromium was found: install one, or name it in CHROMIUM_PATH')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'canimigrate-lighthouse-'))
try {
  console.log(`${'page'.padEnd(WIDTH)}${CATEGORIES.map((name) => name.padStart(16)).join('')}`)
  for (const [form, flags] of Object.entries(FORMS)) {
    for (const path of PAGES) {
      const { categories, audits } = await report(url + path, flags)
      const scores = CATEGORIES.map((name) => Math.round(categories[name].score * 100))
      console.log(`${`${path} (${form})`.padEnd(WIDTH)}${scores.map((score) => String(score).padStart(16)).join('')}`)
      if (scores.every((score) => score >= WANTED)) continue
      process.exitCode = 1
      for (const { id, score, title, displayValue } of Object.values(audits))
        if (score !== null && score < 0.9) console.log(`    ${id}: ${title} ${displayValue ?? ''}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function report(page, flags) {
  const file = join(folder, 'report.json')
  const words = [
    page,
    '--quiet',
    '--output=json',
    `--output-path=${file}`,
    `--only-categories=${CATEGORIES.join(',')}`,
    '--chrome-flags=--headless=new --no-sandbox',
    ...flags,
  ]
  const child = spawn('npx', ['--yes', LIGHTHOUSE, ...words], { env: { ...process.env, CHROME_PATH: chromium }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error(`Lighthouse failed on ${page}:\n${said.slice(-2000)}`)
  return JSON.parse(readFileSync(file, 'utf8'))
}
