import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { packed } from '../lib/bundled/pack.ts'
import { loadContent } from '../lib/content/index.ts'
import { buildKnowledge } from '../lib/evaluate/index.ts'
import { ROOT } from './lib/places.mjs'

// Writes the knowledge of the npm package into the folder that is named.
const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('name the folder to write into')
const { entries, problems } = await loadContent(join(ROOT, 'content'))
if (problems.length > 0) throw new Error(`${problems.length} problems in content/; run \`canimigrate lint\``)
for (const [name, text] of Object.entries(packed(buildKnowledge(entries)))) {
  // From 10 on it takes a minute, for a tenth less.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  writeFileSync(join(target, `${name}.br`), brotliCompressSync(text, { params }))
}
