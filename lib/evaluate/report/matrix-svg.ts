import { type Grid, type GridCell, type GridState, STATE_MEANINGS, STATE_SIGNS, runInWords } from '../matrix/grid.ts'
import { type MatrixTables, cellText, rowLabel, statesIn } from '../matrix/table.ts'
import { wrap } from './wrap.ts'

/** Width of a character and height of a line, in pixels, of the font that is asked for; others are narrower. */
const CHARACTER = 7.3
const LINE = 20
const PAD = 6
const LONGEST_LABEL = 60
const LONGEST_LINE = 110
/** A picture is not drawn beyond so many rows. */
const MOST_ROWS = 150

/** Light, then dark. */
const PALETTE: Readonly<Record<Tint, readonly [string, string]>> = {
  paper: ['#ffffff', '#161614'],
  head: ['#f2f2ec', '#2a2a26'],
  ink: ['#1b1b1b', '#e4e4de'],
  line: ['#8d8d86', '#6a6a64'],
  good: ['#d3e3d8', '#24402c'],
  bad: ['#f0d9d8', '#4a2624'],
  maybe: ['#eadfc9', '#463817'],
  open: ['#e1e1ee', '#2e2e4c'],
  plain: ['#ffffff', '#161614'],
}
type Tint = 'paper' | 'head' | 'ink' | 'line' | 'good' | 'bad' | 'maybe' | 'open' | 'plain'

const TINTS: Readonly<Record<GridState, Tint>> = {
  supported: 'good',
  yes: 'good',
  partial: 'maybe',
  mixed: 'maybe',
  conditional: 'maybe',
  differs: 'maybe',
  absent: 'bad',
  withdrawn: 'bad',
  no: 'bad',
  silent: 'bad',
  reserved: 'open',
  unknown: 'open',
  none: 'plain',
}

/** The style of every matrix that is drawn, for whoever serves one under a policy that names its hash. */
export const MATRIX_STYLE: string = `@media (prefers-color-scheme: dark) { ${Object.entries(PALETTE)
  .map(([name, [, dark]]) => (name === 'line' ? `rect { stroke: ${dark} }` : `.${name} { fill: ${dark} }`))
  .join(' ')} }`

/**
 * A matrix as a picture that stands by itself: text and signs on its own background, with the title, a legend and where it comes from.
 * Colours are attributes, so that it is readable where styles are dropped; where they are not, it follows a dark theme.
 * @param source a line at its end, such as the address and the knowledge
 */
export function matrixSvg({ title, about, grids }: MatrixTables, source: string): string {
  const parts: string[] = []
  let y = PAD + LINE
  let width = 0
  const text = (x: number, at: number, words: string, more = ''): void => {
    width = Math.max(width, x + words.length * CHARACTER)
    parts.push(`<text class="ink" x="${round(x)}" y="${at}" fill="${PALETTE.ink[0]}"${more}>${escaped(words)}</text>`)
  }
  text(PAD, y, title, ' font-weight="bold"')
  for (const line of about.flatMap((one) => wrap(one, LONGEST_LINE).split('\n'))) {
    y += LINE
    text(PAD, y, line)
  }
  y += LINE / 2
  for (const grid of grids) {
    const drawn = drawGrid(grid, y)
    parts.push(...drawn.parts)
    width = Math.max(width, drawn.width)
    y = drawn.bottom + LINE / 2
  }
  let x = PAD
  y += LINE
  for (const state of statesIn(grids)) {
    const words = `${STATE_SIGNS[state]} ${STATE_MEANINGS[state]}`
    const wide = words.length * CHARACTER + 2 * PAD
    if (x > PAD && x + wide > Math.max(width, 600)) {
      x = PAD
      y += LINE + 4
    }
    parts.push(box(x, y - 15, wide, LINE, TINTS[state]))
    text(x + PAD, y, words)
    x += wide + PAD
  }
  y += LINE * 1.5
  text(PAD, y, source)
  const size = `${Math.ceil(width + PAD)} ${Math.ceil(y + LINE)}`
  const [wide, high] = size.split(' ')
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${size}" role="img" aria-labelledby="t" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="12">
<title id="t">${escaped(title)}</title>
<style>${MATRIX_STYLE}</style>
<rect class="paper" width="${wide}" height="${high}" fill="${PALETTE.paper[0]}"/>
${parts.join('\n')}
</svg>
`
}

function drawGrid(grid: Grid, top: number): { parts: string[]; width: number; bottom: number } {
  const rows = grid.rows.slice(0, MOST_ROWS)
  const heads = [grid.corner, ...grid.columns.map(runInWords)]
  const labels = rows.map((row) => shortened(rowLabel(row, grid)))
  const widths = heads.map((head) => head.length * CHARACTER + 2 * PAD)
  widths[0] = Math.max(widths[0] as number, ...labels.map((label) => label.length * CHARACTER + 2 * PAD))
  // What a cell says must fit in its columns; the last of them gives way.
  for (const { cells } of rows)
    for (const cell of cells) {
      const has = widths.slice(cell.at + 1, cell.at + 1 + cell.span).reduce((sum, one) => sum + one, 0)
      const last = cell.at + cell.span
      widths[last] = (widths[last] as number) + Math.max(said(cell).length * CHARACTER + 2 * PAD - has, 0)
    }
  const lefts = widths.map((_, index) => PAD + widths.slice(0, index).reduce((sum, one) => sum + one, 0))
  const parts: string[] = []
  const put = (x: number, y: number, wide: number, tint: Tint, words: string, more = ''): void => {
    parts.push(box(x, y, wide, LINE, tint))
    parts.push(`<text class="ink" x="${round(x + PAD)}" y="${y + 14}" fill="${PALETTE.ink[0]}"${more}>${escaped(words)}</text>`)
  }
  for (const [index, head] of heads.entries()) put(lefts[index] as number, top, widths[index] as number, 'head', head, ' font-weight="bold"')
  rows.forEach((row, index) => {
    const y = top + LINE * (index + 1)
    put(lefts[0] as number, y, widths[0] as number, 'head', labels[index] as string)
    for (const cell of row.cells) {
      const wide = widths.slice(cell.at + 1, cell.at + 1 + cell.span).reduce((sum, one) => sum + one, 0)
      put(lefts[cell.at + 1] as number, y, wide, TINTS[cell.state], said(cell))
    }
  })
  const left = grid.rows.length - rows.length
  if (left > 0) parts.push(`<text class="ink" x="${PAD}" y="${top + LINE * (rows.length + 1) + 14}" fill="${PALETTE.ink[0]}">and ${left} more rows</text>`)
  return { parts, width: (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0), bottom: top + LINE * (rows.length + 1 + (left > 0 ? 1 : 0)) }
}

function box(x: number, y: number, width: number, height: number, tint: Tint): string {
  return `<rect class="${tint}" x="${round(x)}" y="${y}" width="${round(width)}" height="${height}" fill="${PALETTE[tint][0]}" stroke="${PALETTE.line[0]}"/>`
}

function said(cell: GridCell): string {
  const text = cellText(cell)
  return `${STATE_SIGNS[cell.state]}${text ? ` ${text}` : ''}`
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label
}

function round(length: number): number {
  return Math.round(length * 10) / 10
}

function escaped(text: string): string {
  // Control characters are not allowed in XML at all.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`)
}
