/**
 * Breaks text into lines of at most `width` characters, at spaces; a longer word is cut.
 * @param text white space counts as one space; `\n` is a break that stays
 * @param width at least 1
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)))
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = []
  let line: string[] = []
  let length = 0
  for (const word of text.split(/[ \t]+/).filter(Boolean)) {
    for (const piece of cut(word, width)) {
      const size = [...piece].length
      if (line.length > 0 && length + 1 + size > width) {
        lines.push(line.join(' '))
        line = []
        length = 0
      }
      length += size + (line.length > 0 ? 1 : 0)
      line.push(piece)
    }
  }
  if (line.length > 0 || lines.length === 0) lines.push(line.join(' '))
  return lines
}

/** A word in pieces of at most `width` characters. */
export function cut(word: string, width: number): string[] {
  const characters = [...word]
  if (characters.length <= width) return [word]
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, index) => characters.slice(index * width, (index + 1) * width).join(''))
}
