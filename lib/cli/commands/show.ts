import { buildLinks } from '../../model/links.ts'
import { renderBody } from '../../content/render.ts'
import { reportRecord } from '../../evaluate/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { findRevision } from '../find-revision.ts'
import { print, printJson } from '../output.ts'

/** `show`: one record, whole. */
export const show: Register = (program) => {
  program
    .command('show')
    .description('show a record; id@revision shows an old one')
    .argument('<id>', 'id, id@revision or an alias, e.g. area/name')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('show area/name', 'show KVM_CAP_SPAPR_MULTITCE', 'show area/name@3f2a9c1d --json'))
    .action(async (id: string, { json }: { json?: boolean }) => {
      const knowledge = await readKnowledge()
      const entry = await findRevision(knowledge, id)
      if (json) return printJson({ ...entry.data, revision: entry.revision, path: entry.path, body: entry.body })
      print(reportRecord(entry, renderBody(entry.body, buildLinks(knowledge.entries.values())).text, knowledge))
    })
}
