import { impliedFacts } from '../evaluate/index.ts'
import type { Knowledge } from '../model/index.ts'

/** Most words to choose from; more are no help. */
const MOST = 600

/** A word that can be chosen for a fact, with the architecture (or another word) that it goes with. */
export interface Choice {
  readonly word: string
  readonly about?: string
}

/**
 * The words that records know for a fact (`accel`, `guest.linux`), newest releases first; empty where any text will do.
 * @param arch leaves out what is of another architecture
 */
export function choicesOf(knowledge: Knowledge, fact: string, arch?: string): readonly Choice[] {
  const known = remembered.get(knowledge) ?? new Map<string, readonly Choice[]>()
  remembered.set(knowledge, known)
  const all = known.get(fact) ?? allChoices(knowledge, fact)
  known.set(fact, all)
  return (arch === undefined ? all : all.filter(({ about }) => about === undefined || about === arch)).slice(0, MOST)
}

const remembered = new WeakMap<Knowledge, Map<string, readonly Choice[]>>()

function allChoices(knowledge: Knowledge, fact: string): Choice[] {
  const line = knowledge.lines.get(fact.replace(/^guest\./, ''))
  if (line) return line.branches.map(({ name }) => ({ word: name })).reverse()
  if (fact === 'vcpu') return modelsOf(knowledge)
  return fact === 'machine' ? wordsOf(knowledge, fact).sort(byFamily) : wordsOf(knowledge, fact)
}

function wordsOf(knowledge: Knowledge, fact: string): Choice[] {
  const words = knowledge.rules
    .flatMap(({ data }) => data.vocabulary)
    .filter((vocabulary) => vocabulary.fact === fact)
    .flatMap(({ values }) => values.map(({ name }) => name))
  return unique(words).map((word) => {
    const about = fact === 'arch' ? undefined : impliedFacts(knowledge, { [fact]: word }).arch
    return about === undefined ? { word } : { word, about }
  })
}

/** Models of CPUs that records describe by name. */
function modelsOf(knowledge: Knowledge): Choice[] {
  const classes = knowledge.rules.flatMap(({ data }) => data.parts).filter(({ kind }) => kind === 'cpu')
  return unique(classes.flatMap(({ driver }) => driver))
    .filter((name) => !name.startsWith('('))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((word) => {
      const about = archOfModel(knowledge, word)
      return about === undefined ? { word } : { word, about }
    })
}

/** The architecture of the host CPU that a model is named for: `Haswell-noTSX-v2` for Haswell. */
function archOfModel(knowledge: Knowledge, model: string): string | undefined {
  for (let name = model; name !== ''; name = name.replace(/(^|[-.])[^-.]*$/, '')) {
    const { arch } = { ...impliedFacts(knowledge, { cpu: name.toLowerCase() }), ...impliedFacts(knowledge, { cpu: name }) }
    if (arch !== undefined) return arch
  }
  return undefined
}

/** Machines of a known architecture first, by name; of one name the newest first. */
function byFamily(a: Choice, b: Choice): number {
  const family = ({ word, about }: Choice): string => `${about ?? '~'} ${word.replace(/-[\d.]+$/, '')}`
  return family(a).localeCompare(family(b), 'en') || b.word.localeCompare(a.word, 'en', { numeric: true })
}

/** Without globs. */
function unique(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => !/[*?[]/.test(word))
}
