import type { Service } from './service.ts'

/** What the picture of a page says. */
export interface Card {
  readonly kind: string
  readonly title: string
  readonly text: string
  /** Its address, without the host. */
  readonly foot: string
}

/** @param name `site`, or `r/<id>`; undefined for anything else */
export async function cardOf(service: Service, name: string): Promise<Card | undefined> {
  if (name === 'site')
    return {
      kind: 'with receipts',
      title: 'Can I migrate?',
      text: 'What a guest can see of its host, what maintainers decided about it, and whether a guest survives the move.',
      foot: shown(service.url),
    }
  const data = name.startsWith('r/') ? (await service.knowledge()).entries.get(name.slice(2))?.data : undefined
  if (!data) return undefined
  const kind = data.kind === 'policy' ? `policy, ${data.status}` : data.kind
  const said = data.kind === 'feature' ? data.rely : data.kind === 'policy' ? data.question : data.summary
  return { kind, title: cut(data.title, 110), text: cut(said, 220), foot: cut(data.id, 60) }
}

function shown(url: string): string {
  return url.replace(/^https?:\/\//, '')
}

/** Letters that the font in the package has: for any other one would be fetched from elsewhere. */
function cut(text: string, most: number): string {
  const plain = text.replace(/[^\u0020-\u024f\u2010-\u2026]/g, '·')
  return plain.length > most ? `${plain.slice(0, most - 1).trimEnd()}…` : plain
}
