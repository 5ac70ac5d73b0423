import { lint as lintContent } from '../../lint/index.ts'
import { type Register, examples } from '../command.ts'
import { places, readContent } from '../context.ts'
import { print, printJson } from '../output.ts'

/** `lint`: everything that is wrong in `content/`. */
export const lint: Register = (program, done) => {
  program
    .command('lint')
    .description('check every record; exit status 1 if something is wrong')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lint', 'lint --json | jq .[0]'))
    .action(async ({ json }: { json?: boolean }) => {
      const content = await readContent()
      const { readDeleted } = await import('../../pipeline/git.ts')
      const problems = lintContent(content, { today: new Date().toISOString().slice(0, 10), deleted: await readDeleted(places.content) })
      if (json) printJson(problems)
      else {
        for (const { file, line, column, rule, message, expected, actual } of problems) {
          print(
            `${file}:${line}:${column}: ${message}${expected === undefined ? '' : ` (expected ${expected}${actual === undefined ? '' : `, found ${actual}`})`} [${rule}]`,
          )
        }
        print(problems.length === 0 ? `${content.entries.length} records, no problems` : `${problems.length} problems`)
      }
      done(problems.length === 0 ? 0 : 1)
    })
}
