/**
 * Reads a Date header (RFC 5322 §3.3 and §4.3), the form of ctime and ISO 8601. A missing zone is UTC.
 * @returns milliseconds since 1970, or undefined when it is no date
 */
export function readDate(header: string): number | undefined {
  const text = header.slice(0, 200)
  const rfc = RFC.exec(text)
  if (rfc) {
    const [, day = '', month = '', y = '', hour, minute, second, zone] = rfc
    return instant(year(y), monthOf(month), +day, hour, minute, second, zone)
  }
  const ctime = CTIME.exec(text)
  if (ctime) {
    const [, month = '', day = '', hour, minute, second, zone, y = ''] = ctime
    return instant(+y, monthOf(month), +day, hour, minute, second, zone)
  }
  const iso = ISO.exec(text)
  if (!iso) return undefined
  const [, y = '', month = '', day = '', hour, minute, second, zone] = iso
  return instant(+y, +month - 1, +day, hour, minute, second, zone)
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,7}'
const RFC = new RegExp(
  `\\b(\\d{1,2})[ -]{1,4}${MONTH}\\.?[ -]{1,4}(\\d{2,4})[ ,]{1,4}(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?(?:\\.\\d{1,9})? {0,3}([+-]\\d{4}|[a-z]{1,4}\\b)?`,
  'i',
)
const CTIME = new RegExp(`\\b${MONTH} {1,3}(\\d{1,2}),? {1,3}(\\d{1,2}):(\\d{1,2}):(\\d{1,2}) (?:([+-]\\d{4}|[a-z]{1,4}) )?(\\d{4})\\b`, 'i')
const ISO = /\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)? ?(Z|[+-]\d{2}:?\d{2})?/i
/** RFC 5322 §4.3; a military letter other than Z says nothing that can be relied on. */
const ZONES: Readonly<Record<string, number>> = { edt: -4, est: -5, cdt: -5, cst: -6, mdt: -6, mst: -7, pdt: -7, pst: -8, cet: 1, cest: 2, bst: 1 }

function monthOf(name: string): number {
  return MONTHS.indexOf(name.toLowerCase())
}

function year(digits: string): number {
  const value = +digits
  if (digits.length === 4) return value
  // RFC 5322 §4.3: two digits below 50 are of this century; three count from 1900.
  return digits.length === 2 && value < 50 ? 2000 + value : 1900 + value
}

function instant(y: number, month: number, day: number, hour = '0', minute = '0', second = '0', zone = ''): number | undefined {
  if (month < 0 || month > 11 || day < 1 || day > 31 || +hour > 24 || +minute > 59 || +second > 60) return undefined
  const time = Date.UTC(y, month, day, +hour, +minute, Math.min(+second, 59)) - offset(zone) * 60_000
  // Years 0 to 99 mean 1900 and later to Date.UTC; nobody wrote mail before 1970 or will after 9999.
  return y < 1970 || Number.isNaN(time) || time < 0 || time > 253_402_300_799_000 ? undefined : time
}

/** Minutes east of UTC. */
function offset(zone: string): number {
  const [, sign, hours = '', minutes = ''] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign) return (sign === '-' ? -1 : 1) * (+hours * 60 + +minutes)
  return (ZONES[zone.toLowerCase()] ?? 0) * 60
}
