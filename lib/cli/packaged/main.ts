import { type Commands, runProgram } from '../program.ts'
import { needsCheckout } from './needs-checkout.ts'

/**
 * The command line of the npm package: what the knowledge inside answers.
 * @param argv the words after the program's name
 * @returns the exit status, as in a checkout
 */
export function main(argv: readonly string[]): Promise<number> {
  return runProgram(argv, COMMANDS)
}

const COMMANDS: Commands = {
  check: async () => (await import('../commands/check.ts')).check,
  fleet: async () => (await import('../commands/fleet.ts')).fleet,
  show: async () => (await import('../commands/show.ts')).show,
  list: async () => (await import('../commands/list.ts')).list,
  search: async () => (await import('./search.ts')).search,
  matrix: async () => (await import('../commands/matrix.ts')).matrix,
  cite: async () => (await import('../commands/cite.ts')).cite,
  policy: async () => (await import('./search.ts')).policy,
  probe: async () => (await import('../commands/probe.ts')).probe,
  mcp: async () => (await import('../commands/mcp.ts')).mcp,
  export: async () => (await import('../commands/export.ts')).exportKnowledge,
  ...Object.fromEntries(
    ['lint', 'verify', 'stale', 'sync', 'move', 'backup', 'restore', 'ingest', 'thread', 'draft', 'mentions', 'proposals', 'positions'].map((name) => [
      name,
      async () => needsCheckout(name),
    ]),
  ),
}
