/** Ends of sentences, of smileys, of code. */
const END = /(?<=[^\s.][.?!]|\.\.\.|[:;]-?[()]|\*\/|[.?!]["')])\s+(?=\S)/gu
const SHORT =
  /^(.*\?)\s((?:Yes|No|Yep|Yup|Nope|Right|Agreed|Correct|Sure|Exactly|Ok|OK|Okay|Indeed|Done|Ack|True|Good (?:point|catch|idea))(?:[.!,]? \S.{0,30})?[.!]?)$/u

/**
 * Finds where the answerer's words begin in a segment that is longer than a line: behind the name that signs the quote, else behind the first end
 * of a sentence that leaves a line of a likely length, else where the line was full.
 * @param content a quoted line and perhaps own words behind it
 * @param width length of full lines hereabouts
 * @param names people who are attributed in the text
 * @param last nothing follows
 * @returns undefined if there are none
 */
export function ownWordsIn(
  content: string,
  width: number,
  names: readonly string[],
  last: boolean,
): { readonly quoted: string; readonly own: string } | undefined {
  const short = SHORT.exec(content)
  if (content.length <= Math.max(width + 6, 76) && !(last && isSigned(content, names)))
    return short === null || last ? undefined : { quoted: short[1] ?? '', own: short[2] ?? '' }
  const signed = names.find((name) => content.startsWith(`${name} `) && /^[ ,]*\p{Lu}/u.test(content.slice(name.length)))
  if (signed !== undefined) return cut(content, signed.length)
  for (const match of content.matchAll(END)) {
    if (match.index > width + 6) break
    return cut(content, match.index)
  }
  if (content.length <= 84) return undefined
  const full = content.lastIndexOf(' ', width)
  return full < 0 ? undefined : cut(content, full)
}

const cut = (content: string, at: number) => ({ quoted: content.slice(0, at).trimEnd(), own: content.slice(at).trimStart() })

/** Ends with the first name, or the whole name, of somebody who is attributed. */
function isSigned(content: string, names: readonly string[]): boolean {
  const name = /[.?!)] (\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?)[.,]?$/u.exec(content)?.[1]
  return name !== undefined && names.some((one) => one.startsWith(name))
}
