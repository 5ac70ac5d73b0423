/**
 * A record's text with one more item in a list of its front matter, the rest as it was.
 * @param key a top-level key; it is added if it is not there
 * @param item lines of YAML of a mapping, without indentation
 * @returns undefined if the list is not written as a block
 */
export function withItem(text: string, key: string, item: readonly string[]): string | undefined {
  const found = frontMatter(text)
  if (!found) return undefined
  const { lines, end } = found
  const written = (indent: string): string[] => item.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`)
  const at = lines.findIndex((line, index) => index > 0 && index < end && line.startsWith(`${key}:`))
  if (at < 0) return [...lines.slice(0, end), `${key}:`, ...written('  '), ...lines.slice(end)].join('\n')
  const value = (lines[at] as string).slice(key.length + 1).trim()
  if (value === '[]') return [...lines.slice(0, at), `${key}:`, ...written('  '), ...lines.slice(at + 1)].join('\n')
  if (value !== '') return undefined
  const rest = lines.slice(at + 1, end)
  const after = rest.findIndex((line) => /^[^\s#-]/.test(line))
  const last = at + 1 + (after < 0 ? rest.length : after)
  const indent = /^ *(?=- )/.exec(rest[0] ?? '')?.[0]
  return indent === undefined ? undefined : [...lines.slice(0, last), ...written(indent), ...lines.slice(last)].join('\n')
}

/** A record's text with a top-level key of its front matter set to a plain value in one line. */
export function withValue(text: string, key: string, value: string): string | undefined {
  const found = frontMatter(text)
  if (!found) return undefined
  const { lines, end } = found
  const at = lines.findIndex((line, index) => index > 0 && index < end && line.startsWith(`${key}:`))
  return [...lines.slice(0, at < 0 ? end : at), `${key}: ${value}`, ...lines.slice(at < 0 ? end : at + 1)].join('\n')
}

/** @returns its lines and the place of the `---` that closes it */
function frontMatter(text: string): { lines: string[]; end: number } | undefined {
  const lines = text.split('\n')
  const end = lines.indexOf('---', 1)
  return lines[0] === '---' && end > 0 ? { lines, end } : undefined
}
