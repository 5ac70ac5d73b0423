import { citationInWords, drawNodes, reportMatrix, sayingInWords, wrap } from '../../evaluate/index.ts'
import type { Evidence, Knowledge } from '../../model/index.ts'
import { type CellView, type MatrixView, matrixView } from './view.ts'

const WIDTH = 78

/** The plain-text twin of `/matrix`, and of one of its cells. */
export function matrixText(knowledge: Knowledge, query: URLSearchParams): string {
  const view = matrixView(knowledge, query)
  const hints =
    view.areas && view.areas.length > 1 ? ['', wrap(`Areas (area=…): ${view.areas.map(([area, count]) => `${area} ${count}`).join(', ')}`, WIDTH)] : []
  return [...(view.cell ? [...cellLines(view.cell, view.entry, knowledge), ''] : []), reportMatrix(view, WIDTH), ...hints].join('\n')
}

function cellLines({ title, cells, proofs = [], question }: CellView, entry: MatrixView['entry'], knowledge: Knowledge): string[] {
  const cite = (evidence: Evidence): string => wrap(`${citationInWords(evidence, knowledge)} (checked ${evidence.checked})`, WIDTH, '    - ', '      ')
  return [
    wrap(title, WIDTH),
    ...cells.flatMap(({ says, notes, fragments, move }) => [
      ...says.flatMap((one) => [
        wrap(`${one.when || 'always'}: ${sayingInWords(one)}${one.note ? `. ${one.note}` : ''}`, WIDTH, '  ', '    '),
        ...one.evidence.map(cite),
      ]),
      ...(entry && fragments?.[0] ? [`    cite ${entry.data.id}@${entry.revision}#${fragments[0]}`] : []),
      ...(move ? [wrap(`${move.verdict}: ${move.source} → ${move.destination}`, WIDTH, '  ', '    ')] : []),
      ...(move?.findings ?? []).flatMap(({ effect, summary, cites }) => [wrap(`${effect}: ${summary}`, WIDTH, '  ', '    '), ...cites.map(cite)]),
      ...notes.slice(move ? 1 + move.findings.length : 0).map((note) => wrap(note, WIDTH, '  ', '    ')),
    ]),
    ...proofs.flatMap((nodes) => drawNodes(nodes, knowledge).map(({ prefix, rest, text }) => wrap(text, WIDTH, `  ${prefix}`, `  ${rest}`))),
    ...(question ? ['', `/check.txt?${new URLSearchParams(question)}`] : []),
  ]
}
