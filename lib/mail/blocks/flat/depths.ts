import type { Segment } from './segments.ts'

/** A segment with what is known of it before its depth. */
export interface Piece extends Segment {
  /** It ends as an attribution does: what follows is one deeper. */
  readonly attribution: boolean
  /** Own words, without a mark, follow it. */
  readonly own: boolean
}

/** Depth of a line, and of the blank lines before it. */
export interface Placed {
  readonly depth: number
  readonly blanks: readonly number[]
}

/** Of one group; more are no talk, and cost time. */
const MOST_MARKS = 40
const DEEPEST = 12
const MOST_WAYS = 12

interface Step extends Placed {
  readonly cost: number
  readonly from: Step | undefined
}

/**
 * Works out which marks are whose: `> > > text` may be one line at depth 3, or a blank line at depth 1 and a line at depth 2. Takes the
 * cheapest way through all of them: a line goes on at its depth when the one before it is full, paragraphs end with a full stop, an attribution
 * is followed by a deeper line, a mailer writes the marks of one depth in one way.
 * @returns one for each piece
 */
export function depthsOf(pieces: readonly Piece[]): Placed[] {
  const style = stylesOf(pieces)
  let steps: Step[] = []
  pieces.forEach((piece, index) => {
    const before = pieces[index - 1]
    const width = widthAround(pieces, index)
    const best = new Map<number, Step>()
    const from = steps.length === 0 ? [undefined] : steps
    const marks = piece.marks.slice(-MOST_MARKS)
    for (let taken = Math.min(1, marks.length); taken <= Math.min(marks.length, DEEPEST); taken++) {
      const rest = marks.slice(0, marks.length - taken)
      const own = marks.slice(marks.length - taken)
      const depth = sum(own)
      const odd = style(own, piece, taken)
      for (const step of from) {
        const above = step?.depth ?? 0
        const blanks = blanksOf(rest, before?.own === true || above === 0 ? [depth, 1] : [depth, above], style)
        if (blanks === undefined) continue
        const cost = (step?.cost ?? 0) + odd + blanks.cost + transition(before, piece, above, depth, blanks.depths.length, width)
        const known = best.get(depth)
        if (known === undefined || cost < known.cost) best.set(depth, { depth, blanks: blanks.depths, cost, from: step })
      }
    }
    // No way fits: all marks are this line's.
    if (best.size === 0) best.set(sum(piece.marks), { depth: sum(piece.marks), blanks: [], cost: (steps[0]?.cost ?? 0) + 20, from: steps[0] })
    steps = [...best.values()].sort((a, b) => a.cost - b.cost).slice(0, MOST_WAYS)
  })
  const placed: Placed[] = []
  for (let step = steps[0]; step !== undefined; step = step.from) placed.push({ depth: step.depth, blanks: step.blanks })
  return placed.reverse()
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

type Style = (own: readonly number[], piece: Piece | undefined, taken: number) => number

/** A mailer writes a depth in one way: `>>`, `> >`, `> >>`; and sets its own marks apart from the text, or not. */
function stylesOf(pieces: readonly Piece[]): Style {
  const seen = new Map<number, Map<string, number>>()
  let [glued, deep] = [0, 0]
  for (const { marks, glued: touches } of pieces) {
    if (sum(marks) > 1) {
      deep++
      if (touches) glued++
    }
    // Only these are surely one line: one mark, or a single one before a larger.
    const last = marks.at(-1) ?? 0
    if (last < 2) continue
    const form = marks.length > 1 && marks.at(-2) === 1 ? `1,${last}` : `${last}`
    const depth = form.startsWith('1,') ? last + 1 : last
    const forms = seen.get(depth) ?? new Map<string, number>()
    forms.set(form, (forms.get(form) ?? 0) + 1)
    seen.set(depth, forms)
  }
  const touching = deep > 0 && glued / deep >= 0.3
  return (own, piece, taken) => {
    const forms = seen.get(sum(own))
    const times = forms?.get(own.join(',')) ?? 0
    let cost = forms === undefined || times * 3 > Math.max(...forms.values()) ? 0 : 2
    if (piece !== undefined && touching && taken > 0) cost += piece.glued === sum(own) > 1 ? 0 : 3
    return cost
  }
}

/** Blank lines out of these marks, each at one of the depths; undefined if they don't come out even. */
function blanksOf(
  marks: readonly number[],
  depths: readonly number[],
  style: Style,
): { readonly depths: readonly number[]; readonly cost: number } | undefined {
  const best: ({ readonly depths: readonly number[]; readonly cost: number } | undefined)[] = [{ depths: [], cost: 0 }]
  for (let end = 1; end <= marks.length; end++) {
    let depth = 0
    for (let start = end - 1; start >= 0 && depth <= DEEPEST; start--) {
      depth += marks[start] ?? 0
      if (!depths.includes(depth)) continue
      const before = best[start]
      if (before === undefined) continue
      const cost = before.cost + 0.3 + style(marks.slice(start, end), undefined, 0)
      const known = best[end]
      if (known === undefined || cost < known.cost) best[end] = { depths: [...before.depths, depth], cost }
    }
  }
  return best[marks.length]
}

/** How unlikely it is that this line at `depth` follows that one at `above`, with so many blank lines between. */
function transition(before: Piece | undefined, piece: Piece, above: number, depth: number, blanks: number, width: number): number {
  if (before === undefined) return depth === 0 ? 0 : 1
  if (before.own) return 0.5
  if (before.attribution) return depth === above + 1 ? 0 : depth > above ? 3 : 7
  const lower = /^\p{Ll}/u.test(piece.content)
  const ended = ENDED.test(before.content)
  const first = piece.content.split(' ', 1)[0]?.length ?? 0
  const code = CODE.test(before.content) || CODE.test(piece.content)
  // A full line breaks by itself; one with room for the next word was broken on purpose.
  const room = !code && before.content.length + 1 + first <= width
  if (depth === above) {
    if (blanks === 0) return room ? 3 : 0
    return (ended ? 0.7 : 3.5) + (lower && !code ? 1 : 0)
  }
  const odd = (lower ? 2 : 0) + (room || blanks > 0 ? 0 : 1)
  if (depth < above) return (blanks === 0 ? 3.5 : ended ? 1 : 3) + odd
  return (blanks === 0 ? 5 : 2) + odd
}

const ENDED = /[.?!:;)>"'\]]$|\.{3}$|[:;]-?[()]$|^\S+$/
const CODE = /[;{}]$|\*\/$|^[+#]/

/** Lines are at most so long; a longer one holds more than one. */
const FULL = 82

/** Length of full lines hereabouts: mailers break at 65 to 80. */
export function widthAround(pieces: readonly Segment[], index: number): number {
  let width = 0
  for (let at = Math.max(0, index - 5); at <= index + 3; at++) {
    const length = pieces[at]?.content.length ?? 0
    if (length <= FULL) width = Math.max(width, length)
  }
  return width < 60 ? 72 : width
}
