import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Answer, answerOf } from './answer.ts'

/**
 * The scripts that were built from `app/_client/`, by their paths (`/js/NAME-HASH.js`). Pages learn from here which there are
 * (`app/_components/client-script.tsx`).
 * @param folder as `scripts/lib/build.mjs` writes it; without it there are none
 */
export function clientScripts(folder: string): ReadonlyMap<string, Answer> {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.js')) : []
  const names = new Map(files.map((file) => [file.replace(/-[^-]+\.js$/, ''), file]))
  Object.assign(globalThis, { [Symbol.for('canimigrate.scripts')]: names })
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' }
  return new Map(files.map((file) => [`/js/${file}`, answerOf(200, headers, readFileSync(join(folder, file)))]))
}
