import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gitSource } from './git.ts'
import type { Source } from './source.ts'

/**
 * Recognises what a path holds.
 * @param spec a path
 * @param list name of the list; default: by what is there
 * @returns a problem of one line when it is nothing that mail can be read from
 */
export async function openSource(spec: string, list?: string): Promise<Source | { readonly problem: string }> {
  const location = resolve(spec)
  const there = await stat(location).catch(() => undefined)
  if (!there) return { problem: `\`${spec}\` is not there; ${ACCEPTED}` }
  return (await gitSource(location, list)) ?? { problem: `\`${spec}\` is nothing that mail can be read from; ${ACCEPTED}` }
}

const ACCEPTED = 'give a git repository of public-inbox'
