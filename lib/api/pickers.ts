import { parseShorthand, parseSide } from '../input/index.ts'
import { InputError, type Knowledge, NOT_SET } from '../model/index.ts'
import type { Fields } from './fields.ts'
import { setOnGuest, setOnSide } from './refine.ts'

/** What people choose instead of writing it as text. `vm` is the machine that moves, which both sides have. */
export const PICKERS = {
  host: [
    { key: 'arch', label: 'Architecture' },
    { key: 'accel', label: 'Accelerator', preset: 'kvm' },
    { key: 'kvm', label: 'KVM on POWER' },
    { key: 'cpu', label: 'Host CPU' },
    { key: 'linux', label: 'Linux' },
    { key: 'qemu', label: 'QEMU' },
    { key: 'xen', label: 'Xen' },
    { key: 'libvirt', label: 'libvirt' },
  ],
  vm: [
    { key: 'machine', label: 'Machine type' },
    { key: 'vcpu', label: 'CPU model' },
  ],
  guest: [
    { key: 'linux', label: 'Linux in the guest' },
    { key: 'type', label: 'Kind, on Xen' },
  ],
} as const satisfies Record<string, readonly Picker[]>

/** A choice in the form; `preset` stands there before anything was said, and counts when the side says something else, too. */
export interface Picker {
  readonly key: string
  readonly label: string
  readonly preset?: string
}

export type PickerPlace = 'from' | 'to' | 'vm' | 'guest'

/** What is chosen, by place and key; as the texts of the question have it. */
export type Picked = Readonly<Record<PickerPlace, Readonly<Record<string, string>>>>

/** What the question's texts say of what can be chosen. A text that cannot be read says nothing. */
export function pickedIn(knowledge: Knowledge, fields: Fields): Picked {
  const options = { options: knowledge.options, name: 'text' }
  const facts = (read: () => { facts: Readonly<Record<string, string>> }): Readonly<Record<string, string>> => {
    try {
      return read().facts
    } catch (error) {
      if (error instanceof InputError) return {}
      throw error
    }
  }
  const side = (text: string, host: string) => {
    const value = text !== '' && host !== '' ? { text, host } : text || host
    return value === '' ? {} : facts(() => parseSide(value, options))
  }
  const from = side(fields.from, fields.fromHost)
  const to = side(fields.to, fields.toHost)
  const guest = fields.guest === '' ? {} : facts(() => parseShorthand(fields.guest, { ...options, prefix: 'guest.' }))
  return { from, to, vm: { ...to, ...from }, guest: Object.fromEntries(Object.entries(guest).map(([key, value]) => [key.replace(/^guest\./, ''), value])) }
}

/**
 * The question with what was chosen in the form.
 * @param query `pick.<place>.<key>`, each with `was.<place>.<key>` that the form showed: what was left as it was does not undo what was written
 */
export function withPicked(fields: Fields, query: URLSearchParams): Fields {
  let result = fields
  for (const place of ['from', 'to'] as const) result = withHost(result, query, place)
  const vmSide = result.from === '' && result.fromHost === '' && (result.to !== '' || result.toHost !== '') ? 'to' : 'from'
  for (const [key, value] of changesAt(query, 'vm')) result = setOnSide(result, vmSide, key, value || NOT_SET) ?? result
  for (const [key, value] of changesAt(query, 'guest')) result = { ...result, guest: setOnGuest(result.guest, key, value) }
  return result
}

function withHost(fields: Fields, query: URLSearchParams, place: 'from' | 'to'): Fields {
  const changes = changesAt(query, place)
  const isPreset = ([key, value]: readonly [string, string]): boolean => PICKERS.host.some((one) => one.key === key && 'preset' in one && one.preset === value)
  const isEmpty = fields[place] === '' && fields[place === 'from' ? 'fromHost' : 'toHost'] === ''
  const meant = changes.filter((change) => !isPreset(change))
  // A preset is no statement of its own, and a host named by its Xen is not one of KVM.
  const all = isEmpty && meant.length > 0 && !meant.some(([key]) => key === 'xen') ? changes : meant
  return all.reduce((result, [key, value]) => setOnSide(result, place, key, value || NOT_SET) ?? result, fields)
}

function changesAt(query: URLSearchParams, place: PickerPlace): [string, string][] {
  return [...query].flatMap(([name, value]): [string, string][] => {
    const key = name.startsWith(`pick.${place}.`) ? name.slice(`pick.${place}.`.length) : undefined
    return key === undefined || !/^[a-z][a-z.-]*$/.test(key) || value.trim() === (query.get(`was.${place}.${key}`) ?? '') ? [] : [[key, value.trim()]]
  })
}
