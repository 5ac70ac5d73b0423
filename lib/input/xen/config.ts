import { problem, shorten } from '../limits.ts'

/** A value of a configuration of xl: a text or number as text, or a list, which may hold lists. */
export type ConfigValue = string | readonly ConfigValue[]

export interface Config {
  /** Settings in order; `+=` adds to an earlier one. */
  readonly settings: ReadonlyMap<string, ConfigValue>
  /** Lines that are no settings, as the Python in files of xm. */
  readonly rest: readonly string[]
}

/** Lists in lists that a file may have. */
const DEEPEST = 8

/**
 * Reads the syntax of xl.cfg(5): `name = value` with numbers, texts in either quotes, and lists that may go over lines; `#` comments;
 * settings end with a line or `;`.
 * @throws InputError for a text or list that is not closed
 * Source: tools/libs/util/libxlu_cfg_l.l and libxlu_cfg_y.y of Xen
 */
export function readConfig(text: string, name: string): Config {
  const settings = new Map<string, ConfigValue>()
  const rest: string[] = []
  const reader = new Reader(text, name)
  for (;;) {
    reader.skip(/[\s;]+|#[^\n]*/y)
    if (reader.isDone) return { settings, rest }
    const key = reader.take(/([A-Za-z_][\w.-]*)[ \t]*(\+?=)(?!=)[ \t]*/y)
    const value = key ? reader.value(0) : undefined
    const end = reader.take(/[ \t]*(?:#[^\n]*)?(?=[\n;]|$)/y)
    if (!key || value === undefined || !end) {
      rest.push(reader.restOfLine())
      continue
    }
    const before = key[2] === '+=' ? settings.get(key[1] as string) : undefined
    settings.set(key[1] as string, Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value)
  }
}

class Reader {
  readonly #text: string
  readonly #name: string
  #at = 0
  /** Where the statement that is read began. */
  #start = 0

  constructor(text: string, name: string) {
    this.#text = text.replaceAll('\r\n', '\n')
    this.#name = name
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length
  }

  /** Goes past all that matches, and starts a statement there. */
  skip(pattern: RegExp): void {
    while (this.take(pattern)?.[0]);
    this.#start = this.#at
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at = pattern.lastIndex
    return match ?? undefined
  }

  value(depth: number): ConfigValue | undefined {
    // Files of xm are Python, which has texts over lines.
    const long = this.take(/"""([\s\S]*?)"""|'''([\s\S]*?)'''/y)
    if (long) return long[1] ?? long[2] ?? ''
    const quote = this.take(/["']/y)?.[0]
    if (quote) return this.#quoted(quote)
    if (this.take(/\[/y)) return this.#list(depth)
    return this.take(/[^\s;#,[\]"']+/y)?.[0]
  }

  /** The statement's line, to its end. */
  restOfLine(): string {
    const end = this.#text.indexOf('\n', this.#at)
    const line = this.#text.slice(this.#start, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#text.length : end
    return line.trim()
  }

  #quoted(quote: string): string {
    let text = ''
    for (;;) {
      const part = this.take(/[^"'\\\n]+|\\[^\n]|["']/y)?.[0]
      if (part === undefined) throw problem(this.#name, `\`${this.#name}\` has a text that is not closed: ${shorten(this.restOfLine())}`)
      if (part === quote) return text
      text += part.startsWith('\\') ? part.slice(1) : part
    }
  }

  #list(depth: number): ConfigValue {
    if (depth >= DEEPEST) throw problem(this.#name, `\`${this.#name}\` nests deeper than ${DEEPEST} lists; it is no configuration of xl`)
    const values: ConfigValue[] = []
    for (;;) {
      this.take(/(?:[\s,]|#[^\n]*)*/y)
      if (this.take(/\]/y)) return values
      const value = this.value(depth + 1)
      if (value === undefined) throw problem(this.#name, `\`${this.#name}\` has a list that is not closed: ${shorten(this.restOfLine())}`)
      values.push(value)
    }
  }
}
