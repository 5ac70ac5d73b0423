/**
 * Where a text holds encoded bytes rather than words: PGP armour, uuencoded files, runs of three or more lines of base64.
 * @returns pairs of places, the end not included, in order
 */
export function opaqueRanges(text: string): [number, number][] {
  const ranges: [number, number][] = []
  const lines = text.split('\n')
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  const startOf = (line: number): number => starts[line] ?? text.length
  for (let line = 0; line < lines.length; ) {
    const last = lastOpaque(lines, line)
    if (last < line) line++
    else {
      ranges.push([startOf(line), startOf(last + 1)])
      line = last + 1
    }
  }
  return ranges
}

/** The last line of what begins in this line and is encoded; less than `line` if nothing is. */
function lastOpaque(lines: readonly string[], line: number): number {
  const text = lines[line] as string
  const armour = /^-----BEGIN PGP (?!SIGNED MESSAGE)([A-Z ]{1,40})-----/.exec(text)
  if (armour) return until(lines, line, (other) => other.startsWith(`-----END PGP ${armour[1]}`))
  if (/^begin [0-7]{3,4} \S/.test(text) && UU.test(lines[line + 1] ?? '')) return until(lines, line, (other) => /^end\s*$/.test(other))
  if (!BASE64.test(text)) return line - 1
  let last = line
  while (BASE64.test(lines[last + 1] ?? '')) last++
  if (last - line < 2) return line - 1
  // The last line of a run is shorter.
  return /^[A-Za-z0-9+/]{2,76}={0,2}\s*$/.test(lines[last + 1] ?? '') ? last + 1 : last
}

const BASE64 = /^[A-Za-z0-9+/]{56,80}={0,2}\s*$/
const UU = /^M[ -`]{60}\s*$/

/** @returns the line that ends it, or the last of all: what is cut off is no text either */
function until(lines: readonly string[], line: number, ends: (other: string) => boolean): number {
  const found = lines.slice(line + 1).findIndex(ends)
  return found < 0 ? lines.length - 1 : line + 1 + found
}
