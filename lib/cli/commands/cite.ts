import { CITATION_FORMATS, type CitationFormat, cellFragments, citableOf, citationOf, formatCitation, noSuchClaim } from '../../evaluate/index.ts'
import { type Entry, type Knowledge, parseCitation } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'
import { findRevision } from '../find-revision.ts'
import { print, printJson } from '../output.ts'

/** `cite`: a permanent citation of a record or of one claim in it, for a mail or a commit. */
export const cite: Register = (program) => {
  program
    .command('cite')
    .description('cite a record, or one claim of it, pinned to its revision')
    .argument('<id>', 'id, id@revision or id@revision#claim, also as the address of a page')
    .option('--format <format>', `one of ${CITATION_FORMATS.join(', ')}`, 'text')
    .option('--claims', 'list what of the record can be cited by itself')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('cite area/name', 'cite area/name --format link', 'cite area/name --claims', 'cite area/name@3f2a9c1d#control --format short'),
    )
    .action(async (id: string, { format, claims, json }: { format: CitationFormat; claims?: boolean; json?: boolean }) => {
      if (!CITATION_FORMATS.includes(format)) throw new Error(`\`${format}\` is not a format; one of ${CITATION_FORMATS.join(', ')}`)
      const knowledge = await readKnowledge()
      const entry = await findRevision(knowledge, id)
      if (claims) return listClaims(knowledge, entry, json)
      const fragment = parseCitation(id)?.fragment
      const citation = citationOf(entry, places.url, fragment, knowledge)
      if (!citation) throw new Error(noSuchClaim(entry, fragment as string, knowledge))
      print(formatCitation(citation, json ? 'json' : format))
    })
}

function listClaims(knowledge: Knowledge, entry: Entry, json: boolean | undefined): void {
  const claims = citableOf(entry)
  if (json) return printJson(claims.map((claim) => ({ ...claim, short: `${entry.data.id}@${entry.revision}#${claim.fragment}` })))
  const cell = cellFragments(knowledge, entry).at(-1)
  const lines = [
    ...claims.map(({ fragment, text }) => `#${fragment}\n    ${text}`),
    ...(cell ? [`#${cell}\n    a cell of its matrix; \`canimigrate matrix --feature ${entry.data.id} --json\` gives each with its fragment`] : []),
  ]
  print(lines.join('\n') || `${entry.data.id} is cited as a whole`)
}
