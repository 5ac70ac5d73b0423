import { KINDS, type Kind, pageOf } from '../../model/index.ts'

/** The page of a hit, below the site's address. A release has none of its own: it is a column of the matrix. */
export function hitHref({ id, kind }: { readonly id: string; readonly kind: string }): string {
  const [, line, version] = /^releases\/(.+)#(.+)$/.exec(id) ?? []
  if (line !== undefined && version !== undefined) return `/matrix?component=${encodeURIComponent(line)}&version=${encodeURIComponent(version)}`
  return pageOf(id, KINDS.includes(kind as Kind) ? (kind as Kind) : 'rule')
}

/** Kinds of hits, as groups of them are called. */
export const KIND_NAMES: Readonly<Record<string, string>> = {
  feature: 'features',
  policy: 'policies',
  release: 'releases',
  'release-line': 'release lines',
  rule: 'rules',
  area: 'areas',
  source: 'sources',
}
