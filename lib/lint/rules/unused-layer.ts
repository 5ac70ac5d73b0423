import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Layers and statements that miss each other. */
export const unusedLayer: LintRule = {
  id: 'unused-layer',
  describe: 'every layer that matters has a statement, and every statement is of a layer that matters',
  check: (context) =>
    context.features.flatMap((entry): Problem[] => {
      const { layers, support } = entry.data
      if (!layers) return []
      const spoken = new Set(support.map(({ component }) => component))
      const listed = new Set(layers.map(({ component }) => component))
      return [
        ...layers.flatMap(({ component }, index) =>
          spoken.has(component)
            ? []
            : [
                problemAt('unused-layer', context, entry, ['layers', index, 'component'], {
                  message: `no statement of \`support\` is about the layer \`${component}\`: the value would never be known; add one, or drop the layer`,
                  expected: [...spoken].join(', '),
                  actual: component,
                }),
              ],
        ),
        ...support.flatMap(({ component }, index) =>
          listed.has(component)
            ? []
            : [
                problemAt('unused-layer', context, entry, ['support', index, 'component'], {
                  message: `\`layers\` leaves out \`${component}\`, so this statement is never read: add the layer, or drop the statement`,
                  expected: [...listed].join(', '),
                  actual: component,
                }),
              ],
        ),
      ]
    }),
}
