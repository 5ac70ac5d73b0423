import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readKnowledge } from './context.ts'

/** What `--version` prints: the program's version, and which records it answers from. */
export async function versionLine(): Promise<string> {
  const { digest, date } = await readKnowledge({ answering: true })
  return `canimigrate ${programVersion()}, records ${digest}, last checked ${date}`
}

/** The package.json above this code: it runs from sources, from what is made of them in a checkout, and from the npm package. */
function programVersion(): string {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('..', folder)
  const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('package.json', folder)), 'utf8')) as { version: string }
  return version
}
