/** A place in a thread: a message, or one that others refer to and that is not here (a ghost). */
export interface ThreadNode {
  readonly messageId: string
  readonly ghost: boolean
  readonly children: readonly ThreadNode[]
}

/** What a thread's order is told from. */
export interface Threaded {
  readonly messageId: string
  /** ISO 8601 UTC. */
  readonly date: string
  /** Oldest first; the last is what the message answers. */
  readonly references: readonly string[]
}

/**
 * Orders the messages of one thread as a tree, in the manner of Jamie Zawinski's algorithm (https://www.jwz.org/doc/threading.html) without its
 * grouping by subject: a message hangs below the last of its references, a ghost below the reference before it in the first message that tells.
 * References that would close a loop are left out. Ghosts that hold nothing apart (one child or none) are left out; those above several stay.
 * @param messages in any order; the result does not depend on it
 * @returns roots and children by date, ghosts by their oldest descendant's, ties by Message-ID
 */
export function threadTree(messages: readonly Threaded[]): readonly ThreadNode[] {
  const ordered = [...messages].sort(before)
  const dates = new Map(ordered.map(({ messageId, date }) => [messageId, date] as const))
  const parents = parentsOf(ordered)
  const children = new Map<string, string[]>()
  const roots: string[] = []
  for (const id of new Set([...dates.keys(), ...parents.keys(), ...parents.values()])) {
    const parent = parents.get(id)
    if (parent === undefined) roots.push(id)
    else children.set(parent, [...(children.get(parent) ?? []), id])
  }
  return build(roots, children, dates)
}

function before(a: Threaded, b: Threaded): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  return a.messageId < b.messageId ? -1 : 1
}

/** Messages' own parents first, so that what others say about the same message does not matter. */
function parentsOf(messages: readonly Threaded[]): Map<string, string> {
  const parents = new Map<string, string>()
  for (const { messageId, references } of messages) {
    const last = references.at(-1)
    if (last !== undefined) link(parents, messageId, last)
  }
  const here = new Set(messages.map(({ messageId }) => messageId))
  for (const { references } of messages) {
    for (let index = 1; index < references.length; index++) {
      const [above, below] = [references[index - 1] as string, references[index] as string]
      if (!here.has(below) && !parents.has(below)) link(parents, below, above)
    }
  }
  return parents
}

/** Unless the child stands above the parent already. */
function link(parents: Map<string, string>, child: string, parent: string): void {
  for (let at: string | undefined = parent; at !== undefined; at = parents.get(at)) if (at === child) return
  parents.set(child, parent)
}

/** From the leaves up without recursion: threads can be thousands deep. */
function build(roots: readonly string[], children: ReadonlyMap<string, readonly string[]>, dates: ReadonlyMap<string, string>): readonly ThreadNode[] {
  const order: string[] = []
  const stack = [...roots]
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    order.push(id)
    stack.push(...(children.get(id) ?? []))
  }
  const built = new Map<string, Built[]>()
  for (const id of order.reverse()) built.set(id, settled(id, sorted((children.get(id) ?? []).flatMap((child) => built.get(child) ?? [])), dates.get(id)))
  return sorted(roots.flatMap((root) => built.get(root) ?? [])).map(({ node }) => node)
}

interface Built {
  readonly node: ThreadNode
  /** What it is sorted by. */
  readonly date: string
}

/** A message with what is below it; a ghost only where it holds several together. */
function settled(messageId: string, below: readonly Built[], date: string | undefined): Built[] {
  const children = below.map(({ node }) => node)
  if (date !== undefined) return [{ node: { messageId, ghost: false, children }, date }]
  if (below.length < 2) return [...below]
  return [{ node: { messageId, ghost: true, children }, date: below[0]?.date ?? '' }]
}

function sorted(nodes: readonly Built[]): Built[] {
  return [...nodes].sort((a, b) =>
    before({ messageId: a.node.messageId, date: a.date, references: [] }, { messageId: b.node.messageId, date: b.date, references: [] }),
  )
}
