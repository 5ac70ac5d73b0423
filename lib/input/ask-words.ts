import { DERIVED_FACTS, FACT_KEYS, FACT_PREFIXES, type Knowledge } from '../model/index.ts'

/** The words that questions are made of, as records know them. */
export interface AskWords {
  /** Names of what guests use. */
  readonly uses: ReadonlySet<string>
  /** A component's name, with a version where one is joined to it: `qemu`, `kernel`, `linux-6.1`. */
  componentIn(word: string): readonly [whole: string, component: string, version: string | undefined] | undefined
  /** What a plain word says: `power9`, `hv`, a machine type. */
  factOf(word: string): WordFact | undefined
  /** Whether `key=` may be written in the shorthand. */
  isKey(key: string): boolean
  /** Whether a word says nothing about what the question is about. */
  isFiller(word: string): boolean
}

interface WordFact {
  readonly key: string
  readonly value: string
  /** Of a host of either side, as its CPU is; not of one definition of the VM. */
  readonly ofHost: boolean
}

/** Made once per knowledge. */
export function askWordsOf(knowledge: Knowledge): AskWords {
  const words = made.get(knowledge) ?? makeWords(knowledge)
  made.set(knowledge, words)
  return words
}

const made = new WeakMap<Knowledge, AskWords>()

/** Facts that a plain word may stand for; where it could be several, the first. */
const PLAIN = ['cpu', 'kvm', 'accel', 'arch', 'machine']

const FILLERS = new Set(
  `a about after all an and any are at be before but by can could do does from get go going guest guests have host hosts how i if in into is it its live machine migrate migrated migrates migrating
  migration move moved moving my need not of off ok or possible run running safe safely should some still that the their then there this to up upgrade upgrading using vm vms was we what when where
  which while will with without work works would you your both between system`.split(/\s+/),
)

function makeWords({ lines, rules, features, options }: Knowledge): AskWords {
  const components = new Map([...lines.keys()].map((name) => [name, name]))
  if (lines.has('linux')) components.set('kernel', 'linux')
  const facts = new Map<string, WordFact>()
  for (const key of PLAIN)
    for (const { name, aliases } of rules.flatMap(({ data }) => data.vocabulary).flatMap(({ fact, values }) => (fact === key ? values : [])))
      for (const word of [name, ...aliases])
        if (!word.includes('*') && !facts.has(word.toLowerCase()) && !components.has(word))
          facts.set(word.toLowerCase(), { key, value: name, ofHost: key !== 'machine' })
  const globs = rules
    .flatMap(({ data }) => data.vocabulary)
    .flatMap(({ fact, values }) => (fact === 'machine' ? values.map(({ name }) => name) : []))
    .filter((name) => name.includes('*'))
    .map((name) => new RegExp(`^${name.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.+')}$`))
  const keys = new Set([...FACT_KEYS.map(({ key }) => key).filter((key) => !DERIVED_FACTS.has(key)), ...options, 'device', 'config'])
  const joined = new RegExp(`^(${[...components.keys()].join('|')})(?:[-_/]?v?(\\d+(?:\\.\\d+){1,3}))?$`)
  return {
    uses: new Set(features.flatMap(({ data }) => data.uses.map(({ name }) => name.toLowerCase()))),
    componentIn(word) {
      const [whole, name, version] = joined.exec(word) ?? []
      return whole === undefined ? undefined : [whole, components.get(name as string) as string, version]
    },
    factOf(word) {
      const known = facts.get(word) ?? (globs.some((glob) => glob.test(word)) ? { key: 'machine', value: word, ofHost: false } : undefined)
      return known
    },
    isKey: (key) => keys.has(key) || FACT_PREFIXES.some(({ key: prefix }) => key.startsWith(prefix)),
    isFiller: (word) => FILLERS.has(word.replace(/[^\p{L}\p{N}]+$/u, '')) || !/[\p{L}\p{N}]/u.test(word),
  }
}
