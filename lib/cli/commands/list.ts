import { KINDS, type Kind } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { print, printJson } from '../output.ts'

/** `list`: every record, by kind and area. */
export const list: Register = (program) => {
  program
    .command('list')
    .description('list records')
    .option('--kind <kind>', `only this kind: ${KINDS.join(', ')}`)
    .option('--area <area>', 'only ids that begin with this part, e.g. ppc')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('list', 'list --kind policy', 'list --area xen --json'))
    .action(async ({ kind, area, json }: { kind?: Kind; area?: string; json?: boolean }) => {
      if (kind && !KINDS.includes(kind)) throw new Error(`\`${kind}\` is not a kind of record; one of ${KINDS.join(', ')}`)
      const knowledge = await readKnowledge()
      const records = [...knowledge.entries.values()]
        .filter(({ data }) => (!kind || data.kind === kind) && (!area || data.id.startsWith(`${area}/`)))
        .map(({ data, revision }) => ({ id: data.id, revision, kind: data.kind, title: data.title, summary: data.summary }))
      if (json) return printJson(records)
      const width = Math.min(40, Math.max(0, ...records.map(({ id }) => id.length)))
      print(records.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n'))
    })
}
