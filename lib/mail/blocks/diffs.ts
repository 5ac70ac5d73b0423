import { codeAt } from '../code-at.ts'
import type { Line } from './marks.ts'

const HUNK = /^@@+ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/
const HEADER =
  /^(?:diff (?:--git|-)|index [0-9a-f]{6,}|(?:new|deleted) file mode |(?:old|new) mode |(?:dis)?similarity index |rename (?:from|to) |copy (?:from|to) |--- |\+\+\+ |Index: |={60,}$|Binary files |GIT binary patch|Only in )/
const STAT = /^ \S.{0,300}? \| +(?:\d+ ?[+-]*|Bin\b.*|Unk)$|^ \d+ files? changed\b|^ (?:create|delete) mode \d{6} |^ rename .+ \(\d+%\)$|^ mode change \d{6} /

/** A line of a diffstat. */
export const isDiffstat = (content: string): boolean => codeAt(content, 0) === 32 && STAT.test(content)

/** Does a diff begin here? In a quote also in the middle of one: two added lines. */
export function startsDiff(lines: readonly Line[], index: number, end: number): boolean {
  const content = lines[index]?.content ?? ''
  const code = codeAt(content, 0)
  const following = index + 1 < end ? (lines[index + 1]?.content ?? '') : ''
  if (code === 64) return HUNK.test(content)
  if (code === 100) return content.startsWith('diff --git ') || (/^diff -\w+ /.test(content) && following.startsWith('--- '))
  if (code === 73) return content.startsWith('Index: ') && following.startsWith('=====')
  if (code === 45) return content.startsWith('--- ') && following.startsWith('+++ ')
  return code === 43 && (lines[index]?.depth ?? 0) > 0 && codeAt(following, 0) === 43 && !/^\++ ?\d*$/.test(content)
}

/**
 * Number of lines of the diff that begins, or goes on, here.
 * @param counted the numbers of its hunks hold (an unquoted diff); else a line's first character decides
 */
export function diffLines(lines: readonly Line[], first: number, end: number, counted: boolean): number {
  return (counted ? countedEnd(lines, first, end) : looseEnd(lines, first, end)) - first
}

/** A line torn by a mailer is borne, so many in a row are not. */
const MOST_TORN = 3

function countedEnd(lines: readonly Line[], first: number, end: number): number {
  let [old, fresh, torn] = [0, 0, 0]
  let sure = first
  for (let index = first; index < end; index++) {
    const content = lines[index]?.content ?? ''
    const code = codeAt(content, 0)
    const hunk = code === 64 ? HUNK.exec(content) : null
    if (hunk !== null) {
      old = Number(hunk[1] ?? 1)
      fresh = Number(hunk[2] ?? 1)
      torn = 0
    } else if (old > 0 || fresh > 0) {
      if (code === 43) fresh--
      else if (code === 45) {
        if (/^-- ?$/.test(content) && index + 4 >= end) return sure
        old--
      } else if (content === '' || code === 32 || code === 9) {
        old--
        fresh--
      } else if (code !== 92 && ++torn > MOST_TORN) return sure
    } else if (lines[index]?.blank) continue
    else if (!HEADER.test(content) && code !== 92) {
      if (!isDiffstat(content)) return sure
    } else if (content === '-- ') return sure
    sure = index + 1
  }
  return sure
}

function looseEnd(lines: readonly Line[], first: number, end: number): number {
  let sure = first
  for (let index = first; index < end; index++) {
    const line = lines[index]
    if (line === undefined) break
    if (line.blank) continue
    const code = codeAt(line.content, 0)
    const part = code === 43 || code === 45 || code === 32 || code === 9 || code === 92 || HUNK.test(line.content) || HEADER.test(line.content)
    if (!part || /^--[ \u00a0]?$/.test(line.content)) break
    sure = index + 1
  }
  return sure
}
