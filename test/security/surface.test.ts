import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { allRoutes } from '../../lib/api/all-routes.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** Files below a folder whose text holds something. */
function filesWith(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && /\.(ts|tsx|mjs)$/.test(one.name) && !one.parentPath.includes('generated'))
    .map((one) => join(one.parentPath, one.name))
    .filter((file) => pattern.test(readFileSync(file, 'utf8')))
    .map((file) => relative(ROOT, file))
    .sort()
}

test('what is sent to the API changes nothing: all but evaluating is reading', () => {
  expect(allRoutes.filter(({ method }) => method !== 'GET').map(({ operation }) => operation)).toEqual(['evaluate', 'evaluateBatch', 'evaluateFleet'])
})

test('pages answer forms in two places, which only make an address of them', () => {
  expect(filesWith('app', /export (?:async function|const) (?:POST|PUT|PATCH|DELETE)\b/)).toEqual(['app/check/ask/route.ts', 'app/fleet/ask/route.ts'])
  expect(filesWith('app', /['"]use server['"]/)).toEqual([])
})

test('no web process can write: neither pages nor the API nor tools import what does', () => {
  expect(['app', 'lib/api', 'lib/serve', 'lib/mcp'].flatMap((folder) => filesWith(folder, /from '[^']*(pipeline\/|lib\/cli)/))).toEqual([])
})

/** What runs in the server, but for what opens the database and the search engine that are configured. */
const SERVING = ['app', 'lib/api', 'lib/serve', 'lib/mcp', 'lib/evaluate', 'lib/input', 'lib/model', 'lib/content', 'lib/mail']

test('nothing that runs in the server has a client for HTTP', () => {
  const clients =
    /from '(?:node:)?(?:https|http2|net|tls|dgram|undici|cluster|vm)'|\bhttpRequest\(|\baxios\b|\bnew (?:WebSocket|EventSource)\(|(?<![.\w])fetch\(/
  // What browsers run asks the site that it came from.
  const files = SERVING.flatMap((folder) => filesWith(folder, clients)).filter((file) => !file.startsWith('app/_client/') && file !== 'lib/serve/api-viewer.ts')
  expect(files).toEqual([])
})

test('only git is run, and only where archives and clones are read', () =>
  expect(filesWith('lib', /from 'node:child_process'/)).toEqual(['lib/cli/host.ts', 'lib/git/git.ts', 'lib/git/objects.ts']))

test('nothing makes code of text', () => {
  expect(['app', 'lib'].flatMap((folder) => filesWith(folder, /\beval\(|new Function\(|document\.write|\.outerHTML\s*=|insertAdjacentHTML/))).toEqual([])
  expect(filesWith('app', /dangerouslySetInnerHTML/)).toEqual(['app/_components/record.tsx', 'app/areas/[...area]/page.tsx'])
})

test('no element has a style or a handler of its own', () => {
  // Cards are drawn as bitmaps, by elements with styles.
  expect(filesWith('app', /\sstyle=\{|<style|<script(?! type="module" src=)/).filter((file) => !file.startsWith('app/card/'))).toEqual([])
})
