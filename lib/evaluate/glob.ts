/** Whether `text` fits a pattern in which `*` stands for any run of characters. Linear in the text: parts are found one after the other. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = known.get(pattern) ?? split(pattern)
  if (parts.length === 1) return pattern === text
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (let index = 1; index < parts.length - 1; index++) {
    const part = parts[index] as string
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}

/** Patterns are of records, and few. */
const MOST_KNOWN = 10_000
const known = new Map<string, readonly string[]>()

function split(pattern: string): readonly string[] {
  const parts = pattern.split('*')
  if (known.size < MOST_KNOWN) known.set(pattern, parts)
  return parts
}
