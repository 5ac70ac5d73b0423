import { CITATION_FORMATS, type CitationFormat, citableOf, citationOf, formatCitation } from '../../evaluate/index.ts'
import { type Entry, nearest, parseCitation } from '../../model/index.ts'
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
      const entry = await findRevision(await readKnowledge(), id)
      if (claims) return listClaims(entry, json)
      const fragment = parseCitation(id)?.fragment
      const citation = citationOf(entry, places.url, fragment)
      if (!citation) throw noClaim(entry, fragment as string)
      print(formatCitation(citation, json ? 'json' : format))
    })
}

function listClaims(entry: Entry, json: boolean | undefined): void {
  const claims = citableOf(entry)
  if (json) return printJson(claims.map((claim) => ({ ...claim, short: `${entry.data.id}@${entry.revision}#${claim.fragment}` })))
  print(claims.map(({ fragment, text }) => `#${fragment}\n    ${text}`).join('\n') || `${entry.data.id} is cited as a whole`)
}

function noClaim(entry: Entry, fragment: string): Error {
  const near = nearest(
    fragment.slice(0, 200),
    citableOf(entry).map((one) => one.fragment),
  )
  return new Error(
    `\`${entry.data.id}@${entry.revision}\` has no claim \`${fragment.slice(0, 80)}\`; ${near ? `did you mean \`${near}\`?` : '`--claims` lists those that it has'}`,
  )
}
