import { answeringFile, knowledgeFile } from '../../evaluate/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { asJson } from '../output.ts'

/** `export`: the whole knowledge as one JSON document. */
export const exportKnowledge: Register = (program) => {
  program
    .command('export')
    .description('print the whole knowledge as JSON, the same as /api/v1/export/knowledge.json')
    .option('--json', 'always JSON')
    .option('--answering', 'only the records that answers follow from, without their bodies: a third of the size, the same answers')
    .addHelpText('after', examples('export > knowledge.json', 'export | jq .digest', 'export --answering > answering.json'))
    .action(async ({ answering = false }: { readonly answering?: boolean }) => {
      process.stdout.write(`${asJson((answering ? answeringFile : knowledgeFile)(await readKnowledge({ answering })))}\n`)
    })
}
