/** What an archive's page or a list adds to a message. */
export interface Stripped {
  readonly text: string
  /** From the line of a page that holds it. */
  readonly subject?: string
}

/** `[Date Prev][Date Next]…` and the like, in any number, with or without a subject behind. */
const NAVIGATION =
  /^\s*(?:\[?(?:Date|Thread|Author|Chronological|Prev|Next|List|Msg|Subject)(?: (?:Prev|Next|Index|Home|in Thread|by Thread|by Date))?\]?\s*[|·»«-]?\s*){3,}/iu
const SUBJECT = /^(?:(?:Re|Fwd?|AW|Antw?):\s|\[[\w .:/-]{2,40}\]\s)/iu

/** Takes off the navigation of an archive page, and keeps the subject behind it. */
export function withoutFurniture(pasted: string): Stripped {
  const kept: string[] = []
  let subject: string | undefined
  for (const line of pasted.replace(/\r\n?/g, '\n').split('\n')) {
    const navigation = NAVIGATION.exec(line.slice(0, 500))
    if (navigation === null || !/\[|Prev|Next/.test(navigation[0])) {
      kept.push(line)
      continue
    }
    const rest = line.slice(navigation[0].length).trim()
    if (rest === '') continue
    if (subject === undefined && rest.length < 200 && (SUBJECT.test(rest) || kept.every((one) => one.trim() === ''))) subject = rest
    else kept.push(rest)
  }
  return { text: kept.join('\n'), ...(subject !== undefined && { subject }) }
}

const FOOTERS = [/\s(?:--\s+)?To unsubscribe from this list: send the line\s.*$/u, /\s_{5,}\s+\S+ mailing list\s.*$/u]
/** Where lines of a footer begin. */
const BREAKS =
  /\s(?=To unsubscribe from|the body of a message to|More majordomo info at|Please read the FAQ at|https?:\/\/lists?\.|\S+ mailing list\s|\S+@\S+\s+https?:)/gu

/** The footer that a list put below, joined to the last line, as lines of its own. */
export function footerOf(line: string): { readonly rest: string; readonly footer: readonly string[] } {
  for (const form of FOOTERS) {
    const found = form.exec(line)
    if (found !== null) return { rest: line.slice(0, found.index), footer: found[0].trim().replace(BREAKS, '\n').split('\n') }
  }
  return { rest: line, footer: [] }
}
