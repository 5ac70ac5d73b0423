// Joins the command line, the threads that it starts, and the server into plain JavaScript.
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { englishAlone, withRequire } from './joining.mjs'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const CACHE = join(ROOT, 'node_modules', '.cache', 'canimigrate')

/** What can be run, with the file that it begins in. */
const ENTRIES = {
  cli: 'lib/cli/main.ts',
  'ingest-thread': 'lib/pipeline/ingest-thread.ts',
  'batch-thread': 'lib/cli/batch-thread.ts',
  serve: 'lib/serve/main.ts',
}

/** Packages that look for files of theirs beside their code, or of which there may be only one; `pg` does without `pg-native` where it is not installed. */
const APART = ['next', 'pino', 'prom-client', 'pg-native']

/**
 * Compiles lib/ as it is now, or finds that it was compiled before. To start is several times as quick as reading TypeScript file by file, and inner
 * functions run as they are written: tsx names each anew whenever it is made. Safe to run twice at once.
 * @param {keyof typeof ENTRIES} entry
 * @returns {Promise<string | undefined>} URL of the module; undefined where nothing can be written or compiled: then read the TypeScript
 */
export async function compiled(entry) {
  try {
    const directory = join(CACHE, fingerprint())
    if (!existsSync(join(directory, `${entry}.js`))) await compileInto(directory)
    return pathToFileURL(join(directory, `${entry}.js`)).href
  } catch {
    return undefined
  }
}

async function compileInto(directory) {
  const { build } = await import('esbuild')
  mkdirSync(CACHE, { recursive: true })
  removeOld()
  const beside = mkdtempSync(join(CACHE, 'new-'))
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: ENTRIES,
      outdir: beside,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // A few large modules are read sooner than hundreds of small ones.
      external: APART,
      banner: withRequire,
      logLevel: 'silent',
      plugins: [{ name: 'places of sources', setup: keepPlaces }, englishAlone],
    })
    // Made for us alone: who serves may be another.
    chmodSync(beside, 0o777 & ~process.umask())
    renameSync(beside, directory)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    // Another process may have been first.
    if (!existsSync(directory)) throw error
  }
}

/** `import.meta.dirname` goes on meaning the folder of the source; `import.meta.url` is where the code runs from. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path }) => {
    if (!path.startsWith(join(ROOT, 'lib'))) return undefined
    const text = readFileSync(path, 'utf8')
    return { loader: 'ts', contents: text.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))) }
  })
}

/** Changes when a file of lib/ does, or what is installed, or what compiles it. */
function fingerprint() {
  const hash = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(ROOT)
  const installed = statSync(join(ROOT, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  hash.update(`${installed?.size} ${installed?.mtimeMs}\n`)
  for (const name of readdirSync(join(ROOT, 'lib'), { recursive: true }).sort()) {
    if (!/\.(ts|mjs)$/.test(name)) continue
    const { size, mtimeMs } = statSync(join(ROOT, 'lib', name))
    hash.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** Not those of today: a process may still run from them. */
function removeOld() {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name)
    if (Date.now() - statSync(path).mtimeMs > 86_400_000) rmSync(path, { recursive: true, force: true })
  }
}
