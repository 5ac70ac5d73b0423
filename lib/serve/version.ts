/** Which version of what is stored a page may be kept for. */
export interface Version {
  /** Undefined when it is not known: then nothing is kept and nothing kept is given. */
  readonly now: string | undefined
  /** It has been the same for so long that all which reads through a cache of its own has noticed it. */
  readonly settled: boolean
}

/** How long a version is believed before it is asked for again, in milliseconds. */
const FRESH_FOR = 1000
/**
 * How long it is believed by those who come while it is asked for, in milliseconds. Where more is asked than can be answered, the store's own answer takes its turn, too: all who wait for it would hear
 * as late that they should come again.
 */
const BELIEVED_FOR = 4000
/** `Service.knowledge()` may be this much behind, and what a page reads is a little older than the page; in milliseconds. */
const SETTLED_AFTER = 2000

/** @param ask reads the version from the store: cheap, and another whenever something in there may be another */
export function createVersions(ask: () => Promise<string>): () => Version | Promise<Version> {
  let last: Version = { now: undefined, settled: false }
  let since = Number.NEGATIVE_INFINITY
  let asked = Number.NEGATIVE_INFINITY
  let asking: Promise<Version> | undefined
  const read = async (): Promise<Version> => {
    const at = performance.now()
    const now = await ask().catch((error: unknown) => {
      console.error(error)
      return undefined
    })
    // The first that is seen is older than all that was read.
    if (now !== last.now && asked !== Number.NEGATIVE_INFINITY) since = at
    last = { now, settled: at - since >= SETTLED_AFTER }
    asked = at
    return last
  }
  return () => {
    const age = performance.now() - asked
    if (age < FRESH_FOR || (asking && age < BELIEVED_FOR)) return last
    asking ??= read().finally(() => {
      asking = undefined
    })
    return asking
  }
}
