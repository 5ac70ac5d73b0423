/** A markdown file in its two parts; lines count from 1 in the whole file. */
export interface Split {
  readonly yaml: string
  readonly yamlLine: number
  readonly body: string
  readonly bodyLine: number
}

/**
 * Splits YAML front matter, between a first line `---` and the next such line, from the body.
 * @param text line ends as LF
 * @returns undefined where either `---` is missing
 */
export function splitFrontMatter(text: string): Split | undefined {
  const open = /^---[ \t]*\n/.exec(text)
  if (!open) return undefined
  const start = open[0].length
  const close = /^---[ \t]*$/m.exec(text.slice(start))
  if (!close) return undefined
  const yaml = text.slice(start, start + close.index)
  const bodyStart = Math.min(text.length, start + close.index + close[0].length + 1)
  return { yaml, yamlLine: 2, body: text.slice(bodyStart), bodyLine: 2 + countLines(yaml) + 1 }
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}
