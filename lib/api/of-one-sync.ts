/** How often something is made again at most. */
const ATTEMPTS = 3

/**
 * Makes something out of several readings of the store so that all are of one sync: where another finished meanwhile, it is made again.
 * @param settle see `Service.settle`; where the store does not answer, what is made says so
 * @param make called with 1, then 2, …
 * @param isOut what was made is on its way already
 */
export async function ofOneSync<Made>(settle: () => Promise<string>, make: (attempt: number) => Promise<Made>, isOut: (made: Made) => boolean = () => false) {
  const sync = (): Promise<string> => settle().catch(() => '')
  let before = await sync()
  for (let attempt = 1; ; attempt++) {
    const made = await make(attempt)
    if (isOut(made) || attempt === ATTEMPTS) return made
    const after = await sync()
    if (after === before) return made
    before = after
  }
}
