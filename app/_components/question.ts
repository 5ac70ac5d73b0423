import type { RemedyOffer } from '../../lib/model/index.ts'

/** The fields of the check page, as its address has them. */
export interface Asked {
  readonly from: string
  readonly to: string
  readonly guest: string
  readonly via: readonly string[]
}

/** The address of a question. */
export function checkUrl({ from, to, guest, via }: Asked, page = '/check'): string {
  const query = new URLSearchParams()
  for (const [name, value] of [['from', from], ['to', to], ['guest', guest], ...via.map((one) => ['via', one])] as [string, string][])
    if (value) query.append(name, value)
  return `${page}?${query}`
}

/** The question with one more fact, on the side that it is about. */
export function addFact(asked: Asked, fact: string, value: string): Asked {
  const use = /^guest\.uses\.(.+)$/.exec(fact)
  if (use) return { ...asked, guest: `${asked.guest} uses=${value === 'no' ? '-' : ''}${use[1]}`.trim() }
  if (fact.startsWith('guest.')) return { ...asked, guest: `${asked.guest} ${fact.slice('guest.'.length)}=${value}`.trim() }
  const [, side, key] = /^(source|destination)\.(.+)$/.exec(fact) ?? []
  if (!side || !key) return asked
  return side === 'source' ? { ...asked, from: withFact(asked.from, key, value) } : { ...asked, to: withFact(asked.to, key, value) }
}

/** The question with a remedy's changes; undefined where a side is not in shorthand, or a change is one of a device. */
export function applyRemedy(asked: Asked, { changes }: RemedyOffer): Asked | undefined {
  let changed = asked
  for (const { side, set, to } of changes) {
    const field = side === 'source' ? 'from' : 'to'
    const text = changed[field]
    const device = /^device\.([^.*]+)\*?\.([^.]+)$/.exec(set)
    if (!/^\s*$|^\s*[\w.-]+=/.test(text) || text.includes('\n')) return undefined
    if (device) {
      const pattern = new RegExp(`(device=${(device[1] as string).replace(/[^\w-]/g, '')}[\\w-]*)([^\\s]*)`, 'g')
      changed = {
        ...changed,
        [field]: text.replace(pattern, (_, name: string, rest: string) => `${name}${rest.replace(new RegExp(`,${device[2]}=[^,]*`), '')},${device[2]}=${to}`),
      }
    } else changed = { ...changed, [field]: withFact(text, set, to) }
  }
  return changed
}

/** Shorthand with a fact set, in place of an older value. */
function withFact(text: string, key: string, value: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '' && !word.startsWith(`${key}=`))
  return [...words, `${key}=${value}`].join(' ')
}
