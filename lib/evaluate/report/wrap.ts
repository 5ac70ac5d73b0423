/** Breaks text at spaces so that no line is longer than `width` where it can be helped; `first` and `rest` go before the lines. */
export function wrap(text: string, width: number, first = '', rest = first): string {
  const lines: string[] = []
  let current = first
  let empty = true
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!empty && current.length + 1 + word.length > width) {
      lines.push(current)
      current = rest
      empty = true
    }
    current += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, current].join('\n')
}
