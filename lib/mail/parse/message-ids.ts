/** Longest Message-ID that is taken for one. */
const MAX_ID = 998
const MAX_REFERENCES = 200

/**
 * The Message-ID of a message, without brackets; spaces that folding put into it are taken out.
 * @param values of all Message-ID headers
 * @returns undefined when none can be used
 */
export function readMessageId(values: readonly string[]): string | undefined {
  for (const value of values) {
    const inBrackets = bracketed(value)[0]
    if (inBrackets) return inBrackets
    const bare = clean(withoutComments(value).replace(/[<>]/g, ''))
    if (bare) return bare
  }
  return undefined
}

/**
 * What a message answers: Message-IDs of References, then of In-Reply-To, each once, oldest first, its own left out. What is known not to be an id is
 * passed over: addresses of the message itself in prose (`Message from A <a@b.c> of Monday <id>`), the `y` and `n` of old git-send-email's question.
 * @param addresses of From, To and Cc, lower case
 */
export function readReferences(references: readonly string[], inReplyTo: readonly string[], own: string, addresses: ReadonlySet<string>): readonly string[] {
  const usable = (id: string) => id !== own && id !== 'y' && id !== 'n' && !addresses.has(id.toLowerCase())
  const answered = inReplyTo.flatMap(idsOf).filter(usable)
  const found = new Set(references.flatMap(idsOf).filter(usable))
  // In-Reply-To names the message that is answered; References may have lost or reordered it.
  const [only, second] = answered
  if (only !== undefined && second === undefined) found.delete(only)
  for (const id of answered) found.add(id)
  const all = [...found]
  // Both ends matter: the root of the thread and what is answered.
  return all.length <= MAX_REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)]
}

function idsOf(value: string): readonly string[] {
  const ids = bracketed(value)
  if (ids.length > 0) return ids
  // Without brackets only a header that holds nothing but ids: in prose, what has an @ is somebody's address.
  const words = withoutComments(value)
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  return words.every((word) => BARE.test(word)) ? words.map(clean).filter((id) => id !== '') : []
}

const BARE = /^[^\s<>()"'@:]+@[^\s<>()"'@:]+$/

function bracketed(value: string): string[] {
  const ids: string[] = []
  for (let at = value.indexOf('<'); at !== -1; at = value.indexOf('<', at + 1)) {
    const close = value.indexOf('>', at)
    if (close === -1) break
    const next = value.indexOf('<', at + 1)
    if (next !== -1 && next < close) continue
    const id = clean(value.slice(at + 1, close))
    if (id !== '') ids.push(id)
  }
  return ids
}

/** '' when nothing is left or it is too long. */
function clean(id: string): string {
  const bare = id.replace(/[\s\x00-\x20\x7f-\x9f\ufffd]+/g, '')
  return bare.length > MAX_ID || (bare.length > MAX_ID / 3 && Buffer.byteLength(bare) > MAX_ID) ? '' : bare
}

function withoutComments(value: string): string {
  let depth = 0
  let out = ''
  for (const character of value) {
    if (character === '(') depth += 1
    else if (character === ')' && depth > 0) depth -= 1
    else if (depth === 0) out += character
  }
  return out
}
