#!/usr/bin/env node
// Runs the readers of lib/input over other people's documents and counts what came of it.
//
// usage: node scripts/readers.mjs PATH… [--show TEXT] [--top N]
//   each PATH is a file or a folder, taken with all below it; what a file is is found out from its content, as `check --from FILE` does.
//   --show TEXT  name the files whose not-understood parts or error hold TEXT
//   --top N      how many of the most common not-understood parts are listed; default 40
// Libvirt's own tests are such documents (tests/qemuxmlconfdata, tests/libxlxml2domconfigdata, tests/domaincapsdata, …). None are kept here.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { register } from 'tsx/esm/api'

const ENDINGS = ['.xml', '.args', '.cmd', '.cfg', '.json', '.ndjson', '.replies', '.txt', '.sh', '.yaml', '.yml']

register()
const { parseText } = await import('../lib/input/index.ts')
const { InputError } = await import('../lib/model/index.ts')
const { readKnowledge } = await import('../lib/cli/context.ts')

const words = process.argv.slice(2)
const take = (name) => {
  const at = words.indexOf(name)
  return at < 0 ? undefined : words.splice(at, 2)[1]
}
const show = take('--show')
const top = Number(take('--top') ?? 40)
if (words.length === 0) {
  console.error('usage: node scripts/readers.mjs PATH… [--show TEXT] [--top N]')
  process.exit(2)
}

const { options } = await readKnowledge()
const forms = new Map()
const errors = new Map()
const parts = new Map()
let crashes = 0
for (const file of words.flatMap(filesBelow)) {
  const form = forms.get(extname(file)) ?? forms.set(extname(file), { files: 0, whole: 0, 'with not-understood': 0, errors: 0 }).get(extname(file))
  form.files++
  try {
    const profile = parseText(readFileSync(file, 'utf8'), { options, name: 'it' })
    form[profile['not-understood'].length > 0 ? 'with not-understood' : 'whole']++
    for (const kind of new Set(profile['not-understood'].map(kindOf))) count(parts, kind)
    if (show && profile['not-understood'].some((part) => part.includes(show)))
      console.log(`${file}: ${profile['not-understood'].filter((part) => part.includes(show)).join(' ')}`)
  } catch (error) {
    form.errors++
    const message = error instanceof InputError ? error.problems[0].message : `CRASH ${error?.stack ?? error}`
    if (!(error instanceof InputError)) crashes++
    count(errors, message.replace(/\d+/g, 'N').slice(0, 160))
    if (show && message.includes(show)) console.log(`${file}: ${message}`)
  }
}
console.table(Object.fromEntries(forms))
list('errors', errors)
list('not understood', parts)
if (crashes > 0) process.exitCode = 1

/** A part without its values: those of a kind are counted as one. */
function kindOf(part) {
  return part.startsWith('<') ? part.replace(/[ =].*/, '') : part.replace(/=.*/, '').split(' ').slice(0, 2).join(' ')
}

function count(map, key) {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function list(title, map) {
  console.log(`\n${title}: ${[...map.values()].reduce((sum, one) => sum + one, 0)}`)
  for (const [name, number] of [...map].sort((a, b) => b[1] - a[1]).slice(0, top)) console.log(`${String(number).padStart(6)}  ${name}`)
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ENDINGS.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}
