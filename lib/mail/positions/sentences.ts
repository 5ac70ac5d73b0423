import { SOME_TOPIC } from './topics.ts'

/** A sentence of a text with the lines that it stands on. */
export interface Sentence {
  /** On one line, blanks folded, at most 1,000 characters. */
  readonly text: string
  /** Lines in the message's text, from 1, inclusive. */
  readonly lines: readonly [number, number]
  /** Index of its paragraph in the block: sentences that share it belong together. */
  readonly paragraph: number
}

const LONGEST = 1000
const ITEM = /^\s{0,12}(?:[-*+•]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S/
/** What a person does not write as prose: code, logs, registers, tables, diagrams, commands, lists of commits. */
const MACHINE =
  /[;{}\\]\s*$|^\s*(?:[#$%|]|\/\*|\*\/|\/\/|[-=~_+*.]{4,}|(?:static|struct|return|void|int|unsigned|if|else|case|goto|#define)\b.*[;{(]|\[ *\d+\.\d{3,}\]|(?:NIP|LR|GPR\d*|CPU|MSR|REGS|CFAR|XER|Call Trace):?\s|root@|[0-9a-f]{16}|https?:\/\/\S+$|[\w/]+\.[chS](?::\d+)?[:\s]+(?:error|warning|In function)|qemu-system-\w+ -)/
/** An entry of a patch series, in a cover letter or where it is said to be applied: a line that is a subject. */
const SUBJECT = /^(?: {2,8}|\[\d{1,3}\/\d{1,3}\] +)(?:[\w./-]+(?: [\w./-]+)?: ){1,4}\S.*$/
/** Not the end of a sentence, though a dot and a capital letter follow. */
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|cf|vs|resp|approx|incl|Mr|Dr|St|No|Nr|Fig|Sec|Sect|ch|v\d*)|\b[A-Z])\.$/

/**
 * Cuts prose into sentences. Wrapped lines are joined; blank lines, list items and lines of code end a sentence; code itself is left out,
 * and so are paragraphs without a word that a rule could ask for.
 * @param text lines of one block
 * @param first number of its first line in the message's text
 * @param wanted lines of the message whose paragraphs are not left out
 */
export function sentencesOf(text: string, first: number, wanted: readonly number[] = []): readonly Sentence[] {
  const sentences: Sentence[] = []
  let line = first
  text.split(/\n[ \t]*(?=\n)/).forEach((part, paragraph) => {
    const lines = part.split('\n')
    const begin = line
    const last = begin + lines.length - 1
    if (SOME_TOPIC.test(part) || wanted.some((one) => one >= begin && one <= last)) sentencesIn(lines, begin, paragraph, sentences)
    line = last + 1
  })
  return sentences
}

function sentencesIn(paragraph: readonly string[], first: number, number: number, sentences: Sentence[]): void {
  let lines: { readonly text: string; readonly line: number }[] = []
  const close = () => {
    if (lines.length > 0) cut(lines, number, sentences)
    lines = []
  }
  paragraph.forEach((raw, index) => {
    if (raw === '' || raw.length > LONGEST || !isProse(raw) || MACHINE.test(raw) || SUBJECT.test(raw)) close()
    else {
      if (ITEM.test(raw)) close()
      lines.push({ text: raw.replace(/\s+/g, ' ').trim(), line: first + index })
    }
  })
  close()
}

/** Mostly letters: no table, no diagram, no code. */
function isProse(line: string): boolean {
  let letters = 0
  for (let index = 0; index < line.length; index++) {
    const code = line.charCodeAt(index)
    if (code === 32 || (code > 64 && code < 91) || (code > 96 && code < 123) || code > 127) letters++
  }
  return letters * 2 > line.length || line.length < 12
}

function cut(lines: readonly { readonly text: string; readonly line: number }[], paragraph: number, sentences: Sentence[]): void {
  let text = ''
  // Offset in the joined text at which each line begins.
  const starts = lines.map((part) => {
    const start = text === '' ? 0 : text.length + 1
    text = text === '' ? part.text : `${text} ${part.text}`
    return start
  })
  const lineAt = (offset: number) => {
    let index = 0
    while (index + 1 < starts.length && (starts[index + 1] ?? 0) <= offset) index++
    return lines[index]?.line ?? 0
  }
  let begin = 0
  const push = (end: number) => {
    const sentence = text.slice(begin, end).trim()
    if (sentence.length > 2) sentences.push({ text: sentence.slice(0, LONGEST), lines: [lineAt(begin), lineAt(Math.max(begin, end - 1))], paragraph })
    begin = end
  }
  for (const match of text.matchAll(/[.!?]+["')\]]{0,3} (?=["'([]?[\p{Lu}\d`])/gu)) {
    const end = match.index + match[0].length
    if (!ABBREVIATION.test(text.slice(Math.max(begin, match.index - 8), match.index + 1))) push(end)
  }
  push(text.length)
}
