import type { Mailbox } from '../../model/index.ts'
import { type Attribution, attributionIn } from './attribution.ts'
import { blocksOf } from './blocks.ts'
import { depthsOf, type Piece, widthAround } from './flat/depths.ts'
import { footerOf, withoutFurniture } from './flat/furniture.ts'
import { ownWordsIn } from './flat/own.ts'
import { type Segment, segmentsOf } from './flat/segments.ts'

/** A paste with its lines and quote marks put back. */
export interface Unflattened {
  /** LF line ends, quote marks as `> > `. */
  readonly text: string
  /** First and last of the lines whose breaks, depth or limits were inferred; give them to `blocksOf` with the text. */
  readonly inferred: readonly (readonly [number, number])[]
  /** Who wrote the own words, if a signature tells; a first name is completed from the attributions. */
  readonly author?: Mailbox
  /** From the page's furniture. */
  readonly subject?: string
}

/** Own words are wrapped like this. */
const WIDTH = 72
/** A line with marks in it is joined only if it is longer. */
const SHORTEST = 100
/** A longer one is no mail. */
const LONGEST = 200_000

/**
 * Puts back what a flat paste of a mail has lost: line breaks, quote depth, the limits between quoted and own words, the list's footer. What was
 * not lost is left as it is; the navigation of archive pages is taken off. All that is put back is a guess, and said to be one.
 * @param pasted a text without headers
 */
export function unflatten(pasted: string): Unflattened {
  const { text, subject } = withoutFurniture(pasted)
  const given = text.trim().split('\n')
  const flat = given.some(isFlat)
  const lines: string[] = []
  const inferred: [number, number][] = []
  const names = flat ? namesIn(given.join(' ')) : []
  given.forEach((line, index) => {
    const { rest, footer } = flat ? footerOf(line) : { rest: line, footer: [] }
    const last = index === given.length - 1
    const own = flat && !rest.startsWith('>') && (rest.length > SHORTEST || last)
    const rebuilt = isFlat(rest) ? rebuild(rest, names) : own && rest.trim() !== '' && !rest.includes('|') ? ownLines(rest, last) : undefined
    const first = lines.length + 1
    // Own words that go on below a joined quote are a paragraph of their own.
    if (index > 0 && isFlat(given[index - 1] ?? '') && !rest.startsWith('>')) lines.push('')
    lines.push(...(rebuilt ?? (rest.trim() === '' && footer.length > 0 ? [] : [rest])))
    if (footer.length > 0) lines.push('', ...footer)
    if (rebuilt !== undefined || footer.length > 0) inferred.push([first, lines.length])
  })
  const whole = `${lines.join('\n').trimEnd()}\n`
  const author = signerOf(whole, names)
  return { text: whole, inferred: merged(inferred), ...(author && { author }), ...(subject !== undefined && { subject }) }
}

function isFlat(line: string): boolean {
  if (line.length <= SHORTEST || line.length > LONGEST) return false
  const inner = line.match(/\s>+(?=[\s\S])/gu)?.length ?? 0
  return inner >= 2 && segmentsOf(line).filter((segment) => segment.marks.length > 0).length >= 2
}

function rebuild(line: string, names: readonly string[]): string[] {
  const segments = segmentsOf(line).flatMap(attributionApart)
  const owns: string[] = []
  const pieces = segments.map((segment, index): Piece => {
    const attribution = segment.content.length <= 300 && attributionIn(segment.content.replace(/^>>> /, '')) !== undefined
    const split =
      attribution || segment.marks.length === 0 ? undefined : ownWordsIn(segment.content, widthAround(segments, index), names, index === segments.length - 1)
    owns.push(split?.own ?? '')
    return { ...segment, content: split?.quoted ?? segment.content, attribution, own: split !== undefined }
  })
  const placed = depthsOf(pieces)
  return pieces.flatMap((piece, index) => {
    const { depth = 0, blanks = [] } = placed[index] ?? {}
    const lines = blanks.map((blank) => '> '.repeat(blank).trimEnd())
    if (depth === 0) lines.push(...(piece.attribution ? [piece.content] : ownLines(piece.content, false)))
    else lines.push(`${'> '.repeat(depth)}${piece.content}`.trimEnd())
    const own = owns[index] ?? ''
    if (own !== '') lines.push('', ...ownLines(own, index === pieces.length - 1), ...(index === pieces.length - 1 ? [] : ['']))
    return lines
  })
}

/** An attribution that ends a segment with own words before it. */
function attributionApart(segment: Segment): Segment[] {
  const { content } = segment
  if (content.length < 60 || !/(?:wrote|writes|said):$/.test(content)) return [segment]
  const found = /^(.*?[.?!:;)"'>]) ((?:On|At) (?:\p{Lu}\p{L}{2},? |\d)[^>]{10,160}(?:<[^<>]*> )?(?:wrote|writes|said):)$/u.exec(content)
  if (found === null || attributionIn(found[2] ?? '') === undefined || !/\p{L}/u.test(found[1] ?? '')) return [segment]
  return [
    { ...segment, content: found[1] ?? '' },
    { marks: [], glued: false, content: found[2] ?? '' },
  ]
}

/** Wraps own words; a name alone at the end, or what stands behind dashes, is a signature. */
function ownLines(text: string, last: boolean): string[] {
  const dashes = last ? / -- (?=\S.{0,400}$)/u.exec(text) : null
  if (dashes !== null) return [...wrapped(text.slice(0, dashes.index)), '-- ', ...wrapped(text.slice(dashes.index + dashes[0].length))]
  const signed = last ? /^(.*[.?!)]) (\p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’-]{1,20})?[.,]?)$/u.exec(text) : null
  return signed === null ? wrapped(text) : [...wrapped(signed[1] ?? ''), '', signed[2] ?? '']
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/u)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

/** Names in attributions. */
function namesIn(text: string): string[] {
  const names = new Set<string>()
  for (const { content } of segmentsOf(text).flatMap(attributionApart)) {
    const found: Attribution | undefined = attributionIn(content)
    if (found?.author !== undefined && found.author.name !== '') names.add(found.author.name)
  }
  return [...names]
}

/** Who signed the own words: behind dashes, or with a name as the last paragraph. */
function signerOf(text: string, names: readonly string[]): Mailbox | undefined {
  const blocks = blocksOf({ text, from: { name: '', address: '' } }).filter((block) => block.depth === 0)
  const signature = blocks.findLast((block) => block.kind === 'signature')
  const paragraphs =
    blocks
      .findLast((block) => block.kind === 'text')
      ?.text.trim()
      .split(/\n\s*\n/u) ?? []
  const line = signature === undefined ? (paragraphs.length > 1 ? paragraphs.at(-1) : undefined) : signature.text.split('\n').find((one) => /\p{L}/u.test(one))
  const name = /^(\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,3})\s*(?:[|,<(].*)?$/u.exec(line?.trim() ?? '')?.[1]
  if (name === undefined || name.length > 40) return undefined
  const plain = name.replace(/\.$/u, '')
  const full = names.filter((one) => one.toLowerCase().startsWith(plain.toLowerCase()))
  // "Pity." alone is no name unless somebody is called so.
  if (
    signature === undefined &&
    full.length === 0 &&
    (plain !== name || /^(?:Yes|No|Right|Agreed|Thanks|Thank You|Cheers|Regards|Best Regards|Done|Ok|OK)$/u.test(plain))
  )
    return undefined
  return { name: full.length === 1 ? (full[0] ?? plain) : plain, address: '' }
}

function merged(ranges: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const all: (readonly [number, number])[] = []
  for (const range of ranges) {
    const before = all.at(-1)
    if (before !== undefined && before[1] >= range[0] - 1) all[all.length - 1] = [before[0], range[1]]
    else all.push(range)
  }
  return all
}
