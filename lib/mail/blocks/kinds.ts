import type { Line } from './marks.ts'
import { diffLines, isDiffstat, startsDiff } from './diffs.ts'

/** What lists and scanners put under a mail. */
const FOOTER = new RegExp(
  `^(?:${[
    'To unsubscribe from this list: send (?:the line|an email)',
    String.raw`(?:More majordomo info at|Please read the FAQ at)\s`,
    String.raw`[\w.-]+ mailing list$`,
    String.raw`[\w.-]+ mailing list -- [\w.+-]+@`,
    String.raw`(?:Xen-devel|Linuxppc-dev|Qemu-devel|Virtualization|Linux-[a-z-]+)@[\w.-]+$`,
    String.raw`https?://[\w./-]+/(?:mailman\d?/)?listinfo/[\w.-]+\s*$`,
    String.raw`(?:http://)?Lists\.xenproject\.org is hosted with RackSpace`,
    String.raw`Lists\.xenproject\.org`,
    'This (?:email|e-mail|message) (?:has been checked for viruses|was sent through|and any (?:attachments?|files))',
    String.raw`(?:IMPORTANT NOTICE|CONFIDENTIALITY(?: NOTICE)?|DISCLAIMER|Confidential(?:ity)? (?:note|notice))\b\s*[:-]`,
    'The (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message|communication)',
    String.raw`\*{3,} (?:IMPORTANT|This e-?mail)`,
  ].join('|')})`,
  'i',
)
/** A rule above a footer. */
const RULE = /^\s*(?:-- ?|-{3,}|_{5,}|={5,}|\*{5,}|\|)\s*$/
const SIGNATURE = /^--[ \u00a0]?$/
const TRAILER =
  /^\s{0,4}(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)*-(?:by|By):\s+\S.*|(?:Cc|CC|Fixes|Link|Closes|BugLink|Bugzilla|Change-Id|Message-I[dD]|Depends-on|Based-on|[Bb]ase-commit|Resolves|[Pp]rerequisite-(?:patch-id|message-id|change-id)):\s+\S+.*)$/
/** `[name: what was changed]` among trailers. */
const REMARK = /^\s{0,4}\[[^\s\]:]{1,40}:? .*\]\s*$/
/** A signature without the space behind its dashes is at most so long, or it is a rule in the text. */
const LONGEST_LOOSE = 10
const LONGEST = 60

/** Marks signatures, footers, diffs and trailers, at every depth, in runs of lines of one depth. */
export function kindsOf(lines: Line[]): void {
  // Index: depth. In a quoted diff with the answers in between, the diff goes on below them.
  const inDiff: boolean[] = []
  for (let first = 0; first < lines.length; ) {
    const start = lines[first]
    if (start === undefined) break
    if (start.kind !== undefined) {
      inDiff.length = Math.min(inDiff.length, start.depth + 1)
      first++
      continue
    }
    let end = first + 1
    while (end < lines.length && lines[end]?.depth === start.depth && lines[end]?.kind === undefined) end++
    kindsOfRun(lines, first, end, inDiff)
    first = end
  }
}

function kindsOfRun(lines: Line[], first: number, end: number, inDiff: boolean[]): void {
  const depth = lines[first]?.depth ?? 0
  const bottom = end - footerLength(lines, first, end)
  paint(lines, bottom, end, 'footer')
  let diff = depth > 0 && (inDiff[depth] ?? false)
  for (let index = first; index < bottom; ) {
    const content = lines[index]?.content ?? ''
    if (lines[index]?.blank) {
      index++
      continue
    }
    if (SIGNATURE.test(content) && isSignature(lines, index, bottom)) {
      const stop = signatureEnd(lines, index, bottom)
      paint(lines, index, stop, 'signature')
      diff = false
      index = stop
      continue
    }
    const length = diff || startsDiff(lines, index, bottom) ? diffLines(lines, index, bottom, depth === 0) : 0
    if (length > 0) {
      paint(lines, index, index + length, 'diff')
      diff = depth > 0
      index += length
      continue
    }
    if (isDiffstat(content)) {
      paint(lines, index, index + 1, 'diff')
      // The rule of `git format-patch` above it.
      if (lines[index - 1]?.content === '---') paint(lines, index - 1, index, 'diff')
    } else if (TRAILER.test(content) || (REMARK.test(content) && lines[index - 1]?.kind === 'trailer')) paint(lines, index, index + 1, 'trailer')
    index++
  }
  blanksWithin(lines, first, bottom)
  inDiff[depth] = diff
}

function paint(lines: Line[], first: number, end: number, kind: Line['kind']): void {
  for (let index = first; index < end; index++) {
    const line = lines[index]
    if (line !== undefined) line.kind = kind
  }
}

/** Blank lines between lines of one kind are of that kind. */
function blanksWithin(lines: Line[], first: number, end: number): void {
  let before: Line['kind'] | undefined
  let blanks = -1
  for (let index = first; index < end; index++) {
    const line = lines[index]
    if (line === undefined) continue
    if (line.blank && line.kind === undefined) {
      if (blanks < 0) blanks = index
      continue
    }
    if (blanks >= 0 && before !== undefined && before === line.kind) paint(lines, blanks, index, before)
    blanks = -1
    before = line.kind
  }
}

/** Footers are looked for in the last lines of a run; two may follow each other. */
const FOOTER_WITHIN = 40

function footerLength(lines: readonly Line[], first: number, end: number): number {
  let top = end
  for (let index = Math.max(first, end - FOOTER_WITHIN); index < end; index++) {
    const content = lines[index]?.content ?? ''
    if (content.length < 10 || content.length > 400 || !FOOTER.test(content)) continue
    top = index
    break
  }
  if (top === end) return 0
  while (top > first && (RULE.test(lines[top - 1]?.content ?? '') || (lines[top - 1]?.blank && RULE.test(lines[top - 2]?.content ?? '')))) top--
  return end - top
}

function isSignature(lines: readonly Line[], index: number, end: number): boolean {
  const strict = lines[index]?.content !== '--'
  let length = 0
  for (let at = index + 1; at < end && length <= LONGEST; at++) if (!lines[at]?.blank) length++
  return length > 0 && length <= (strict ? LONGEST : LONGEST_LOOSE)
}

/** Up to the end of the run, or a diff below it. */
function signatureEnd(lines: readonly Line[], index: number, end: number): number {
  for (let at = index + 1; at < end; at++) if (startsDiff(lines, at, end)) return at
  return end
}
