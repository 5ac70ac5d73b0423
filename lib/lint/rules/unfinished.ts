import { isUnfinished, type Problem, UNFINISHED } from '../../model/index.ts'
import type { Context } from '../context.ts'
import { type LintRule, problemAt } from '../rule.ts'
import { walk } from '../walk.ts'

/** Parts of a draft that nobody has written yet. */
export const unfinished: LintRule = {
  id: 'unfinished',
  describe: `no text begins with \`${UNFINISHED}\`: what \`draft\` left to a person is written`,
  check: (context) =>
    context.entries.flatMap((entry): Problem[] => {
      const problems: Problem[] = []
      walk(entry.data, (value, path) => {
        if (typeof value !== 'string' || !isUnfinished(value)) return
        const name = path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${String(step)}` : String(step))).join('')
        problems.push(problemAt('unfinished', context, entry, path, said(`\`${name}\``, value)))
      })
      return [...problems, ...inBody(context, entry.path, entry.body)]
    }),
}

function inBody(context: Context, path: string, body: string): Problem[] {
  const text = body.split('\n').find(isUnfinished)
  if (text === undefined) return []
  // The body is the end of the file.
  const lines = context.loaded.files.find((file) => file.path === path)?.text.split('\n') ?? []
  return [{ file: path, line: lines.lastIndexOf(text) + 1, column: 1, rule: 'unfinished', ...said('the body', text) }]
}

const said = (what: string, text: string) => ({
  message: `${what} is still to be written, in our own words`,
  expected: 'a text',
  actual: text.trim().slice(0, 40),
})
