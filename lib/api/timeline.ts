import { stepFragments } from '../evaluate/index.ts'
import type { Policy, Position } from '../model/index.ts'

/** A discussion laid out to be drawn: a row a person, a column a day. */
export interface Timeline {
  readonly people: readonly string[]
  readonly columns: readonly Column[]
  readonly marks: readonly Mark[]
  /** What happened besides what people said; below the people. */
  readonly steps: readonly Step[]
}

export interface Step {
  readonly column: number
  readonly date: string
  readonly text: string
  readonly fragment: string
}

export interface Column {
  readonly date: string
  /** What lies between the column before and this one, where that is long: `2 years`. */
  readonly gap?: string
}

export interface Mark {
  readonly row: number
  readonly column: number
  /** From 0, of the marks in one cell. */
  readonly place: number
  readonly position: Position
}

/** Days of a discussion in order; what lies between them takes no room, but is said. */
export function timelineOf({ positions, later }: Policy): Timeline {
  const people = [...new Set(positions.map(({ person }) => person))]
  const dates = [...new Set([...positions, ...later].map(({ date }) => date))].sort()
  const columns = dates.map((date, index): Column => {
    const gap = gapBetween(dates[index - 1], date)
    return { date, ...(gap === undefined ? {} : { gap }) }
  })
  const taken = new Map<string, number>()
  const marks = positions.map((position): Mark => {
    const [row, column] = [people.indexOf(position.person), dates.indexOf(position.date)]
    const place = taken.get(`${row} ${column}`) ?? 0
    taken.set(`${row} ${column}`, place + 1)
    return { row, column, place, position }
  })
  const fragments = stepFragments('later', later)
  const steps = later.map(({ date, text }, index) => ({ column: dates.indexOf(date), date, text, fragment: fragments[index] as string }))
  return { people, columns, marks, steps }
}

const DAY = 86_400_000

function gapBetween(from: string | undefined, to: string): string | undefined {
  if (from === undefined) return undefined
  const days = (Date.parse(to) - Date.parse(from)) / DAY
  if (days < 45) return undefined
  const [number, unit] = days < 700 ? [Math.round(days / 30.4), 'month'] : [Math.round(days / 365.25), 'year']
  return `${number} ${unit}s`
}
