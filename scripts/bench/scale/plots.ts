import type { ScaleStep } from './table.ts'

/** Light, then dark. */
const PALETTE: Readonly<Record<Tint, readonly [string, string]>> = {
  paper: ['#ffffff', '#161614'],
  ink: ['#1b1b1b', '#e4e4de'],
  grid: ['#d8d8d2', '#3a3a36'],
  s0: ['#1f5fa8', '#7fb2ee'],
  s1: ['#b3541e', '#f0a070'],
  s2: ['#2f7d46', '#7fce95'],
  s3: ['#7a3f94', '#cf9ce6'],
}
type Tint = 'paper' | 'ink' | 'grid' | 's0' | 's1' | 's2' | 's3'
const SERIES: readonly Tint[] = ['s0', 's1', 's2', 's3']

interface Panel {
  readonly title: string
  readonly lines: readonly { readonly name: string; readonly value: (step: ScaleStep) => number | undefined }[]
}

const PANELS: readonly Panel[] = [
  { title: 'CPU per message read, ms', lines: [{ name: 'ingest', value: ({ added, ingest }) => (ingest.cpu * 1000) / added }] },
  {
    title: 'memory, MB',
    lines: [
      { name: 'ingest, peak', value: ({ ingest }) => ingest.megabytes },
      { name: 'site', value: ({ site }) => site?.megabytes },
    ],
  },
  {
    title: 'on disk, MB',
    lines: [
      { name: 'database', value: ({ bytes }) => bytes.database / 1e6 },
      { name: 'index of mail', value: ({ bytes }) => bytes.index / 1e6 },
    ],
  },
  {
    title: '95 of 100 within, ms',
    lines: [
      { name: 'search', value: ({ search }) => search?.p95 },
      { name: 'record page', value: ({ site }) => site?.record.p95 },
      { name: 'thread page', value: ({ site }) => site?.thread.p95 },
      { name: 'arrival', value: ({ site }) => site?.arrivals.site.p95 },
    ],
  },
]

const [WIDE, HIGH, LEFT, TOP, GAP] = [340, 220, 62, 74, 40]
const COLUMNS = 2

/** Four plots over the number of messages, both axes logarithmic; a line for each archive, the first ones drawn through, the next ones dashed. Follows a dark theme. */
export function scalePlots(steps: readonly ScaleStep[]): string {
  const archives = [...new Set(steps.map(nameOf))]
  const parts = PANELS.map((panel, place) => {
    const x = (place % COLUMNS) * (WIDE + LEFT + GAP)
    const y = Math.floor(place / COLUMNS) * (HIGH + TOP + GAP)
    return `<g transform="translate(${x + LEFT} ${y + TOP})">${drawn(panel, steps, archives)}</g>`
  })
  const [width, height] = [COLUMNS * (WIDE + LEFT + GAP), Math.ceil(PANELS.length / COLUMNS) * (HIGH + TOP + GAP) + 24]
  const legend = archives.map((name, place) => `${place === 0 ? '——' : place === 1 ? '– –' : '· ·'} ${name}`).join('     ')
  const dark = Object.entries(PALETTE).map(
    ([name, [, colour]]) => `text.${name}, rect.${name}, .mark.${name} { fill: ${colour} } path.${name} { stroke: ${colour} }`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="12">
<title id="t">Growth with the number of messages</title>
<style>@media (prefers-color-scheme: dark) { ${dark.join(' ')} }</style>
<rect class="paper" width="${width}" height="${height}" fill="${PALETTE.paper[0]}"/>
${text(LEFT, height - 14, `over the number of messages: ${legend}`)}
${parts.join('\n')}
</svg>
`
}

function nameOf({ archive, engine }: ScaleStep): string {
  return engine === 'embedded' ? archive : `${archive}, ${engine}`
}

function drawn({ title, lines }: Panel, steps: readonly ScaleStep[], archives: readonly string[]): string {
  const values = steps.flatMap((step) => lines.flatMap(({ value }) => value(step) ?? []))
  const x = scale(
    steps.map(({ messages }) => messages),
    WIDE,
  )
  const y = scale(values, HIGH)
  const down = (value: number): number => HIGH - y.at(value)
  const grid = [
    ...y.ticks.map((tick) => `${path('grid', `M0 ${round(down(tick))}H${WIDE}`)}${text(-8, down(tick) + 4, short(tick), 'end')}`),
    ...x.ticks.map((tick) => `${path('grid', `M${round(x.at(tick))} 0V${HIGH}`)}${text(x.at(tick), HIGH + 18, short(tick), 'middle')}`),
  ]
  const curves = lines.flatMap(({ value }, place) =>
    archives.map((archive, which) => {
      const tint = SERIES[place] as Tint
      const points = steps.flatMap((step) => {
        const found = nameOf(step) === archive ? value(step) : undefined
        return found === undefined ? [] : [[x.at(step.messages), down(found)] as const]
      })
      if (points.length === 0) return ''
      const dash = which === 0 ? '' : which === 1 ? ' stroke-dasharray="6 4"' : ' stroke-dasharray="2 4"'
      return `${path(tint, `M${points.map((point) => point.map(round).join(' ')).join('L')}`, ` stroke-width="2"${dash}`)}${points.map(([left, top]) => mark(place, tint, left, top)).join('')}`
    }),
  )
  let right = 0
  const names = lines.map(({ name }, place) => {
    const at = right
    right += 26 + name.length * 6.6
    return `${mark(place, SERIES[place] as Tint, at + 5, -18)}${text(at + 14, -14, name)}`
  })
  return `${text(0, -38, title, 'start', ' font-weight="bold"')}${grid.join('')}${curves.join('')}${names.join('')}`
}

interface Scale {
  at(value: number): number
  readonly ticks: readonly number[]
}

/** Logarithmic, from the step of 1, 2 and 5 below the least value to that above the most. */
function scale(values: readonly number[], length: number): Scale {
  const steps = Array.from({ length: 30 }, (_, place) => [1, 2, 5].map((digit) => digit * 10 ** (place - 8))).flat()
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const from = steps.findLast((step) => step <= least) as number
  const to = steps.find((step) => step >= most && step > from) as number
  const at = (value: number): number => (Math.log(value / from) / Math.log(to / from)) * length
  const within = steps.filter((step) => step >= from && step <= to)
  const whole = within.filter((step) => /^1(e|0|$)|^0\.0*1$/.test(String(step)))
  return { at, ticks: within.length <= 8 || whole.length < 2 ? within : whole }
}

/** Told apart by shape too. */
function mark(place: number, tint: Tint, x: number, y: number): string {
  const shape = ['M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0', 'M-4 -4h8v8h-8z', 'M0 -5l5 9h-10z', 'M0 -5l5 5l-5 5l-5 -5z'][place]
  return `<path class="mark ${tint}" transform="translate(${round(x)} ${round(y)})" d="${shape}" fill="${PALETTE[tint][0]}"/>`
}

function path(tint: Tint, line: string, more = ''): string {
  return `<path class="${tint}" d="${line}" fill="none" stroke="${PALETTE[tint][0]}"${more}/>`
}

function text(x: number, y: number, words: string, anchor = 'start', more = ''): string {
  return `<text class="ink" x="${round(x)}" y="${round(y)}" fill="${PALETTE.ink[0]}" text-anchor="${anchor}" xml:space="preserve"${more}>${words.replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`)}</text>`
}

function short(value: number): string {
  return value >= 1e6 ? `${value / 1e6} M` : value >= 1e4 ? `${value / 1e3} k` : String(value)
}

function round(length: number): number {
  return Math.round(length * 10) / 10
}
