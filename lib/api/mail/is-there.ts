import { decoded } from '../find-record.ts'
import type { Service } from '../service.ts'
import { messagePath, readMailPath } from './paths.ts'

/** Whether a path below `/lists/` or `/mentions/` has something to show; true for every other path. */
export async function isMailThere(service: Service, path: string): Promise<boolean> {
  const [, folder = '', rest = ''] = /^\/(lists|mentions)\/(.+)$/.exec(path) ?? []
  if (folder === 'mentions') return (await service.knowledge()).entries.has(decoded(rest))
  if (folder === '') return true
  const found = readMailPath(decoded(rest))
  if (found?.kind === 'message')
    return (await service.mail.have([found.messageId])).size > 0 || (found.view !== 'message' && (await service.mail.thread(found.messageId)) !== undefined)
  return found !== undefined && (await service.mail.hasList(found.list))
}

/**
 * The one address of what a path below `/lists/` names, where that is another one: no angle brackets, a list that has the message.
 * @param path as in the address, encoded
 */
export async function betterMailPath(service: Service, path: string): Promise<string | undefined> {
  const found = readMailPath(decoded(path.slice('/lists/'.length)))
  if (found?.kind !== 'message') return undefined
  const list = await listOf(service, found.messageId, found.list)
  const better = messagePath(list, found.messageId, found.view)
  // Compared decoded: escapes that a browser leaves alone must not lead round in circles.
  return decoded(better) === decoded(path).replace(/\/$/, '') ? undefined : better
}

async function listOf({ mail }: Service, messageId: string, list: string): Promise<string> {
  const one = (await mail.have([messageId])).get(messageId)
  if (one === undefined || one === list) return list
  const lists = (await mail.message(messageId))?.lists ?? []
  return lists.includes(list) ? list : one
}
