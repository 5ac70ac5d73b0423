import { type Kind, formerlyOf, movedTo, pageOf, parseReference } from '../model/index.ts'
import type { StoredRevision } from '../store/port.ts'
import { areaPage } from './areas.ts'
import type { Service } from './service.ts'

/** Folders of pages that show one record, with the kind that they are for. */
const FOLDERS: Readonly<Record<string, Kind | undefined>> = { features: 'feature', policies: 'policy', r: undefined }

/**
 * The revision of a record that a reference names.
 * @param reference `id` or `id@revision`, the revision also one from under an id that the record had
 * @param kind only one of this kind
 */
export async function findRecord(service: Service, reference: string, kind?: Kind): Promise<StoredRevision | undefined> {
  const parsed = parseReference(reference)
  const found = parsed && ((await service.store.entry(parsed.id, parsed.revision)) ?? (await findFormer(service, parsed)))
  return found && (!kind || !found.entry || found.entry.data.kind === kind) ? found : undefined
}

/** A revision from before the record had this id. */
async function findFormer(service: Service, { id, revision }: { id: string; revision?: string }): Promise<StoredRevision | undefined> {
  const now = revision === undefined ? undefined : (await service.knowledge()).entries.get(id)
  for (const former of now ? formerlyOf(now.data) : []) {
    const found = await service.store.entry(former, revision)
    if (found) return found
  }
  return undefined
}

/**
 * The path of a record's page where this path, which may end in `.txt`, `.md`, `.json` or `.atom`, is that of an id that it had, or of another kind's folder.
 * Revisions stay where they are.
 */
export async function betterRecordPath(service: Service, path: string): Promise<string | undefined> {
  const [, folder = '', reference = '', ending = ''] = /^\/(features|policies|r|mentions)\/(.+?)(\.txt|\.md|\.json|\.atom)?$/.exec(path) ?? []
  const id = decoded(reference)
  if (id === '' || id.includes('@')) return undefined
  const knowledge = await service.knowledge()
  const now = knowledge.entries.get(id) ?? knowledge.entries.get(movedTo(knowledge, id) ?? '')
  if (!now) return undefined
  if (folder === 'r' || folder === 'mentions') return now.data.id === id ? undefined : `/${folder}/${now.data.id}${ending}`
  return now.data.id === id && now.data.kind === FOLDERS[folder] ? undefined : pageOf(now.data.id, now.data.kind) + ending
}

/** Whether the page of a record at this path has something to show; true for every path that is no record's. */
export async function isThere(service: Service, path: string): Promise<boolean> {
  const [, folder = '', reference = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? []
  if (folder === 'areas') return areaPage(await service.knowledge(), decoded(reference)) !== undefined
  if (!Object.hasOwn(FOLDERS, folder)) return true
  const kind = FOLDERS[folder]
  const current = (await service.knowledge()).entries.get(reference)
  if (current && (!kind || current.data.kind === kind)) return true
  return (await findRecord(service, decoded(reference), kind)) !== undefined
}

/** A path's text; as it is where it is not encoded well. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
