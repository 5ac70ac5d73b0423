import type { PatchInfo } from '../../model/index.ts'

/**
 * What a subject and a text say of a patch; undefined when neither speaks of one.
 * Subjects: `[PATCH v3 2/7] …`, `[RFC PATCH]`, `[PATCH RFC v3 02/10]`, `[GIT PULL]`, `[PULL 1/9]`, `[kvm-unit-tests PATCH v7]`, `[PATCHv2]`, after any number of `Re:`.
 * @param text without quotes marked out: a diff counts where it is not quoted
 * @param attachedDiff a patch is attached
 */
export function readPatch(subject: string, text: string, attachedDiff: boolean): PatchInfo | undefined {
  const { tags, title, reply } = readSubject(subject)
  const tag = tags.find((words) => PATCH.test(words))
  const diff = attachedDiff || hasDiff(text)
  if (tag === undefined && !diff) return undefined
  const words = tag ?? ''
  const [, number = '', total = ''] = /(?:^|[^\d/.])(\d{1,4})\/(\d{1,4})(?![\d/])/.exec(words) ?? []
  const [, version = '1'] = /(?:^|[^a-z])(?:patch(?:es)?)?[ -]?v(?:er(?:sion)?)?[ .-]?(\d{1,3})\b/i.exec(words) ?? versionElsewhere(tags) ?? []
  return Object.freeze({
    version: Math.max(1, +version),
    ...(+total > 0 && { number: +number, total: +total }),
    title,
    diff,
    reply,
  })
}

/** Subject without `Re:` and tags in brackets, in lower case, spaces folded. */
function readSubject(subject: string): { readonly tags: readonly string[]; readonly title: string; readonly reply: boolean } {
  let rest = subject.trim()
  let reply = false
  const tags: string[] = []
  for (;;) {
    const prefix = PREFIX.exec(rest)
    if (prefix) {
      if (!/^fwd?/i.test(prefix[0])) reply = true
      rest = rest.slice(prefix[0].length)
      continue
    }
    const close = rest.startsWith('[') ? rest.indexOf(']') : -1
    if (close === -1) break
    tags.push(rest.slice(1, close))
    rest = rest.slice(close + 1).trimStart()
  }
  return { tags, title: rest.replace(/\s+/g, ' ').trim().toLowerCase(), reply }
}

const PREFIX = /^(?:re|fwd?|aw|wg|antw|sv|vs|odp|ref|答复|回复|转发)(?:\[\d{1,3}\]|\(\d{1,3}\))? ?[:：]\s*/i
const PATCH = /(?:^|[^a-z])(?:patch|pull)(?:es|set|v\d{1,3})?(?![a-z])/i

function versionElsewhere(tags: readonly string[]): RegExpExecArray | null {
  for (const tag of tags) {
    const found = /^v(\d{1,3})$/i.exec(tag.trim())
    if (found) return found
  }
  return null
}

/** Whether lines that are not quoted hold a diff: git's, or a unified one. */
function hasDiff(text: string): boolean {
  return (text.includes('diff --git ') && GIT_DIFF.test(text)) || (text.includes('\n@@ -') && UNIFIED_DIFF.test(text))
}

const GIT_DIFF = /^diff --git \S+ \S+/m
const UNIFIED_DIFF = /^\+\+\+ \S.*\n@@ -\d+(?:,\d+)? \+\d/m
