/** Levels of elements within elements: the parser's time grows with their square. */
const MAX_OPEN = 4000

/**
 * HTML cut where it is longer than `limit` characters or nests deeper than any page does.
 * @param notes is told when something was cut
 */
export function boundedHtml(html: string, limit: number, notes: string[]): string {
  if (html.length > limit) notes.push(`the HTML has ${html.length} characters: the first ${limit} are read`)
  const head = html.slice(0, limit)
  let open = 0
  for (const { 1: slash, 2: name = '', index } of head.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    if (LEAVES.has(name.toLowerCase())) continue
    open += slash === '' ? 1 : -1
    if (open > MAX_OPEN) {
      notes.push(`the HTML nests more than ${MAX_OPEN} levels: what follows is not read`)
      return head.slice(0, index)
    }
    open = Math.max(open, 0)
  }
  return head
}

/** Elements that hold none, or that the next one closes. */
const LEAVES = new Set(['area', 'base', 'br', 'col', 'dd', 'dt', 'hr', 'img', 'input', 'li', 'link', 'meta', 'option', 'p', 'source', 'wbr'])
