/**
 * Runs `task` on every item, `width` at a time, and yields the results in the items' order.
 * @throws what a task throws, once its turn comes
 */
export async function* inOrder<T, R>(items: Iterable<T>, width: number, task: (item: T) => Promise<R>): AsyncGenerator<R> {
  const pending: Promise<R>[] = []
  const limit = gate(width)
  for (const item of items) {
    const result = limit(() => task(item))
    // It is thrown when its turn comes.
    result.catch(() => {})
    pending.push(result)
  }
  for (const result of pending) yield await result
}

function gate(width: number): <R>(task: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
