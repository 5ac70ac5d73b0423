import { type Kind, parseReference } from '../model/index.ts'
import type { StoredRevision } from '../store/port.ts'
import { areaPage } from './areas.ts'
import type { Service } from './service.ts'

/** Folders of pages that show one record, with the kind that they are for. */
const FOLDERS: Readonly<Record<string, Kind | undefined>> = { features: 'feature', policies: 'policy', r: undefined }

/**
 * The revision of a record that a reference names.
 * @param reference `id` or `id@revision`
 * @param kind only one of this kind
 */
export async function findRecord(service: Service, reference: string, kind?: Kind): Promise<StoredRevision | undefined> {
  const parsed = parseReference(reference)
  const found = parsed && (await service.store.entry(parsed.id, parsed.revision))
  return found && (!kind || !found.entry || found.entry.data.kind === kind) ? found : undefined
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
