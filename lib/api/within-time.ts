import { withPatience } from '../evaluate/index.ts'
import { HttpError } from './problem.ts'

/** Milliseconds of the processor that one answer may take without what would help: nobody else is answered meanwhile. */
export const LONGEST_ANSWER = 500

/** The same with what would help (one real question in a hundred takes a third of it), and for the proofs. */
export const LONGEST_SEARCH = 400
export const LONGEST_PROVING = 150

/** The same for a fleet, which is many answers in one. Seven hosts of three kinds with twelve VMs take about a third of it. */
export const LONGEST_FLEET = 700

/** The same for a matrix. Nobody can ask for more than all records, which takes long only the first time after a sync. */
export const LONGEST_MATRIX = 4000

/**
 * Evaluates, but not for longer than everybody else can wait. There is no timer: what is evaluated looks at the clock itself.
 * @param most milliseconds
 * @throws HttpError 413 when it takes longer
 */
export function withinTime<Result>(run: () => Result, most: number): Result {
  // In a browser it is its own user who waits.
  if (typeof process === 'undefined' || !('cpuUsage' in process)) return run()
  const began = performance.now()
  const before = process.cpuUsage()
  const ends = (): void => {
    if (performance.now() - began < most) return
    // On a machine that does something else the clock goes on by itself.
    const { user, system } = process.cpuUsage(before)
    if ((user + system) / 1000 >= most)
      throw new HttpError(
        413,
        `this takes longer than the ${most} ms that are given to one answer here; ask for less (\`remedies: false\` leaves out what would help), or \`canimigrate\` on your own machine`,
      )
  }
  return withPatience(ends, run)
}
