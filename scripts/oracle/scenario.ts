/** One side of a migration, as `check --batch` takes it. `cmdline` begins with the name of the program; `host` is shorthand such as `qemu=7.2`. */
export interface Side {
  readonly cmdline: readonly string[]
  readonly host: string
}

/** A pair to migrate. `boot`: seconds that the source runs before it is migrated; without it, the machine is never started. */
export interface Scenario {
  readonly id: string
  readonly group: string
  readonly from: Side
  readonly to: Side
  readonly boot?: number
}

/** What QEMU did with a scenario; see docs/oracle.md. */
export interface Outcome {
  readonly outcome: 'completed' | 'failed' | 'src-refused-to-start' | 'dst-refused-to-start'
  /** The receiver's words (or of the side that did not start), lines joined by `; `. */
  readonly error: string
  /** A rough class of the error. */
  readonly reason: string
  /** What QEMU shows to differ between the sides after the stream was accepted; null where QEMU was not asked. */
  readonly guest_visible_difference: readonly string[] | null
}

/** A scenario from a line of NDJSON. @throws Error if it is none */
export function parseScenario(line: string): Scenario {
  const value = JSON.parse(line)
  for (const side of [value?.from, value?.to]) {
    if (!Array.isArray(side?.cmdline) || side.cmdline.length === 0)
      throw new Error('expected {"id", "group", "from": {"cmdline": […]}, "to": {"cmdline": […]}}')
  }
  return value
}
