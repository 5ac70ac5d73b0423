import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { MatrixDocument, matrixDocument } from '../../lib/api/matrix/document.ts'
import { matrixText } from '../../lib/api/matrix/text.ts'
import { matrixView } from '../../lib/api/matrix/view.ts'
import { answerQuestion } from '../../lib/api/question.ts'
import { type Grid, type GridCell, matrixAt, matrixCsv, matrixSvg } from '../../lib/evaluate/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

const knowledge = await projectKnowledge()
const view = (query: string) => matrixView(knowledge, new URLSearchParams(query))
const cellAt = ({ rows }: Grid, row: number, column: number): GridCell | undefined =>
  rows[row]?.cells.find(({ at, span }) => at <= column && column < at + span)

/** Features with something to say of migrations or with two components, a few from each area. */
const SAMPLE = [
  ...new Map(knowledge.features.map(({ data }) => [`${data.id.split('/')[0]} ${data.migration.length > 0} ${data.uses.length > 0}`, data])).values(),
]
  .filter(({ migration, uses, clauses }) => migration.length + uses.length + clauses.length > 0)
  .map(({ id }) => id)

const VIEWS = [
  '',
  'component=qemu&area=machine',
  'component=qemu&area=all&every=1',
  'component=xen&area=all&state=withdrawn',
  'component=linux&arch=s390x&from=4.0&to=6.1.77&changes=1',
  'component=qemu&version=7.2',
  `feature=${SAMPLE[0]}`,
  ...SAMPLE.slice(0, 4).flatMap((id) => [`feature=${id}&view=joint`, `feature=${id}&view=direction`]),
]

describe('a matrix of real records', () => {
  it('says of each release what the cells of the API say', () => {
    for (const [component, version] of [
      ['linux', '5.10'],
      ['qemu', '7.2'],
      ['xen', '4.11'],
    ] as const) {
      const { grids } = view(`component=${component}&area=all&from=${version}&to=${version}&every=1`)
      const said = new Map(matrixAt(knowledge, component, version).map(({ feature, cells }) => [feature, cells]))
      expect(grids[0]?.rows.length).toBeGreaterThan(100)
      for (const { feature, cells } of grids[0]?.rows ?? []) {
        const states = cells[0]?.says.map(({ state }) => (state === 'reserved' || state === 'withdrawn' ? 'absent' : state === 'mixed' ? 'unknown' : state))
        expect(states, feature).toEqual(said.get(feature)?.flatMap(({ state, elsewhere }) => (elsewhere ? [] : [state])))
      }
    }
  })

  it('leaves no change out between the releases that it shows', { timeout: 60_000 }, () => {
    for (const id of SAMPLE.filter((_, index) => index % 8 === 0).slice(0, 4))
      for (const kind of ['joint', 'direction']) {
        const query = `feature=${id}&view=${kind}`
        const [few, all] = [view(query), view(`${query}&every=1`)].map(({ grids }) => grids[0] as Grid) as [Grid, Grid]
        const rowsAll = all.rows.map(({ run }) => run?.first ?? '')
        const columnsAll = all.columns.map(({ first }) => first)
        // What stands for a version is the last one shown up to it.
        const upTo = (shown: readonly string[], order: readonly string[], index: number) =>
          shown.findLastIndex((first) => order.includes(first) && order.indexOf(first) <= index)
        for (const [row, { run }] of all.rows.entries())
          for (const [column, { first }] of all.columns.entries()) {
            const fewRow = upTo(
              few.rows.map((one) => one.run?.first ?? ''),
              rowsAll,
              row,
            )
            const fewColumn = upTo(
              few.columns.map((one) => one.first),
              columnsAll,
              column,
            )
            const [one, other] = [cellAt(few, fewRow, fewColumn), cellAt(all, row, column)]
            expect(`${one?.state} ${one?.text}`, `${query} ${run?.first} ${first}`).toBe(`${other?.state} ${other?.text}`)
          }
      }
  })

  it('says of a migration what POST /evaluate finds for the same pair', () => {
    for (const id of SAMPLE) {
      const { grids, fields } = view(`feature=${id}&view=direction`)
      const grid = grids[0] as Grid
      const pairs = grid.rows.flatMap(({ run, cells }) => cells.map((cell) => ({ from: run?.first ?? '', cell })))
      for (const { from, cell } of pairs.filter((_, index) => index % Math.ceil(pairs.length / 4) === 0)) {
        const side = (version: string) => `${fields.host} ${fields.component}=${version}`
        const answer = answerQuestion(knowledge, { from: side(from), to: side(cell.run.first), remedies: false })
        const bare = (findings: typeof answer.findings) =>
          findings.map(({ claim, effect, guest, certain, side: on }) => `${claim} ${effect} ${guest} ${certain} ${on ?? ''}`).sort()
        expect(bare([...(cell.move?.findings ?? [])]), `${id} ${from} ${cell.run.first}`).toEqual(bare(answer.findings.filter(({ record }) => record === id)))
        if (cell.move?.verdict === 'no') expect(answer.verdict, `${id} ${from} ${cell.run.first}`).toBe('no')
        if (answer.verdict === 'yes') expect(cell.move?.verdict).toBe('yes')
      }
    }
  })

  it('is the same in each form', () => {
    for (const query of VIEWS) {
      const shown = view(query)
      const cells = shown.grids.flatMap(({ rows }) => rows.flatMap((row) => row.cells))
      const lines = parseCsv(matrixCsv(shown, knowledge))
      expect(new Set(lines.map(({ length }) => length)), query).toEqual(new Set([lines[0]?.length]))
      expect(lines.length - 1, query).toBe(cells.reduce((sum, { says }) => sum + Math.max(says.length, 1), 0))
      const state = lines[0]?.indexOf('state') as number
      expect(new Set(lines.slice(1).map((line) => line[state])), query).toEqual(new Set(cells.map((cell) => cell.state)))
      expect(() => MatrixDocument.parse(JSON.parse(JSON.stringify(matrixDocument(shown)))), query).not.toThrow()
      const svg = matrixSvg(shown, 'made & for <a> "test"')
      expect(XMLValidator.validate(svg), query).toBe(true)
      expect(new XMLParser().parse(svg).svg.title).toBe(shown.title)
      expect(svg.length, query).toBeLessThan(1_500_000)
      const text = matrixText(knowledge, new URLSearchParams(query))
      expect(
        text.split('\n').filter((line) => [...line].length > 78 && line.trim().includes(' ')),
        query,
      ).toEqual([])
    }
  })

  it('tells a cell in full, and says what is wrong', () => {
    const id = SAMPLE.find((one) => view(`feature=${one}`).grids[0]?.columns[0]?.first !== '*') as string
    const { grids } = view(`feature=${id}`)
    const cell = view(`feature=${id}&component=${grids[0]?.component}&version=${grids[0]?.columns[0]?.first}`).cell
    expect(cell?.cells[0]?.says[0]?.evidence.length).toBeGreaterThan(0)
    expect(() => view('feature=no/such-feature')).toThrow(/no feature/)
    expect(() => view('component=qemu&from=7.9')).toThrow('QEMU has no release `7.9`')
    expect(() => view(`feature=${id}&view=direction&host=qmeu=1`)).toThrow(/qmeu/)
    expect(() => view(`feature=${id}&view=joint&down=qemu&component=qemu`)).toThrow(/against itself/)
  })
})

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end !== ',') lines.push([])
  }
  return lines.slice(0, -1)
}
