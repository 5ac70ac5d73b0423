import { InputError, type Knowledge } from '../model/index.ts'
import { type AskWords, askWordsOf } from './ask-words.ts'
import { parseShorthand } from './shorthand.ts'

/** A question about a migration as facts of its sides, in the shorthand. */
export interface AskedInWords {
  readonly from: string
  readonly via: readonly string[]
  readonly to: string
  /** As `--guest` takes it; empty where nothing is said of the guest. */
  readonly guest: string
  /** Words that are no facts: what the question is about. */
  readonly about: string
}

/**
 * Reads a question as people type it into a search box: `qemu 6.2 -> 7.2 power9 ail`, `can I migrate from linux 5.4 to 5.15 with ail`, `-M pseries-6.2 -M pseries-7.2`,
 * `kvm=hv cpu=power9 -> kvm=pr`. A version without a component is of the component that was named before it; what is said once of the hosts holds for both.
 * @returns undefined where the text is no such question: both sides must say something
 */
export function readAsk(text: string, knowledge: Knowledge): AskedInWords | undefined {
  if (text.length > LONGEST) return undefined
  const parts = partsOf(text)
  if (!parts || parts.length > MOST_SIDES) return undefined
  const words = askWordsOf(knowledge)
  const sides: Side[] = []
  for (const part of parts) sides.push(readSide(part, words, sides.at(-1)))
  if (sides.some(({ own }) => own.size === 0)) return undefined
  const common = new Map(sides.flatMap(({ shared, own, plain }) => [...shared, ...[...own].filter(([key]) => plain.has(key))]))
  const texts = sides.map(({ own }) => sideText(own, common))
  const guest = [...new Map(sides.flatMap((side) => [...side.guest]))].map(([key, value]) => `${key}=${value}`).join(' ')
  if (!texts.every((side) => isShorthand(side, knowledge)) || (guest !== '' && !isShorthand(guest, knowledge, 'guest.'))) return undefined
  return { from: texts[0] as string, via: texts.slice(1, -1), to: texts.at(-1) as string, guest, about: sides.flatMap(({ rest }) => rest).join(' ') }
}

const LONGEST = 500
const MOST_SIDES = 6

/** The text's sides, each as words; undefined where it has none. */
function partsOf(text: string): string[][] | undefined {
  const plain = text.replace(/[?!]+\s*$/, '').trim()
  const arrows = plain.split(/\s*(?:-{1,2}>|={1,2}>|→|⇒|⟶)\s*/)
  const flags = /^(.*?)--from\s+(.+?)\s+--to\s+(.+)$/.exec(plain)
  const machines = /^(.*?-(?:M|machine)\s+\S+.*?)\s+(-(?:M|machine)\s+\S+.*)$/.exec(plain)
  const prose = /^(?:.*?\b)?from\s+(.+?)\s+(?:up\s+|back\s+|down\s+)?(?:to|onto|into)\s+(.+)$/i.exec(plain)
  const plainly = /^(.+?)\s+to\s+(.+)$/i.exec(plain)
  const sides =
    arrows.length > 1
      ? arrows
      : flags
        ? [`${flags[1]} ${unquoted(flags[2])}`, unquoted(flags[3])]
        : (machines?.slice(1, 3) ?? prose?.slice(1, 3) ?? plainly?.slice(1, 3))
  return sides?.map((side) => side.split(/[\s;]+/).filter(Boolean))
}

function unquoted(text = ''): string {
  return text.replaceAll(/["']/g, '')
}

interface Side {
  /** Facts of this side. */
  readonly own: Map<string, string>
  /** Of `own` those that were said as a plain word and are of any host: they hold for the other side where it says nothing else. */
  readonly plain: Set<string>
  /** Facts of every side, said after `with` or `on`. */
  readonly shared: Map<string, string>
  readonly guest: Map<string, string>
  readonly rest: string[]
  /** The component that was named last. */
  component: string | undefined
}

function readSide(tokens: readonly string[], words: AskWords, before: Side | undefined): Side {
  const side: Side = { own: new Map(), plain: new Set(), shared: new Map(), guest: new Map(), rest: [], component: before?.component }
  let [facts, ofGuest] = [side.own, false]
  const take = (key: string, value: string): void => {
    if (ofGuest && key === 'linux') side.guest.set(key, value)
    else facts.set(key, value)
  }
  for (let at = 0; at < tokens.length; at++) {
    const token = (tokens[at] as string).replace(/^[("'`]+|[)"'`,;:]+$/g, '')
    const next = tokens[at + 1]?.replace(/[,;)]+$/, '')
    const lower = token.toLowerCase()
    const [, key, value] = /^([A-Za-z][\w.-]*)=(.+)$/.exec(token) ?? []
    if (key !== undefined && value !== undefined) {
      if (key.startsWith('guest.') || key === 'uses') side.guest.set(key.replace(/^guest\./, ''), value)
      else if (words.isKey(key)) facts.set(key, value)
      else side.rest.push(token)
      continue
    }
    const [, named, version] = words.componentIn(lower) ?? []
    if (named !== undefined) {
      side.component = named
      if (version !== undefined) take(named, version)
      else if (next !== undefined && isVersion(next)) take(named, plainVersion(tokens[++at] as string))
      else side.rest.push(token)
    } else if (isVersion(lower) && side.component !== undefined && !facts.has(side.component)) take(side.component, plainVersion(lower))
    else if (/^--?(M|machine|cpu|accel)$/.test(token) && next !== undefined) takeOption(token, tokens[++at] as string, words, facts)
    else if (/^(with|on|using|under|both)$/.test(lower) && side.own.size > 0) {
      facts = side.shared
      ofGuest = false
    } else if (/^guests?$/.test(lower)) ofGuest = true
    else if (/^uses?$/.test(lower) && next !== undefined && words.uses.has(next.toLowerCase())) side.guest.set('uses', (tokens[++at] as string).toLowerCase())
    else {
      const fact = words.factOf(lower)
      if (fact === undefined) side.rest.push(token)
      else {
        facts.set(fact.key, fact.value)
        if (fact.ofHost && facts === side.own) side.plain.add(fact.key)
      }
    }
  }
  return { ...side, rest: side.rest.filter((word) => !words.isFiller(word.toLowerCase())) }
}

/** `-M pseries-7.2,cap-htm=off`: the machine and the options that records know. */
function takeOption(option: string, value: string, words: AskWords, facts: Map<string, string>): void {
  const [first = '', ...more] = value.split(',')
  const name = option.replace(/^-+/, '')
  const key = name === 'cpu' ? 'vcpu' : name === 'accel' ? 'accel' : 'machine'
  const given = [/^[\w.-]+=/.test(first) ? first : `${key}=${first.replace(/^type=/, '')}`, ...more]
  for (const one of given) {
    const [word = '', text = ''] = one.split('=')
    if (text !== '' && words.isKey(word)) facts.set(word, text)
  }
}

function isVersion(text: string): boolean {
  return /^v?\d+(\.\d+){1,3}(-\d+[\w.-]*)?[,;?]?$/.test(text) || /^v?\d+\.\d+\.x$/.test(text)
}

function plainVersion(text: string): string {
  return text.replace(/^v(?=\d)/, '').replace(/\.x$|[,;?]$/g, '')
}

function sideText(own: ReadonlyMap<string, string>, common: ReadonlyMap<string, string>): string {
  const facts = new Map([...own, ...[...common].filter(([key]) => !own.has(key))])
  return [...facts].map(([key, value]) => `${key}=${value}`).join(' ')
}

function isShorthand(text: string, { options }: Knowledge, prefix?: string): boolean {
  try {
    parseShorthand(text, { options, ...(prefix === undefined ? {} : { prefix }) })
    return true
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}
