import type { Event } from '../../model/index.ts'

/** A statement's range in words: `from 4.6, until before 6.12; number reserved in 3.13`. */
export function rangeInWords(events: readonly Event[] | undefined): string {
  if (!events || events.length === 0) return 'every version'
  return events.map(({ event, version }) => `${WORDS[event]} ${version}`).join(', ')
}

const WORDS: Readonly<Record<Event['event'], string>> = {
  introduced: 'from',
  fixed: 'fixed in',
  removed: 'until before',
  broken: 'broken in',
  reserved: 'number reserved in',
  deprecated: 'deprecated from',
}
