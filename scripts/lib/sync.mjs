import { join } from 'node:path'
import { ROOT } from './places.mjs'
import { lastLines, Problem } from './problem.mjs'
import { step } from './progress.mjs'
import { runNode } from './run.mjs'

/** Brings the database and the search index up to the records. */
export async function sync() {
  const { code, text } = await step('bringing the database up to the records', () => runNode([join(ROOT, 'bin', 'canimigrate.mjs'), 'sync']))
  if (code === 1) throw new Problem('the records have problems: mend them; `npm run -s cli -- lint` lists all', lastLines(text, 12))
  if (code !== 0) throw new Problem('', lastLines(text, 12))
}
