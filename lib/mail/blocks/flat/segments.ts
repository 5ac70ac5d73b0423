/** What stands between two groups of quote marks in a text whose lines were joined. */
export interface Segment {
  /** Sizes of the marks before it, as they stood: `> >>` is 1, 2. Empty for what stands before the first. */
  readonly marks: readonly number[]
  /** The last mark touches the content: `>text`. */
  readonly glued: boolean
  readonly content: string
}

/** Cuts a joined line at its quote marks. White space is folded. */
export function segmentsOf(line: string): Segment[] {
  const segments: Segment[] = []
  const words = line.split(/\s+/u).filter((word) => word !== '')
  let marks: number[] = []
  let glued = false
  let content: string[] = []
  const close = () => {
    if (marks.length > 0 || content.length > 0) segments.push({ marks, glued, content: content.join(' ') })
    marks = []
    glued = false
    content = []
  }
  words.forEach((word, index) => {
    const size = marksAt(word)
    if (size === 0 || (marks.length > 0 && content.length === 0 && groupwise(words, index))) {
      content.push(word)
      return
    }
    if (content.length > 0) close()
    marks.push(size)
    if (word.length > size) {
      glued = true
      content.push(word.slice(size))
    }
  })
  close()
  return segments
}

/** Number of marks that a word begins with: `>`, `>>`, `>text`, but not `>=`, and not `->`. */
function marksAt(word: string): number {
  let size = 0
  while (word.charCodeAt(size) === 62) size++
  return word[size] === '=' ? 0 : size
}

/** GroupWise marks the attribution itself: `>>> On 26.09.14 at 15:24, <x@y> wrote:`. */
const groupwise = (words: readonly string[], index: number): boolean =>
  words[index] === '>>>' && words[index + 1] === 'On' && /^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(words[index + 2] ?? '') && words[index + 3] === 'at'
