import ICAL from 'ical.js'
import { type Event, type Knowledge, type RecordData, type ReleaseLine, pageOf, placeOf } from '../../model/index.ts'
import { areaOf } from '../listing.ts'

// It counts a line without the space that a continued one begins with; RFC 5545 allows 75 bytes in all.
ICAL.foldLength = 74

/** What a calendar is narrowed to. */
export interface CalendarQuery {
  readonly component?: string | undefined
  /** The first part of ids. */
  readonly area?: string | undefined
}

/**
 * The days on which upstream support of a branch ends, and those of the releases in which something that a record speaks of was deprecated or removed, as
 * RFC 5545. An event keeps its UID for as long as it is about the same branch, or the same record, component and version.
 * @param url the site's address
 */
export function calendarOf(knowledge: Knowledge, url: string, query: CalendarQuery = {}): string {
  const stamp = `${knowledge.date}T00:00:00Z`
  const days = [...endsOfLife(knowledge, query), ...removals(knowledge, query)].sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : a.uid < b.uid ? -1 : 1,
  )
  return `${ICAL.stringify([
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', '-//canimigrate//end of life and removals//EN'],
      ['name', {}, 'text', 'canimigrate: end of life and removals'],
      ['x-wr-calname', {}, 'text', 'canimigrate: end of life and removals'],
      ['refresh-interval', {}, 'duration', 'P1D'],
    ],
    days.map((day) => [
      'vevent',
      [
        ['uid', {}, 'text', `${day.uid}@canimigrate`],
        ['dtstamp', {}, 'date-time', stamp],
        ['dtstart', {}, 'date', day.date],
        ['summary', {}, 'text', day.summary],
        ['description', {}, 'text', day.description],
        ['categories', {}, 'text', day.category],
        ['url', {}, 'uri', url + day.path],
        ['transp', {}, 'text', 'TRANSPARENT'],
      ],
      [],
    ]),
  ])}\r\n`
}

interface Day {
  readonly uid: string
  readonly date: string
  readonly summary: string
  readonly description: string
  readonly category: string
  readonly path: string
}

function endsOfLife({ lines }: Knowledge, { component, area }: CalendarQuery): Day[] {
  if (area) return []
  return [...lines.values()]
    .filter((line) => !component || line.component === component)
    .flatMap((line) =>
      line.branches.flatMap(({ name, releases, eol, note }): Day[] =>
        eol
          ? [
              {
                uid: `eol-${line.component}-${name}`,
                date: eol,
                summary: `${line.title} ${name}: last day of upstream support`,
                description: `The newest known release is ${releases.at(-1)?.version}${releases.at(-1)?.date ? ` of ${releases.at(-1)?.date}` : ''}.${note ? ` ${note}` : ''}`,
                category: 'end of life',
                path: `/r/${line.id}#branch.${name}`,
              },
            ]
          : [],
      ),
    )
}

/** What a version takes away, as one record says it. */
interface Loss {
  readonly component: string
  readonly event: Event
  /** The word that goes, of a fact's vocabulary. */
  readonly word?: string
}

function removals(knowledge: Knowledge, { component, area }: CalendarQuery): Day[] {
  return [...knowledge.entries.values()].flatMap(({ data }) => {
    if (area && areaOf(data.id) !== area) return []
    const groups = new Map<string, Loss[]>()
    for (const loss of lossesOf(data)) {
      if (component && loss.component !== component) continue
      const key = `${loss.event.event}-${loss.component}-${loss.event.version}`
      groups.set(key, [...(groups.get(key) ?? []), loss])
    }
    return [...groups].flatMap(([key, losses]): Day[] => {
      const [{ component: name, event }] = losses as [Loss]
      const line = knowledge.lines.get(name)
      const date = line && dateOf(line, event.version)
      if (!line || !date) return []
      const words = losses.flatMap(({ word }) => word ?? [])
      const what = words.length === 0 ? data.title : words.length === 1 ? words[0] : `${words.length} words of ${data.title}`
      return [
        {
          uid: `${key}-${data.id.replaceAll('/', '.')}`,
          date,
          summary: `${line.title} ${event.version}: ${what} ${event.event}`,
          description: [`${data.id}: ${data.summary}`, ...(words.length > 1 ? [words.join(', ')] : [])].join('\n'),
          category: event.event === 'removed' ? 'removal' : 'deprecation',
          path: pageOf(data.id, data.kind),
        },
      ]
    })
  })
}

function lossesOf(data: RecordData): Loss[] {
  const within = (component: string | undefined, events: readonly Event[] | undefined, word?: string): Loss[] =>
    component === undefined
      ? []
      : (events ?? [])
          .filter(({ event }) => event === 'removed' || event === 'deprecated')
          .map((event) => ({ component, event, ...(word === undefined ? {} : { word }) }))
  if (data.kind === 'feature')
    return [
      ...data.support.flatMap(({ component, versions }) => within(component, versions)),
      ...within(data.control.versions?.component, data.control.versions?.events),
    ]
  return data.kind === 'rule'
    ? data.vocabulary.flatMap(({ component, values }) => values.flatMap(({ name, versions }) => within(component, versions, name)))
    : []
}

/** The day of a release; of a branch's bare name that of its first. */
function dateOf(line: ReleaseLine, version: string): string | undefined {
  const place = placeOf(version, line)
  const branch = line.branches.find(({ name }) => name === place?.branch)
  if (!place || !branch) return undefined
  if (place.point === undefined) return branch.releases[0]?.date
  return branch.releases.find((release) => placeOf(release.version, line)?.point === place.point)?.date
}
