import type { RecordData } from '../model/index.ts'

/** The filters that records have, besides kind and area. */
export const TAGS = ['arch', 'component', 'status', 'person', 'list'] as const

/** What a record can be narrowed by: architectures and components that it speaks of, status, persons and lists. */
export function tagsOf(data: RecordData): Record<string, string[]> {
  const found: Record<(typeof TAGS)[number], Set<string>> = { arch: new Set(), component: new Set(), status: new Set(), person: new Set(), list: new Set() }
  visit(data, (key, value) => {
    if (key === 'arch' || key.endsWith('.arch')) found.arch.add(value)
    else if (key === 'component' && !LAYERS.has(value)) found.component.add(value)
    else if (key === 'repo' && data.kind === 'policy') found.component.add(value.replace(/^sources\//, ''))
    else if (key === 'person' || key === 'author') found.person.add(value)
    else if (key === 'list') found.list.add(value)
    else if (key === 'status' || (key === 'event' && !BEGINNINGS.has(value))) found.status.add(value)
  })
  if (data.kind === 'source' || data.kind === 'area') return {}
  return Object.fromEntries(Object.entries(found).flatMap(([name, values]) => (values.size > 0 ? [[name, [...values].sort()]] : [])))
}

/** Layers of a value that have no releases. */
const LAYERS = new Set(['cpu', 'machine', 'option'])
/** Events that nearly every record has. */
const BEGINNINGS = new Set(['introduced', 'fixed'])

/** First and last day on which something happened: who spoke when, when a commit was made; not when somebody last looked. */
export function daysOf(data: RecordData): readonly [string, string] | undefined {
  const days: string[] = []
  visit(data, (key, value) => {
    if (key === 'date' && /^\d{4}-\d\d-\d\d$/.test(value)) days.push(value)
  })
  days.sort()
  return days.length > 0 ? [days[0] as string, days.at(-1) as string] : undefined
}

/** Every text in a record, with the key that it stands under. */
function visit(value: unknown, take: (key: string, value: string) => void, key = ''): void {
  if (typeof value === 'string') take(key, value)
  else if (Array.isArray(value)) for (const one of value) visit(one, take, key)
  else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) visit(one, take, name)
}
