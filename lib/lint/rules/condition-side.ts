import { factKey, type Problem } from '../../model/index.ts'
import type { ConditionPart } from '../conditions.ts'
import { conditionParts } from '../conditions.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Conditions that do not say which side they are about, or say it where there is only one. */
export const conditionSide: LintRule = {
  id: 'condition-side',
  describe: 'a condition about the pair names the side of each fact (`source.`, `destination.`, `boot.`); one about a single side names none',
  check: (context) =>
    context.entries.flatMap((entry) =>
      conditionParts(entry).flatMap((part): Problem[] => {
        const said = fault(part)
        return said ? [problemAt('condition-side', context, entry, part.path, said, 'key')] : []
      }),
    ),
}

function fault({ about, kind, side, name }: ConditionPart) {
  if (about === 'side' && kind === 'differs')
    return { message: `\`differs\` compares two sides, and this condition is about one`, expected: 'a fact of one side', actual: 'differs' }
  if (about === 'side' && side) return { message: `this condition is about one side: write \`${name}\``, expected: name, actual: `${side}.${name}` }
  if (about === 'pair' && kind !== 'differs' && !side && !(kind === 'fact' && factKey(name).subject === 'guest')) {
    return {
      message: `\`${name}\` of which side? write \`source.${name}\`, \`destination.${name}\` or \`boot.${name}\``,
      expected: `source.${name}, destination.${name} or boot.${name}`,
      actual: name,
    }
  }
  return undefined
}
