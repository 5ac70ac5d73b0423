import { type Commands, runProgram } from './program.ts'

/**
 * The command line of a checkout: everything.
 * @param argv the words after the program's name
 * @returns the exit status: 0 yes or done, 1 no, 2 bad input, 3 conditional, 4 unknown
 */
export function main(argv: readonly string[]): Promise<number> {
  return runProgram(argv, COMMANDS)
}

const COMMANDS: Commands = {
  check: async () => (await import('./commands/check.ts')).check,
  fleet: async () => (await import('./commands/fleet.ts')).fleet,
  show: async () => (await import('./commands/show.ts')).show,
  list: async () => (await import('./commands/list.ts')).list,
  search: async () => (await import('./commands/search.ts')).search,
  matrix: async () => (await import('./commands/matrix.ts')).matrix,
  cite: async () => (await import('./commands/cite.ts')).cite,
  policy: async () => (await import('./commands/policy.ts')).policy,
  probe: async () => (await import('./commands/probe.ts')).probe,
  lint: async () => (await import('./commands/lint.ts')).lint,
  verify: async () => (await import('./commands/verify.ts')).verify,
  stale: async () => (await import('./commands/stale.ts')).stale,
  sync: async () => (await import('./commands/sync.ts')).sync,
  move: async () => (await import('./commands/move.ts')).move,
  meili: async () => (await import('./commands/meili.ts')).meili,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restore,
  ingest: async () => (await import('./commands/ingest.ts')).ingest,
  thread: async () => (await import('./commands/thread.ts')).thread,
  draft: async () => (await import('./commands/draft.ts')).draft,
  mentions: async () => (await import('./commands/mentions.ts')).mentions,
  proposals: async () => (await import('./commands/proposals.ts')).proposals,
  positions: async () => (await import('./commands/positions.ts')).positions,
  mcp: async () => (await import('./commands/mcp.ts')).mcp,
  export: async () => (await import('./commands/export.ts')).exportKnowledge,
}
