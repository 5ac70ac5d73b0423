import { type Timeline as Laid, timelineOf } from '../../lib/api/timeline.ts'
import type { Policy, Position } from '../../lib/model/index.ts'
import { Frame } from './frame.tsx'
import './timeline.css'

const [LEFT, TOP, ROW, MARK] = [190, 46, 34, 22]

/** A discussion, drawn: who, when, and for or against. Each mark leads to what was said, which the list below it has in words. */
export function Timeline({ policy }: { policy: Policy }) {
  const laid = timelineOf(policy)
  if (laid.marks.length < 2) return null
  const places = columnsOf(laid)
  const width = (places.at(-1)?.end ?? LEFT) + 20
  const rows = laid.people.length + (laid.steps.length > 0 ? 1 : 0)
  const height = TOP + rows * ROW + 14
  return (
    <Frame label="the discussion, drawn">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of links inside a drawing */}
      <svg className="discussion" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={inWords(policy, laid)}>
        {laid.columns.map(({ date, gap }, index) => {
          const { middle, start } = places[index] as Place
          return (
            <g key={date}>
              <line className="day" x1={middle} x2={middle} y1={TOP - 8} y2={height - 8} />
              <text className="date" x={middle} y={TOP - 14} textAnchor="middle">
                {date}
              </text>
              {gap ? (
                <text className="gap" x={start - GAP / 2} y={TOP - 30} textAnchor="middle">
                  … {gap} …
                </text>
              ) : null}
            </g>
          )
        })}
        {laid.people.map((person, row) => (
          <g key={person}>
            <line className="person" x1={LEFT} x2={width - 10} y1={lineOf(row)} y2={lineOf(row)} />
            <text
              className="name"
              x={LEFT - 12}
              y={lineOf(row) + 5}
              {...(isRightToLeft(person) ? { direction: 'rtl', textAnchor: 'start' } : { textAnchor: 'end' })}
            >
              {person.length > 24 ? `${person.slice(0, 23)}…` : person}
            </text>
          </g>
        ))}
        {laid.steps.length > 0 ? (
          <text className="name later" x={LEFT - 12} y={lineOf(laid.people.length) + 5} textAnchor="end">
            what came of it
          </text>
        ) : null}
        {laid.steps.map(({ column, date, text, fragment }) => (
          <a key={fragment} href={`#${fragment}`} aria-label={`what happened, ${date}`}>
            <title>{`${date}: ${text}`}</title>
            <rect className="mark later" x={(places[column] as Place).middle - 3} y={lineOf(laid.people.length) - 11} width="6" height="22" />
          </a>
        ))}
        {laid.marks.map(({ row, column, place, position }) => {
          const { first } = places[column] as Place
          const said = `${position.person}, ${position.date}, ${WORDS[position.stance]}${position.option ? ` (${position.option})` : ''}`
          return (
            <a key={position.id} href={`#position.${position.id}`} aria-label={said}>
              <title>{`${said}: ${position.text}`}</title>
              <Shape stance={position.stance} x={first + place * MARK} y={lineOf(row)} />
            </a>
          )
        })}
      </svg>
    </Frame>
  )
}

/** What the shapes mean. */
export function StanceLegend({ policy }: { policy: Policy }) {
  const stances = [...new Set(policy.positions.map(({ stance }) => stance))]
  return (
    <p className="small soft stances">
      {stances.map((stance) => (
        <span key={stance}>
          <svg className="discussion" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <Shape stance={stance} x={9} y={9} />
          </svg>{' '}
          {WORDS[stance]}{' '}
        </span>
      ))}
    </p>
  )
}

const WORDS: Readonly<Record<Position['stance'], string>> = { for: 'for', against: 'against', condition: 'on a condition', question: 'asks', report: 'reports' }
const GAP = 70

interface Place {
  readonly start: number
  readonly first: number
  readonly middle: number
  readonly end: number
}

/** A column is as wide as the most marks that one person has in it, and as its date. */
function columnsOf({ columns, marks }: Laid): Place[] {
  let at = LEFT
  return columns.map(({ gap }, column) => {
    const most = Math.max(1, ...marks.filter((mark) => mark.column === column).map(({ place }) => place + 1))
    const start = at + (gap ? GAP : 0)
    const room = Math.max(92, most * MARK + 20)
    at = start + room
    const middle = start + room / 2
    return { start, middle, first: middle - ((most - 1) * MARK) / 2, end: at }
  })
}

function lineOf(row: number): number {
  return TOP + row * ROW + ROW / 2
}

/** Told apart by shape, not by colour alone. */
function Shape({ stance, x, y }: { stance: Position['stance']; x: number; y: number }) {
  switch (stance) {
    case 'for':
      return <path className="mark for" d={`M${x} ${y - 8}l8 15h-16z`} />
    case 'against':
      return <path className="mark against" d={`M${x} ${y + 8}l8 -15h-16z`} />
    case 'condition':
      return <path className="mark condition" d={`M${x} ${y - 8}l8 8l-8 8l-8 -8z`} />
    case 'question':
      return (
        <g className="mark question">
          <circle cx={x} cy={y} r="8" />
          <text x={x} y={y + 4.5} textAnchor="middle">
            ?
          </text>
        </g>
      )
    case 'report':
      return <rect className="mark report" x={x - 7} y={y - 7} width="14" height="14" />
  }
}

function inWords({ positions }: Policy, { people, columns }: Laid): string {
  return `${positions.length} positions of ${people.length} people from ${columns[0]?.date} to ${columns.at(-1)?.date}; the list below has each`
}

function isRightToLeft(text: string): boolean {
  return /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u.test(text)
}
