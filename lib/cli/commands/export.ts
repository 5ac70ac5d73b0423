import { knowledgeFile } from '../../evaluate/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { asJson } from '../output.ts'

/** `export`: the whole knowledge as one JSON document. */
export const exportKnowledge: Register = (program) => {
  program
    .command('export')
    .description('print the whole knowledge as JSON, the same as /api/v1/export/knowledge.json')
    .option('--json', 'always JSON')
    .addHelpText('after', examples('export > knowledge.json', 'export | jq .digest'))
    .action(async () => {
      process.stdout.write(`${asJson(knowledgeFile(await readKnowledge()))}\n`)
    })
}
