import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { englishAlone, withRequire } from './joining.mjs'
import { program, ROOT } from './places.mjs'
import { lastLines, Problem } from './problem.mjs'
import { step } from './progress.mjs'
import { runNode } from './run.mjs'

const DIST = join(ROOT, 'dist')

/** What the npm package holds, with the file that each part begins in. */
const ENTRIES = { index: 'lib/index.ts', cli: 'lib/cli/packaged/main.ts', 'batch-thread': 'lib/cli/batch-thread.ts' }

/** Builds the npm package's code, types and knowledge into dist/, with all that it needs from others inside. */
export async function buildPackage() {
  const beside = join(ROOT, `dist-${process.pid}`)
  try {
    await step('building the package', async () => {
      mkdirSync(beside, { recursive: true })
      await Promise.all([writeCode(beside), writeOneAnswer(beside), writeTypes(beside), writeKnowledge(beside)])
    })
    rmSync(DIST, { recursive: true, force: true })
    renameSync(beside, DIST)
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

async function writeCode(target) {
  const { build } = await import('esbuild')
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: target,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
    plugins: [englishAlone, { name: 'no database', setup: withoutDatabase }],
    banner: withRequire,
  })
  writeFileSync(join(target, 'THIRD-PARTY-NOTICES.txt'), noticesOf(Object.keys(metafile.inputs)))
}

/** One question in words is answered from a single file: Node loads it faster than many, and can keep what V8 makes of it (`bin/canimigrate.cjs`). */
async function writeOneAnswer(target) {
  const { build } = await import('esbuild')
  const file = join(target, 'one-answer.cjs')
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/cli/packaged/one-answer.ts'],
    outfile: file,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
    define: { 'import.meta.url': 'IMPORT_META_URL', 'import.meta.dirname': '__dirname' },
    banner: { js: 'const IMPORT_META_URL=require("node:url").pathToFileURL(__filename).href;' },
    plugins: [{ name: 'nothing else', setup: withoutOthers }],
  })
  const code = readFileSync(file)
  // What V8 made of other code is not taken for what it made of this.
  writeFileSync(file, `// ${createHash('sha256').update(code).digest('hex')}\n${code}`)
}

/** One answer needs nothing that is loaded when it is asked for, and no modules that only such things use. */
function withoutOthers({ onResolve, onLoad }) {
  onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, namespace: 'none' } : undefined))
  onResolve({ filter: /^node:(child_process|fs\/promises)$/ }, ({ path }) => ({ path, namespace: 'none' }))
  onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'module.exports = {}' }))
}

/** What opens the database gives way to what says that there is none. */
function withoutDatabase({ onLoad }) {
  onLoad({ filter: /[\\/]lib[\\/]cli[\\/]state\.ts$/ }, ({ path }) => {
    const instead = join(dirname(path), 'packaged', 'state.ts')
    return { loader: 'ts', contents: readFileSync(instead, 'utf8') }
  })
}

/** The licences of what was bundled, each text once. */
function noticesOf(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))
  const byText = new Map()
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
    const file = readdirSync(join(ROOT, folder)).find((one) => /^licen[cs]e/i.test(one))
    const lines = file
      ? readFileSync(join(ROOT, folder, file), 'utf8')
          .trim()
          .split('\n')
      : []
    const holders = lines.filter((line) => /^\W*copyright\b/i.test(line)).map((line) => `    ${line.trim()}`)
    const text = lines
      .filter((line) => !/^\W*copyright\b/i.test(line))
      .join('\n')
      .replace(/\n\s*\n\s*/g, '\n\n')
      .trim()
    const words = text.replace(/\s+/g, ' ')
    const known = byText.get(words) ?? { text, packages: [] }
    known.packages.push([`${name} ${version} (${license})`, ...holders].join('\n'))
    byText.set(words, known)
  }
  const parts = [...byText.values()].map(({ text, packages }) => `${packages.join('\n')}\n\n${text}\n`)
  return `The code in this folder holds parts of these packages.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`
}

async function writeTypes(target) {
  const types = join(target, 'types')
  const { code, text } = await runNode([program('typescript/bin/tsc'), '-p', join(ROOT, 'tsconfig.package.json'), '--outDir', types])
  if (code !== 0) throw new Problem("the package's types could not be written: see above", lastLines(text, 20))
  copyTypes(join(ROOT, 'node_modules/zod/index.d.ts'), join(ROOT, 'node_modules/zod'), join(types, 'zod'), new Set())
  for (const name of readdirSync(types, { recursive: true })) {
    if (!name.endsWith('.d.ts') || name.startsWith('zod')) continue
    const path = join(types, name)
    const zod = `./${relative(dirname(path), join(types, 'zod/index.js'))}`.replace('./../', '../')
    const source = readFileSync(path, 'utf8')
      .replace(/((?:from|import\() ?["']\.{1,2}\/[^"']*)\.ts(["'])/g, '$1.js$2')
      .replace(/((?:from|import\() ?["'])zod(["'])/g, `$1${zod}$2`)
    writeFileSync(path, source)
  }
  removeOthers(types)
  removeIndentation(types)
}

/** Leaves the declarations that the library's are made of: the compiler writes those of every file that it read. */
function removeOthers(types) {
  const needed = new Set()
  const follow = (file) => {
    if (needed.has(file)) return
    needed.add(file)
    for (const path of namedIn(readFileSync(file, 'utf8'))) follow(resolve(dirname(file), `${path}.d.ts`))
  }
  follow(join(types, 'index.d.ts'))
  for (const name of readdirSync(types, { recursive: true })) {
    const path = join(types, name)
    if (name.endsWith('.d.ts') && !needed.has(path)) rmSync(path)
  }
}

/** Indentation is an eighth of the declarations, and nobody who imports them sees it. */
function removeIndentation(types) {
  for (const name of readdirSync(types, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue
    const path = join(types, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^[ \t]+/gm, ''))
  }
}

/** Paths of other declarations, without their ending. */
function namedIn(text) {
  return [...text.matchAll(/(?:from|import\() ?["'](\.{1,2}\/[^"']+)\.js["']/g)].map(([, path]) => path)
}

/** Copies a declaration and those that it is made of: who uses the package need not install what its types name. */
function copyTypes(file, from, to, seen) {
  if (seen.has(file)) return
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  const target = join(to, relative(from, file))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  for (const path of namedIn(text)) copyTypes(resolve(dirname(file), `${path}.d.ts`), from, to, seen)
}

/** The knowledge, in files of which an answer reads little. */
async function writeKnowledge(target) {
  const { code, text } = await runNode(['--import', 'tsx', join(ROOT, 'scripts', 'pack-knowledge.ts'), target])
  if (code !== 0) throw new Problem('the records could not be read: see above', lastLines(text, 20))
}
