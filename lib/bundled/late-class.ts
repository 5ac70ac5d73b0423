import type { PartClass } from '../model/index.ts'

/** What tells which class a part is of; the rest is the class's body. */
export type ClassHead = Pick<PartClass, 'class' | 'like' | 'kind' | 'driver' | 'if'>

/**
 * A class of parts of which the body is read when something of it is first asked for: most questions are about a few of hundreds.
 * @param body the body as JSON
 */
export function lateClass(head: ClassHead, body: () => string): PartClass {
  let isWhole = false
  const whole = (): ClassHead => {
    if (!isWhole) Object.assign(head, JSON.parse(body()))
    isWhole = true
    return head
  }
  return new Proxy(head, {
    get: (_, key) => Reflect.get(HEAD.has(key) ? head : whole(), key),
    has: (_, key) => Reflect.has(whole(), key),
    ownKeys: () => Reflect.ownKeys(whole()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(whole(), key),
  }) as PartClass
}

const HEAD: ReadonlySet<string | symbol> = new Set<keyof ClassHead>(['class', 'like', 'kind', 'driver', 'if'])
