import { type RawCondition, contentKey } from '../../model/index.ts'

/**
 * What follows the `#` in a citation of one cell of a feature's matrix: `cell.<component>.<version>`, and under a condition its digest after that. It names
 * the cell by what its row and column stand for, not by where they are.
 * @param version an entry of the component's matrix; `*` (written `any`) where it has no releases
 */
export function cellFragment(component: string, version: string, when: RawCondition): string {
  return `cell.${component}.${version === '*' ? 'any' : version}${keyOf(when)}`
}

function keyOf(when: RawCondition): string {
  const known = keys.get(when)
  if (known !== undefined) return known
  const key = Object.keys(when).length === 0 ? '' : `.${contentKey(when)}`
  keys.set(when, key)
  return key
}

const keys = new WeakMap<RawCondition, string>()
