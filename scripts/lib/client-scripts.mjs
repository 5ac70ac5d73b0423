import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places.mjs'

const SOURCES = join(ROOT, 'app', '_client')

/** Where the scripts of pages are put, as `NAME-HASH.js`. */
const BUILT = join(ROOT, '.next', 'js')

/** Bundles each file of app/_client/ into one script. */
export async function buildClientScripts() {
  const { build } = await import('esbuild')
  rmSync(BUILT, { recursive: true, force: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: readdirSync(SOURCES)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(SOURCES, name)),
    entryNames: '[name]-[hash]',
    outdir: BUILT,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
    jsx: 'automatic',
    // The same components as on the server; this renders them in a twentieth of the size.
    alias: { react: 'preact/compat', 'react/jsx-runtime': 'preact/jsx-runtime', zod: join(ROOT, 'scripts', 'lib', 'no-schemas.mjs') },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
}
