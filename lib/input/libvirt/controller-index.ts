import { number } from './address.ts'
import type { Element } from './xml.ts'

/** Models of which one of each makes a controller for USB 2, with one number. */
const HALVES = /^ich9-(ehci1|uhci[123])$/

/**
 * The numbers of a domain's controllers. Those that have none get the lowest that is free among their type, as libvirt gives them; the halves of a
 * controller for USB 2 get that of the half before them, if no other USB controller stands between.
 * Source: libvirt, src/conf/domain_postparse.c, virDomainAssignControllerIndexes
 */
export function controllerIndexes(controllers: readonly Element[]): ReadonlyMap<Element, number> {
  const found = new Map<Element, number>()
  const taken = new Set<string>()
  const lowest = new Map<string, number>()
  const give = (one: Element, index: number): void => {
    found.set(one, index)
    for (const key of keysOf(one, index)) taken.add(key)
  }
  for (const one of controllers) {
    const own = one.attribute('index')
    if (own !== undefined) give(one, number(own))
  }
  let half: Element | undefined
  for (const one of controllers) {
    const isHalf = one.attribute('type') === 'usb' && HALVES.test(one.attribute('model') ?? '')
    if (!found.has(one)) {
      const before = half && isHalf ? found.get(half) : undefined
      const type = one.attribute('type') ?? ''
      let index = before
      if (index === undefined || taken.has(keysOf(one, index)[1])) {
        index = lowest.get(type) ?? 0
        while (taken.has(keysOf(one, index)[0])) index++
        lowest.set(type, index)
      }
      give(one, index)
    }
    if (one.attribute('type') === 'usb') half = isHalf ? one : undefined
  }
  return found
}

/** A controller's type with its number, and its model with it. */
function keysOf(controller: Element, index: number): [type: string, model: string] {
  const type = controller.attribute('type')
  return [`${type} ${index}`, `${type} ${controller.attribute('model')} ${index}`]
}
