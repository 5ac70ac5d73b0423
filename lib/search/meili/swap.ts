import { MeiliProblem } from './problem.ts'
import type { MeiliServer } from './server.ts'

/**
 * Puts an index that was built beside in the place of the one that is asked, in one step of the server: searches see the old one or the new one, never none.
 * The old one is deleted then, with others that builds left behind.
 * @throws MeiliProblem
 */
export async function swapIn(server: MeiliServer, uid: string, beside: string): Promise<void> {
  const { client } = server
  // Two can only be swapped; an empty one is no index to those who ask.
  if (!(await server.has(uid))) await server.done(client.createIndex(uid, { primaryKey: 'key' })).catch(() => {})
  const { createdAt } = await server.say(client.getRawIndex(beside))
  await server.say(client.swapIndexes([{ indexes: [uid, beside], rename: false }]))
  // A key for some indexes does not see tasks of two, but tasks are done in their order: this one changes nothing, as there is no such document, and ends after the swap.
  await server.done(client.index(uid).updateDocuments([{ key: 'none' }], { primaryKey: 'key', skipCreation: true }))
  const there = await server.say(client.getRawIndex(uid))
  if (String(there.createdAt) !== String(createdAt)) throw new MeiliProblem('task', `the index \`${beside}\` did not come into the place of \`${uid}\``)
  await server.done(client.deleteIndex(beside))
  await removeLeftovers(server, uid)
}

/** Indexes of builds that were killed. One that is being built is newer than an hour. */
async function removeLeftovers(server: MeiliServer, uid: string): Promise<void> {
  const { results } = await server.say(server.client.getRawIndexes({ limit: 1000 }))
  for (const { uid: one, updatedAt } of results)
    if (one.startsWith(`${uid}_new_`) && Date.now() - Date.parse(String(updatedAt)) > 3_600_000)
      await server.done(server.client.deleteIndex(one)).catch(() => {})
}
