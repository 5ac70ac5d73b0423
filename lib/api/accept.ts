/**
 * Whether an `Accept` header takes one of these media types (RFC 9110, 12.5.1): the most specific range that fits a type decides.
 * @param header undefined or empty: anything goes
 */
export function accepts(header: string | null | undefined, types: readonly string[]): boolean {
  if (!header?.trim()) return true
  const ranges = header
    .slice(0, LONGEST)
    .split(',')
    .map((one) => {
      const [range = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase())
      const q = parameters.find((part) => part.startsWith('q='))?.slice(2)
      return { range, isRefused: q !== undefined && Number(q) === 0 }
    })
  return types.some((type) => {
    const fits = [type, `${type.split('/', 1)[0]}/*`, '*/*'].map((wanted) => ranges.find(({ range }) => range === wanted)).find((found) => found !== undefined)
    return fits !== undefined && !fits.isRefused
  })
}

/** What answers are compressed with. */
export type Encoding = 'br' | 'gzip'

/**
 * The best that an `Accept-Encoding` header takes (RFC 9110, 12.5.3); undefined for none.
 * @param header undefined: nothing is compressed
 */
export function encodingFor(header: string | null | undefined): Encoding | undefined {
  const wanted = (header ?? '')
    .slice(0, LONGEST)
    .toLowerCase()
    .split(',')
    .filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
    .map((one) => one.split(';', 1)[0]?.trim())
  return wanted.includes('br') ? 'br' : wanted.includes('gzip') ? 'gzip' : undefined
}

/** What is longer is read as far as this, in characters. */
const LONGEST = 4000
