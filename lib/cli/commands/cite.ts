import { CITATION_FORMATS, type CitationFormat, citationOf, formatCitation } from '../../evaluate/index.ts'
import { parseReference } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'
import { findEntry } from '../find.ts'
import { print } from '../output.ts'

/** `cite`: a permanent citation of a record, for a mail or a commit. */
export const cite: Register = (program) => {
  program
    .command('cite')
    .description('cite a record, pinned to its revision')
    .argument('<id>', 'id or id@revision')
    .option('--format <format>', `one of ${CITATION_FORMATS.join(', ')}`, 'text')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('cite area/name', 'cite area/name --format link', 'cite area/name@3f2a9c1d --format bibtex'))
    .action(async (id: string, { format, json }: { format: CitationFormat; json?: boolean }) => {
      if (!CITATION_FORMATS.includes(format)) throw new Error(`\`${format}\` is not a format; one of ${CITATION_FORMATS.join(', ')}`)
      const entry = findEntry(await readKnowledge(), id)
      const revision = parseReference(id)?.revision ?? entry.revision
      print(formatCitation(citationOf({ ...entry, revision }, places.url), json ? 'json' : format))
    })
}
