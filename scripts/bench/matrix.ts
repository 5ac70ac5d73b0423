import { loadContent } from '../../lib/content/load.ts'
import {
  bearingOn,
  buildKnowledge,
  componentGrid,
  defaultHost,
  directionGrid,
  jointGrid,
  matrixCsv,
  matrixSvg,
  reportMatrix,
} from '../../lib/evaluate/index.ts'
import { type Entry, type Knowledge, RecordData } from '../../lib/model/index.ts'

const [FEATURES, VERSIONS] = [1000, 100]
const MOST_PAIRS = 100
const EVIDENCE = [{ kind: 'test', what: 'made up', outcome: 'as stated', checked: '2026-11-21' }]

/**
 * How long matrices take: of 1,000 made-up features over 100 releases in which every release changes something, and of all records. Times are the process's
 * own, first (nothing of the knowledge was asked before) and best of five after that.
 */
export async function matrixBench(): Promise<boolean> {
  const made = buildKnowledge(madeUp())
  console.log(`${FEATURES} made-up features × ${VERSIONS} releases`)
  whole(made, 'linux')
  const real = buildKnowledge((await loadContent('content')).entries)
  for (const component of real.lines.keys()) {
    console.log(`all records × ${component}`)
    whole(real, component)
  }
  pairs(real)
  return true
}

function whole(knowledge: Knowledge, component: string): void {
  const draw = (more: object) => componentGrid(knowledge, component, { area: 'all', ...more })
  const shown = timed('a page', () => draw({}))
  const { grid, total = 0, pages = 0 } = shown ?? {}
  timed('a page, each release', () => draw({ every: true }))
  timed('the last page', () => draw({ page: pages }))
  const all = timed('all rows', () => draw({ whole: true }))
  if (!grid || !all) return
  const cells = grid.rows.reduce((sum, row) => sum + row.cells.length, 0)
  console.log(`  ${total} rows on ${pages} pages; the first has ${grid.rows.length} rows, ${grid.columns.length} columns, ${cells} cells`)
  const tables = { title: component, about: [], grids: [grid] }
  const csv = timed('CSV of all rows', () => matrixCsv({ ...tables, grids: [all.grid] }, knowledge))
  const svg = timed('SVG of a page', () => matrixSvg(tables, ''))
  const text = timed('text of a page', () => reportMatrix(tables))
  console.log(`  CSV ${kilobytes(csv)}, SVG ${kilobytes(svg)}, text ${kilobytes(text)}`)
}

/** Pairs and directions of features that say something of migrations. */
function pairs(knowledge: Knowledge): void {
  const joint: number[] = []
  const direction: number[] = []
  const speaking = knowledge.features.filter(({ data }) => data.migration.length + data.uses.length + data.clauses.length > 0)
  for (const entry of speaking.filter((_, index) => index % Math.ceil(speaking.length / MOST_PAIRS) === 0)) {
    const { facts } = bearingOn(knowledge, entry.data.id)
    const [across, down] = [...knowledge.lines.keys()].filter((name) => facts.has(name)).reverse()
    if (!across) continue
    const profile = defaultHost(knowledge, entry)
    direction.push(cpu(() => directionGrid(knowledge, entry, { component: across, profile })))
    if (down) joint.push(cpu(() => jointGrid(knowledge, entry, { down, across, profile })))
  }
  for (const [name, times] of [
    ['pairs of versions', joint],
    ['directions', direction],
  ] as const) {
    times.sort((a, b) => a - b)
    console.log(`${name} of ${times.length} features, first time: median ${times[times.length >> 1]?.toFixed(1)} ms, longest ${times.at(-1)?.toFixed(1)} ms`)
  }
}

function timed<Result>(name: string, run: () => Result): Result {
  let result: Result | undefined
  const first = cpu(() => {
    result = run()
  })
  const best = Math.min(...Array.from({ length: 5 }, () => cpu(run)))
  console.log(`  ${name.padEnd(24)} ${first.toFixed(1).padStart(8)} ms, then ${best.toFixed(1)} ms`)
  return result as Result
}

function cpu(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function madeUp(): Entry[] {
  const record = (data: unknown): Entry => {
    const parsed = RecordData.parse(data)
    return { data: parsed, revision: '00000000', path: `${parsed.id}.md`, body: '' }
  }
  const versions = Array.from({ length: VERSIONS }, (_, index) => `${1 + Math.floor(index / 10)}.${index % 10}`)
  const line = {
    kind: 'release-line',
    id: 'releases/linux',
    title: 'Linux',
    summary: 'made up',
    component: 'linux',
    evidence: EVIDENCE,
    branches: versions.map((name) => ({ name, releases: [{ version: name }] })),
  }
  const at = (index: number): string => versions[index % VERSIONS] as string
  const features = Array.from({ length: FEATURES }, (_, index) => ({
    kind: 'feature',
    id: `made-up/feature-${index}`,
    title: `Feature ${index}`,
    summary: 's',
    rely: 'r',
    surface: { kind: 'other', text: 't' },
    control: { by: 'host', text: 't' },
    values: { type: 'boolean' },
    support: ['a', 'b', 'c'].map((cpu, of) => ({
      component: 'linux',
      when: { cpu },
      versions: [
        { reserved: at(index + of) },
        { introduced: at(index + 10 * of) },
        { removed: at(index + 10 * of + 5) },
        { introduced: at(index + 10 * of + 9) },
      ],
      value: true,
      evidence: EVIDENCE,
    })),
  }))
  return [line, ...features].map(record)
}

function kilobytes(text: string): string {
  return `${Math.round(text.length / 1024)} kB`
}
