/** What is called now and then while something is evaluated; undefined: nobody waits. */
let check: (() => void) | undefined

/**
 * Evaluates with patience that may end: what `ends` throws comes out of here, and nothing is kept that was not whole.
 * @param ends called before each pair of sides, and between their parts; throws to end it
 */
export function withPatience<Result>(ends: () => void, run: () => Result): Result {
  const before = check
  // Who waits for the whole waits for a part of it, too.
  check = before
    ? () => {
        before()
        ends()
      }
    : ends
  try {
    return run()
  } finally {
    check = before
  }
}

/** Somewhere between two steps of an evaluation, outside of anything that is kept. */
export function tick(): void {
  check?.()
}
