import type { Domain, Value } from './domain.ts'

/** Whether `value` belongs to `domain`. */
export function inDomain(domain: Domain, value: Value): boolean {
  switch (domain.type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number'
    case 'enum':
      return typeof value === 'string' && domain.order.includes(value)
    case 'set':
      return Array.isArray(value) && value.every((member) => domain.members.includes(member))
  }
}
